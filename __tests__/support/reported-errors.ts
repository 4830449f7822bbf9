import { config } from 'rxjs';

/**
 * Collects what is reported as RxJS reports unhandled errors, in each test of a file, under fake timers.
 *
 * @returns The function that lets the reports arrive and gives all of this test, in order.
 */
export function collectReports(): () => unknown[] {
  let errors: unknown[] = [];
  beforeEach(() => {
    errors = [];
    jest.useFakeTimers();
    config.onUnhandledError = (error) => errors.push(error);
  });
  afterEach(() => {
    config.onUnhandledError = null;
    jest.useRealTimers();
  });
  return () => {
    jest.runAllTimers();
    return errors;
  };
}
