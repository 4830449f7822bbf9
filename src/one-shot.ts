import { expected } from './base/errors.js';
import { isFunction } from './base/guards.js';
import { coreRuntime } from './deferred.js';
import { addTeardown, signalOf } from './promise/abort.js';
import { adopt } from './promise/adopt.js';
import { wrap } from './promise/deferred-object.js';
import { toInput } from './promise/input.js';
import { outcomeOf } from './promise/observable.js';
import { fork } from './promise/until.js';
import { Emission } from './state/emission.js';
import { emit, Settlement, subscribe } from './state/settlement.js';
import type { Channels, OrAbort } from './types/args.js';
import type { FailOf, OneOf, ProgressOf } from './types/inference.js';
import type { Outcome } from './types/outcome.js';
import type { DeferredPromise } from './types/promise.js';

/** The function that does the work. The signal aborts when the result has no consumer any more. */
export type OneShotFactory<T> = (signal: AbortSignal) => T;

/** The options of `oneShot`. */
export interface OneShotOptions {
  /** Ends the one-shot: work under way is aborted, and later promises of `get()` reject with the reason. */
  readonly signal?: AbortSignal | null | undefined;
}

/** Work that is done once, with a shared result: see `oneShot`. */
export interface OneShot<TDone = unknown, TFail = unknown, TProgress = unknown> {
  /** Returns a new promise for the result, and starts the work if necessary. */
  get(this: void): DeferredPromise<TDone, TFail, TProgress>;

  /**
   * Returns a new promise for the result, which a signal may leave, and starts the work if necessary.
   *
   * @param options - A `signal` rejects this promise only, with its reason. When the last consumer has left in this way,
   * the work is aborted, and the next call starts it again.
   * @throws TypeError if the signal is not an `AbortSignal`.
   */
  get(
    this: void,
    options: { readonly signal?: AbortSignal | null | undefined } | undefined,
  ): DeferredPromise<TDone, OrAbort<TFail>, TProgress>;

  /** Returns the outcome of the work, without starting it: `undefined` if there is no work. */
  peek(this: void): Outcome<TDone, TFail> | undefined;

  /** Discards the result, so that the next `get()` starts again. Promises for work under way still settle with it. */
  invalidate(this: void): void;
}

/** The one-shot for the return type of a factory. */
export type OneShotOf<T> = OneShot<OneOf<T>, FailOfWork<T>, ProgressOf<T>>;

type FailOfWork<T> = [T] extends [never]
  ? unknown
  : [T] extends [Channels<unknown, unknown, unknown>]
    ? FailOf<T>
    : unknown;

/**
 * Creates a one-shot, which does its work at most once and shares the result with all callers.
 *
 * @param factory - Is called by the first `get()`, with a signal that aborts when the result has no consumer any more.
 * It may return a deferred, whose arguments, context and progress are passed on, a promise, an observable, or a value.
 * If it throws, the promise rejects. If its return value has an `abort()` method, an abort calls that too, unless somebody
 * else waits for it.
 * @returns An object with `get`, `peek` and `invalidate`.
 * @throws TypeError if the factory is not a function.
 * @remarks
 * The promises of `get()` settle synchronously with the work. A rejection is not retained: the next `get()` starts
 * again.
 *
 * @example
 * ```ts
 * import { oneShot } from 'rx-deferred';
 *
 * let requests = 0;
 * const user = oneShot(() => Promise.resolve(`answer ${++requests}`));
 *
 * await Promise.all([user.get(), user.get()]); // => ['answer 1', 'answer 1']
 * user.peek(); // => { state: 'resolved', args: ['answer 1'], context: undefined }
 * user.invalidate();
 * await user.get(); // => 'answer 2'
 * ```
 */
export function oneShot<T>(factory: OneShotFactory<T>): OneShotOf<T>;
/**
 * Creates a one-shot, which a signal may end. It does its work at most once and shares the result with all callers.
 *
 * @param factory - Is called by the first `get()`, with a signal that aborts when the result has no consumer any more.
 * @param options - `signal` ends the one-shot: work under way is aborted, and later promises of `get()` reject with its
 * reason, which is an `Error` unless the code that aborts gives another one.
 * @returns An object with `get`, `peek` and `invalidate`.
 * @throws TypeError if the factory is not a function, or if the signal is not an `AbortSignal`.
 * @example
 * ```ts
 * import { oneShot } from 'rx-deferred';
 *
 * const session = new AbortController();
 * const user = oneShot(() => Promise.resolve('Ada'), { signal: session.signal });
 *
 * await user.get(); // => 'Ada'
 * session.abort();
 * user.get().state(); // => 'rejected'
 * ```
 */
export function oneShot<T>(
  factory: OneShotFactory<T>,
  options: OneShotOptions | undefined,
): OneShot<OneOf<T>, OrAbort<FailOfWork<T>>, ProgressOf<T>>;
export function oneShot(factory: OneShotFactory<unknown>, options?: OneShotOptions): OneShot {
  if (!isFunction(factory)) {
    throw expected('factory', 'a function', factory);
  }
  const lifetime = signalOf(options);
  let flight: Settlement | undefined;

  const start = (): Settlement => {
    const controller = new AbortController();
    const current = new Settlement(coreRuntime);
    let isAnswered = false;
    flight = current;
    addTeardown(current, ({ kind, value }) => {
      if (kind === 'reject' && flight === current) {
        flight = undefined;
      }
      if (!isAnswered) {
        controller.abort(value);
      }
    });
    const answer = (emission: Emission): void => {
      isAnswered = true;
      emit(current, emission);
    };
    try {
      const input = toInput(coreRuntime, factory(controller.signal), true);
      const stop = adopt(current, input, answer, (emission) => {
        emit(current, emission);
      });
      subscribe(current, { next: stop });
    } catch (error) {
      answer(new Emission('reject', undefined, error));
    }
    return current;
  };

  return {
    get(options?: { readonly signal?: AbortSignal | null | undefined }) {
      const signal = signalOf(options);
      const aborted = [signal, lifetime].find((one) => one?.aborted);
      const current = aborted ? new Settlement(coreRuntime) : (flight ?? start());
      const share = fork(current, aborted ?? signal);
      return wrap(lifetime ? fork(share, lifetime) : share) as never;
    },
    peek: () => (flight && outcomeOf(flight)) as never,
    invalidate() {
      flight = undefined;
    },
  };
}
