import { config } from 'rxjs';
import { dueTimers } from './turn.js';

/** Collects errors that are reported in the way of unhandled errors of RxJS. */
class Reports {
  errors: unknown[] = [];
  isAsked = false;

  start(): void {
    this.errors = [];
    this.isAsked = false;
    config.onUnhandledError = (error) => this.errors.push(error);
  }

  /** Fails the test if there are reports that it has not read. */
  end(): void {
    config.onUnhandledError = null;
    expect(this.isAsked ? [] : this.errors).toStrictEqual([]);
  }
}

/**
 * Collects the reports of each test of a file, under fake timers.
 *
 * @returns A function that runs the timers and returns all reports of the current test, in order.
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

/** The same in real time: a report arrives in a timer without a delay. */
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
