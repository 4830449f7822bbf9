import { reportError } from '../base/errors.js';
import { isFunction } from '../base/guards.js';

/** The hooks for errors in `then` callbacks. They are properties of `Deferred`: both may be replaced or deleted. */
export interface ErrorHooks {
  /**
   * Is called with every error that a callback of `then`, `catch` or `finally` or the `then` method of a thenable
   * throws, before the new promise rejects with it.
   *
   * @remarks
   * The default logs a warning to the console if the error indicates a mistake in the code: an `EvalError`,
   * `InternalError`, `RangeError`, `ReferenceError`, `SyntaxError`, `TypeError` or `URIError`. `asyncError` is what
   * {@link ErrorHooks.getErrorHook} returned when the reaction was scheduled. An error in the hook is reported.
   *
   * @see {@link https://api.jquery.com/jQuery.Deferred.exceptionHook/ | jQuery.Deferred.exceptionHook()}
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const seen: unknown[] = [];
   * const warn = Deferred.exceptionHook;
   * Deferred.exceptionHook = (error) => seen.push((error as Error).message);
   * await Deferred<void>().resolve().then(() => { throw new Error('oops'); }).catch(() => undefined);
   * Deferred.exceptionHook = warn;
   *
   * seen; // => ['oops']
   * ```
   */
  exceptionHook?: ((error: unknown, asyncError?: unknown) => void) | undefined;

  /**
   * Is called when a `then` callback is scheduled. Its result is passed to {@link ErrorHooks.exceptionHook}.
   *
   * @see {@link https://api.jquery.com/jQuery.Deferred.getErrorHook/ | jQuery.Deferred.getErrorHook()}
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const traces: unknown[] = [];
   * const warn = Deferred.exceptionHook;
   * Deferred.getErrorHook = () => 'scheduled here';
   * Deferred.exceptionHook = (error, asyncError) => traces.push(asyncError);
   * await Deferred<void>().resolve().then(() => { throw new Error('oops'); }).catch(() => undefined);
   * Deferred.exceptionHook = warn;
   * delete Deferred.getErrorHook;
   *
   * traces; // => ['scheduled here']
   * ```
   */
  getErrorHook?: (() => unknown) | undefined;
}

/** The names of errors that indicate a mistake in the code. */
const programmerError = /^(Eval|Internal|Range|Reference|Syntax|Type|URI)Error$/;

/** The default `exceptionHook`. */
export function warnOfProgrammerError(error: unknown, asyncError?: unknown): void {
  if (programmerError.test((error as { name?: string } | undefined)?.name ?? '')) {
    console.warn('Deferred exception', error, asyncError);
  }
}

/** Calls a hook, if there is one. An error in it is reported. */
export function callHook(
  hooks: ErrorHooks,
  name: 'exceptionHook' | 'getErrorHook',
  ...args: [error?: unknown, asyncError?: unknown]
): unknown {
  try {
    const { [name]: hook } = hooks;
    return isFunction(hook) ? Reflect.apply(hook, hooks, args) : undefined;
  } catch (error) {
    reportError(error);
    return undefined;
  }
}
