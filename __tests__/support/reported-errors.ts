import { config } from 'rxjs';
import { dueTimers } from './turn.js';

/** Collects what is reported as RxJS reports unhandled errors. */
class Reports {
  errors: unknown[] = [];
  isAsked = false;

  start(): void {
    this.errors = [];
    this.isAsked = false;
    config.onUnhandledError = (error) => this.errors.push(error);
  }

  /** A test that does not ask for the reports fails if there are any. */
  end(): void {
    config.onUnhandledError = null;
    expect(this.isAsked ? [] : this.errors).toStrictEqual([]);
  }
}

/**
 * Collects the reports of each test of a file, under fake timers.
 *
 * @returns The function that lets them arrive and gives all of this test, in order.
 */
export function collectReports(): () => unknown[] {
  const reports = new Reports();
  beforeEach(() => {
    jest.useFakeTimers();
    reports.start();
  });
  afterEach(() => {
    jest.runAllTimers();
    jest.useRealTimers();
    reports.end();
  });
  return () => {
    reports.isAsked = true;
    jest.runAllTimers();
    return reports.errors;
  };
}

/** The same in real time: a report comes in a timer without a delay. */
export function collectReportsInTime(): () => Promise<unknown[]> {
  const reports = new Reports();
  beforeEach(() => {
    reports.start();
  });
  afterEach(async () => {
    jest.useRealTimers();
    await dueTimers();
    reports.end();
  });
  return async () => {
    reports.isAsked = true;
    await dueTimers();
    return reports.errors;
  };
}
