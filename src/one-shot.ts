import { expected } from './base/errors.js';
import { isFunction } from './base/guards.js';
import { coreRuntime } from './deferred.js';
import { addTeardown, signalOf } from './promise/abort.js';
import { abortInput, adopt, toInput } from './promise/adopt.js';
import { wrap } from './promise/methods.js';
import { outcomeOf } from './promise/observable.js';
import { fork } from './promise/until.js';
import { Emission } from './state/emission.js';
import { emit, Settlement } from './state/settlement.js';
import type { Channels } from './types/args.js';
import type { FailOf, OneOf, ProgressOf } from './types/inference.js';
import type { Outcome } from './types/outcome.js';
import type { DeferredPromise } from './types/promise.js';

/** What `oneShot` calls to do the work. The signal aborts when nobody waits for the result any more. */
export type OneShotFactory<T> = (signal: AbortSignal) => T;

/** The options of `oneShot`. */
export interface OneShotOptions {
  /** Ends the one-shot: what is under way is aborted, and whoever asks after that is rejected with the reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Work that is done once, and shared: see `oneShot`. */
export interface OneShot<TDone = unknown, TFail = unknown, TProgress = unknown> {
  /**
   * Gives a promise for the result, which starts the work if it has not been started.
   *
   * @param options - A `signal` rejects this promise alone. When the last caller has left in this way, the work is
   * aborted, and the next call starts it anew.
   */
  get(this: void, options?: { readonly signal?: AbortSignal | undefined }): DeferredPromise<TDone, TFail, TProgress>;

  /** Tells how the work stands, without starting it: `undefined` if there is none. */
  peek(this: void): Outcome<TDone, TFail> | undefined;

  /** Forgets the result, or the work under way, whose callers still get their result: the next `get` starts anew. */
  invalidate(this: void): void;
}

/** The one-shot of what a factory gives. */
export type OneShotOf<T> = OneShot<
  OneOf<T>,
  [T] extends [never] ? unknown : [T] extends [Channels<unknown, unknown, unknown>] ? FailOf<T> : unknown,
  ProgressOf<T>
>;

/**
 * Does work at most once, and shares it: what is under way, and then the result, with all who ask.
 *
 * @param factory - Is called by the first `get()`, with a signal that aborts when nobody waits any more. It may give
 * a deferred, whose arguments, context and progress are kept, a promise, an observable, or the value. What it throws
 * rejects. If what it gives has an `abort()`, that is called too.
 * @param options - `signal` ends the one-shot.
 * @returns `get`, `peek` and `invalidate`.
 * @throws TypeError if the factory is no function.
 * @remarks A rejection is shared with those who wait, and then forgotten: the next `get()` tries again.
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
export function oneShot<T>(factory: OneShotFactory<T>, options?: OneShotOptions): OneShotOf<T>;
export function oneShot(factory: OneShotFactory<unknown>, options?: OneShotOptions): OneShot {
  if (!isFunction(factory)) {
    throw expected('factory', 'a function', factory);
  }
  const lifetime = signalOf(options);
  let flight: Settlement | undefined;

  const start = (): Settlement => {
    const controller = new AbortController();
    const current = new Settlement(coreRuntime);
    let input: unknown;
    let stop: (() => void) | undefined;
    let isAnswered = false;
    flight = current;
    addTeardown(current, ({ kind, value }) => {
      if (kind === 'reject' && flight === current) {
        flight = undefined;
      }
      if (!isAnswered) {
        controller.abort(value);
        stop?.();
        abortInput(input, value);
      }
    });
    const answer = (emission: Emission): void => {
      isAnswered = true;
      emit(current, emission);
    };
    try {
      input = toInput(coreRuntime, factory(controller.signal));
      if (current.settled) {
        abortInput(input, current.settled.value);
      }
      stop = adopt(coreRuntime, input, answer, (emission) => {
        emit(current, emission);
      });
      if (current.settled) {
        stop();
      }
    } catch (error) {
      answer(new Emission('reject', undefined, error));
    }
    return current;
  };

  return {
    get(options) {
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
