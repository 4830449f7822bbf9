import { AsyncSubject, type Unsubscribable } from 'rxjs';

import { expected, reportError } from './base/errors.js';
import { isFunction, isObject } from './base/guards.js';
import { abortWith, addTeardown, signalOf } from './promise/abort.js';
import { brand, DeferredObject } from './promise/deferred-object.js';
import { extend, settlementOf } from './promise/plain-object.js';
import { warnOfProgrammerError, type ErrorHooks } from './state/error-hooks.js';
import { schedule } from './state/job-queue.js';
import type { RejectionHooks } from './state/rejections.js';
import { Settlement, type Runtime } from './state/settlement.js';
import type { Args, HandlerArgs, OrAbort } from './types/args.js';
import type { DeferredPromise } from './types/promise.js';

/** The list argument of a `With` method, optional where the list may be empty. */
type ArgsArray<T> = [] extends Args<T> ? [args?: ListLike<Args<T>> | null] : [args: ListLike<Args<T>>];

/** An array of the arguments, and any array-like, such as `arguments`, if there may be any number of them. */
type ListLike<TList extends readonly unknown[]> =
  HandlerArgs<TList> extends readonly (infer TValue)[]
    ? TValue[] extends HandlerArgs<TList>
      ? ArrayLike<TValue> & object
      : Readonly<TList>
    : never;

/**
 * jQuery's Deferred on an RxJS `AsyncSubject`: a promise, and the methods that settle it.
 *
 * @remarks
 * Every method is bound. Handlers receive the receiver of `resolve` as `this`, or `undefined` if that is the deferred
 * itself or if the method is called as a plain function. A deferred settles once: later settlements and notifications
 * are ignored.
 *
 * @typeParam TDone - The arguments of a resolution: a tuple is an argument list, any other type a single argument,
 * `void` no argument.
 * @typeParam TFail - The arguments of a rejection, in the same form.
 * @typeParam TProgress - The arguments of a notification, in the same form.
 * @see {@link https://api.jquery.com/category/deferred-object/ | jQuery's Deferred}
 */
export interface Deferred<TDone = unknown, TFail = unknown, TProgress = unknown> extends DeferredPromise<
  TDone,
  TFail,
  TProgress
> {
  /**
   * Resolves the deferred: `done` and `always` handlers run, synchronously and in order, with these arguments.
   *
   * @remarks Returns its receiver, which handlers receive as `this` unless it is the deferred. Never throws.
   * @see {@link https://api.jquery.com/deferred.resolve/ | deferred.resolve()}
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const a = Deferred<number>();
   * const b = Deferred<number>();
   * a.done(b.resolve); // bound: it can be passed as a handler
   * a.resolve(7);
   *
   * await b; // => 7
   * ```
   */
  resolve(this: void, ...args: Args<TDone>): this;

  /**
   * Resolves the deferred with a context, which handlers receive as `this`, and an array of arguments.
   *
   * @remarks The array is copied.
   * @throws TypeError if `args` is given and is no array or array-like.
   * @see {@link https://api.jquery.com/deferred.resolveWith/ | deferred.resolveWith()}
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const log: string[] = [];
   * const d = Deferred<number>().done(function (this: { id: string }, value) {
   *   log.push(`${this.id} ${value}`);
   * });
   * d.resolveWith({ id: 'row-1' }, [5]);
   *
   * log; // => ['row-1 5']
   * ```
   */
  resolveWith(this: void, context: unknown, ...args: ArgsArray<TDone>): this;

  /**
   * Rejects the deferred: `fail` and `always` handlers run, synchronously and in order, with these arguments.
   *
   * @remarks
   * Returns its receiver, which handlers receive as `this` unless it is the deferred. Never throws. As in jQuery, an
   * unhandled rejection is silent, unless {@link DeferredHooks.onUnhandled} is set.
   *
   * @see {@link https://api.jquery.com/deferred.reject/ | deferred.reject()}
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * Deferred<string, Error>().reject(new Error('offline')).state(); // => 'rejected'
   * ```
   */
  reject(this: void, ...args: Args<TFail>): this;

  /**
   * Rejects the deferred with a context, which handlers receive as `this`, and an array of arguments.
   *
   * @remarks The array is copied.
   * @throws TypeError if `args` is given and is no array or array-like.
   * @see {@link https://api.jquery.com/deferred.rejectWith/ | deferred.rejectWith()}
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const log: string[] = [];
   * Deferred<void, [status: number]>()
   *   .rejectWith({ url: '/users' }, [404])
   *   .fail(function (this: { url: string }, status) {
   *     log.push(`${this.url} ${status}`);
   *   });
   *
   * log; // => ['/users 404']
   * ```
   */
  rejectWith(this: void, context: unknown, ...args: ArgsArray<TFail>): this;

  /**
   * Reports progress: `progress` handlers run, synchronously and in order, with these arguments.
   *
   * @remarks
   * The last notification is retained for late handlers. A notification from inside a progress handler waits until all
   * handlers have received the current one. Notifications after the settlement are ignored.
   *
   * @see {@link https://api.jquery.com/deferred.notify/ | deferred.notify()}
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const log: string[] = [];
   * const upload = Deferred<void, Error, [loaded: number, total: number]>();
   * upload.progress((loaded, total) => log.push(`${(100 * loaded) / total} %`));
   * upload.notify(512, 1024).notify(1024, 1024);
   *
   * log; // => ['50 %', '100 %']
   * ```
   */
  notify(this: void, ...args: Args<TProgress>): this;

  /**
   * Reports progress with a context, which handlers receive as `this`, and an array of arguments.
   *
   * @remarks The array is copied.
   * @throws TypeError if `args` is given and is no array or array-like.
   * @see {@link https://api.jquery.com/deferred.notifyWith/ | deferred.notifyWith()}
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const log: string[] = [];
   * Deferred<void, Error, number>()
   *   .progress(function (this: { file: string }, percent) {
   *     log.push(`${this.file}: ${percent} %`);
   *   })
   *   .notifyWith({ file: 'a.txt' }, [40]);
   *
   * log; // => ['a.txt: 40 %']
   * ```
   */
  notifyWith(this: void, context: unknown, ...args: ArgsArray<TProgress>): this;

  /**
   * Rejects the deferred because its work is no longer needed, and runs its teardown.
   *
   * @param reason - The reason of the rejection: by default the `AbortError` of the platform.
   * @remarks
   * Synchronous. Has no effect on a settled deferred. An abort never counts as an unhandled rejection. `TFail` is the type
   * of what `reject` is called with: add `Error` to it, as a `signal` does, if a deferred of yours may be aborted.
   *
   * @see {@link https://developer.mozilla.org/docs/Web/API/AbortController/abort | AbortController.abort()}
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const log: string[] = [];
   * const timer = Deferred<void>((d) => {
   *   const id = setTimeout(d.resolve, 1000);
   *   return () => {
   *     clearTimeout(id);
   *     log.push('cleared');
   *   };
   * });
   * timer.fail((error) => log.push((error as Error).name)).abort();
   *
   * log; // => ['cleared', 'AbortError']
   * ```
   */
  abort(this: void, reason?: unknown): this;
}

/** A function that starts the work of a new deferred. It receives the deferred as `this` and as its argument. */
export type DeferredInit<TDone, TFail, TProgress> = (
  this: Deferred<TDone, TFail, TProgress>,
  deferred: Deferred<TDone, TFail, TProgress>,
) => unknown;

/** The options of `Deferred`. */
export interface DeferredOptions {
  /** Aborts the deferred when the signal aborts. The listener is removed at the settlement. */
  readonly signal?: AbortSignal | null | undefined;
}

/** The hooks of `Deferred`: properties that may be assigned and deleted at any time. */
export interface DeferredHooks extends ErrorHooks, RejectionHooks {}

/** {@link Deferred} as a function, with and without `new`. */
export interface DeferredConstructor extends DeferredHooks {
  <TDone = unknown, TFail = unknown, TProgress = unknown>(
    init?: DeferredInit<TDone, TFail, TProgress> | false | null,
  ): Deferred<TDone, TFail, TProgress>;
  <TDone = unknown, TFail = unknown, TProgress = unknown>(
    init: DeferredInit<TDone, TFail, TProgress> | false | null | undefined,
    options: DeferredOptions | undefined,
  ): Deferred<TDone, OrAbort<TFail>, TProgress>;
  new <TDone = unknown, TFail = unknown, TProgress = unknown>(
    init?: DeferredInit<TDone, TFail, TProgress> | false | null,
  ): Deferred<TDone, TFail, TProgress>;
  new <TDone = unknown, TFail = unknown, TProgress = unknown>(
    init: DeferredInit<TDone, TFail, TProgress> | false | null | undefined,
    options: DeferredOptions | undefined,
  ): Deferred<TDone, OrAbort<TFail>, TProgress>;
  readonly prototype: Deferred;
}

/**
 * Creates a deferred, with or without `new`.
 *
 * @param init - Is called synchronously with the deferred, as `this` and as its argument. It may return a teardown, which
 * runs at the settlement: a function, or an object with `unsubscribe`, such as a `Subscription` of RxJS. Any other
 * return value is ignored. Falsy values of `init` are ignored too.
 * @param options - `signal` aborts the deferred, which then rejects with its reason: by default the `AbortError` of the
 * platform. So the type of the rejections includes `Error`. If it has already aborted, `init` is not called.
 * @returns A pending deferred, unless `init` has settled it or the signal has aborted.
 * @throws TypeError if `init` is neither a function nor falsy, or if the signal is not an `AbortSignal`. Errors of
 * `init` are not caught.
 * @see {@link https://api.jquery.com/jQuery.Deferred/ | jQuery.Deferred()}
 * @example
 * ```ts
 * import { Deferred } from 'rx-deferred';
 *
 * const log: string[] = [];
 * const saved = Deferred<[file: string], Error, number>((d) => {
 *   d.progress((percent) => log.push(`${percent} %`));
 *   d.notify(50);
 *   d.resolve('a.txt');
 * });
 * saved.done((file) => log.push(file)).always(() => log.push('closed'));
 *
 * log; // => ['50 %', 'a.txt', 'closed']
 * ```
 */
export const Deferred = function (init?: unknown, options?: DeferredOptions): object {
  if (init && !isFunction(init)) {
    throw expected('init', 'a function', init);
  }
  const signal = signalOf(options);
  const settlement = new Settlement(coreRuntime, new AsyncSubject());
  const target: unknown = new.target;
  const deferred =
    target && target !== Deferred
      ? (Reflect.construct(DeferredObject, [settlement], new.target) as object)
      : new DeferredObject(settlement);
  if (isFunction(init) && !signal?.aborted) {
    const teardown = init.call(deferred, deferred);
    if (isFunction(teardown)) {
      addTeardown(settlement, () => void teardown.call(undefined));
    } else if (isObject(teardown) && isFunction(teardown['unsubscribe'])) {
      addTeardown(settlement, () => {
        (teardown as unknown as Unsubscribable).unsubscribe();
      });
    }
  }
  if (signal) {
    abortWith(settlement, signal);
  }
  return deferred;
} as unknown as DeferredConstructor;

(Deferred as { prototype: object }).prototype = DeferredObject.prototype;
DeferredObject.prototype.constructor = Deferred;
Deferred.exceptionHook = warnOfProgrammerError;

/** The runtime of the deferreds that this package itself creates. */
export const coreRuntime: Runtime = {
  errorHooks: Deferred,
  rejectionHooks: Deferred,
  onHandlerError(error) {
    reportError(error);
    return undefined;
  },
  schedule,
  wrap: (settlement) => (settlement.promise = new DeferredObject(settlement)),
  extend,
  settlementOf,
};

/**
 * Checks whether a value is a deferred, from any copy of this package: an object with the methods that settle it.
 *
 * @example
 * ```ts
 * import { Deferred, isDeferred } from 'rx-deferred';
 *
 * const d = Deferred();
 *
 * [isDeferred(d), isDeferred(d.promise()), isDeferred(null)]; // => [true, false, false]
 * ```
 */
export function isDeferred<TDone, TFail, TProgress>(
  value: DeferredPromise<TDone, TFail, TProgress>,
): value is Deferred<TDone, TFail, TProgress>;
export function isDeferred(value: unknown): value is Deferred;
export function isDeferred(value: unknown): boolean {
  return isObject(value) && value[brand] === true;
}
