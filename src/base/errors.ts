import { config } from 'rxjs';

/** Reports an error that must not reach the caller: once, in a later task, as RxJS reports unhandled errors. */
export function reportError(error: unknown): void {
  setTimeout(() => {
    const { onUnhandledError } = config;
    if (!onUnhandledError) {
      throw error;
    }
    onUnhandledError(error);
  });
}

/** Calls a function, and reports the error that it throws. */
export function callReporting(action: () => void): void {
  try {
    action();
  } catch (error) {
    reportError(error);
  }
}

/** Creates the error for an argument of the wrong kind. */
export function expected(what: string, toBe: string, got: unknown): TypeError {
  return new TypeError(`Expected ${what} to be ${toBe}, got ${typeof got}`);
}
