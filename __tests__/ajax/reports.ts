import { config } from 'rxjs';

import { pause } from './server.js';

/**
 * Collects what is reported as RxJS reports unhandled errors, in each test of a file, in real time. A test that does
 * not ask for the reports fails if there are any.
 *
 * @returns The function that lets the reports arrive and gives all of this test, in order.
 */
export function collectReports(): () => Promise<unknown[]> {
  let errors: unknown[] = [];
  let isAsked = false;
  const reports = async (): Promise<unknown[]> => {
    isAsked = true;
    await pause(2);
    return errors;
  };
  beforeEach(() => {
    errors = [];
    isAsked = false;
    config.onUnhandledError = (error) => errors.push(error);
  });
  afterEach(async () => {
    const unexpected = isAsked ? [] : await reports();
    config.onUnhandledError = null;
    expect(unexpected).toStrictEqual([]);
  });
  return reports;
}
