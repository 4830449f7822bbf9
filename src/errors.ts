import { config } from 'rxjs';

import type { DeferredHooks } from './types.js';

/** The names of errors that a mistake in the code makes, rather than the state of the world. */
const programmerError = /^(Eval|Internal|Range|Reference|Syntax|Type|URI)Error$/;

/** The `exceptionHook` that is there from the start. */
export function warnOfProgrammerError(error: unknown, asyncError?: unknown): void {
  const name = (error as { name?: unknown } | null | undefined)?.name;
  if (typeof name === 'string' && programmerError.test(name)) {
    console.warn('Deferred exception', error, asyncError);
  }
}

/** Where the hooks are found: on the `Deferred` function, so that its users may assign and delete them there. */
export const hooks: { owner: DeferredHooks } = { owner: {} };

/** Shows an error to the `exceptionHook`. */
export function callExceptionHook(error: unknown, asyncError: unknown): void {
  try {
    hooks.owner.exceptionHook?.(error, asyncError);
  } catch (hookError) {
    reportError(hookError);
  }
}

/** Asks the `getErrorHook`, if there is one, for a trace of where a reaction was scheduled. */
export function callGetErrorHook(): unknown {
  try {
    return hooks.owner.getErrorHook?.();
  } catch (hookError) {
    reportError(hookError);
    return undefined;
  }
}

/** Reports an error that no caller may see: once, in a later task, as RxJS reports its own. */
export function reportError(error: unknown): void {
  setTimeout(() => {
    const { onUnhandledError } = config;
    if (onUnhandledError === null) {
      throw error;
    }
    onUnhandledError(error);
  });
}

/** Makes the error for a value that is not what it should be. */
export function expected(what: string, toBe: string, got: unknown): TypeError {
  return new TypeError(`Expected ${what} to be ${toBe}, got ${describe(got)}`);
}

function describe(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'function':
      return 'a function';
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? 'an array' : 'an object';
    default:
      return String(value);
  }
}
