import { config } from 'rxjs';

/**
 * Collects what is reported as RxJS reports unhandled errors, in each test of a file, under fake timers. A test that
 * does not ask for the reports fails if there are any.
 *
 * @returns The function that lets the reports arrive and gives all of this test, in order.
 */
export function collectReports(): () => unknown[] {
  let errors: unknown[] = [];
  let isAsked = false;
  const reports = (): unknown[] => {
    isAsked = true;
    jest.runAllTimers();
    return errors;
  };
  beforeEach(() => {
    errors = [];
    isAsked = false;
    jest.useFakeTimers();
    config.onUnhandledError = (error) => errors.push(error);
  });
  afterEach(() => {
    const unexpected = isAsked ? [] : reports();
    config.onUnhandledError = null;
    jest.useRealTimers();
    expect(unexpected).toStrictEqual([]);
  });
  return reports;
}
