import { config } from 'rxjs';

import { isFunction } from './guards.js';
import type { DeferredHooks } from './types.js';

/** The names of errors that a mistake in the code makes, rather than the state of the world. */
const programmerError = /^(Eval|Internal|Range|Reference|Syntax|Type|URI)Error$/;

/** The `exceptionHook` that is there from the start. */
export function warnOfProgrammerError(error: unknown, asyncError?: unknown): void {
  if (programmerError.test((error as { name?: string } | undefined)?.name ?? '')) {
    console.warn('Deferred exception', error, asyncError);
  }
}

/** Where the hooks are found: on the `Deferred` function, so that its users may assign and delete them there. */
export const hooks: { owner: DeferredHooks } = { owner: {} };

/** Calls a hook, if there is one. What it throws is reported. */
export function callHook(
  owner: Pick<DeferredHooks, 'exceptionHook' | 'getErrorHook'>,
  name: 'exceptionHook' | 'getErrorHook',
  ...args: [error?: unknown, asyncError?: unknown]
): unknown {
  try {
    const { [name]: hook } = owner;
    return isFunction(hook) ? Reflect.apply(hook, owner, args) : undefined;
  } catch (error) {
    reportError(error);
    return undefined;
  }
}

/** Reports an error that no caller may see: once, in a later task, as RxJS reports its own. */
export function reportError(error: unknown): void {
  setTimeout(() => {
    const { onUnhandledError } = config;
    if (!onUnhandledError) {
      throw error;
    }
    onUnhandledError(error);
  });
}

/** Makes the error for a value that is not what it should be. */
export function expected(what: string, toBe: string, got: unknown): TypeError {
  return new TypeError(`Expected ${what} to be ${toBe}, got ${typeof got}`);
}
