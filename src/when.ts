import { isFunction, thenOf } from './base/guards.js';
import { all, any, race, settled, type CombineOptions, type Completion } from './combine.js';
import { coreRuntime } from './deferred.js';
import { adopt } from './promise/adopt.js';
import { wrap } from './promise/methods.js';
import { then } from './promise/then.js';
import { collapse, createEmission } from './state/emission.js';
import { emit, Settlement, type Runtime } from './state/settlement.js';
import type { Adopted, ElementOf, FailOf, JoinedList, ListOf, OneOf } from './types/inference.js';
import type { DeferredPromise } from './types/promise.js';

/** {@link when} as a type. */
export interface When {
  /**
   * Waits until all have resolved, for an array of what they resolved with; the first rejection rejects at once.
   *
   * @remarks
   * `all`, `settled`, `any` and `race` take any iterable. Each value is a deferred, a thenable, an observable, which is
   * subscribed to for its last value, or anything else, which counts as resolved. They are synchronous where the
   * values are. Each value that is settled notifies a {@link Completion}. Observables are unsubscribed from when the
   * whole is settled; with `abortLosers`, whatever has an `abort()` is aborted then.
   *
   * @throws TypeError if `values` is no iterable.
   * @example
   * ```ts
   * import { of } from 'rxjs';
   * import { Deferred, when } from 'rx-deferred';
   *
   * const log: string[] = [];
   * const d = Deferred<string>();
   * const both = when.all([d, of(1, 2)]).progress(({ completed, total }) => log.push(`${completed} of ${total}`));
   * d.resolve('a');
   *
   * await both; // => ['a', 2]
   * log; // => ['1 of 2', '2 of 2']
   * ```
   */
  all<const TList extends Iterable<unknown>>(
    values: TList,
    options?: CombineOptions,
  ): DeferredPromise<[values: ListOf<TList, 'value'>], FailOf<ElementOf<TList>>, Completion>;

  /** Waits until all are settled, for an array of their outcomes. It never rejects. See {@link When.all}. */
  settled<const TList extends Iterable<unknown>>(
    values: TList,
    options?: CombineOptions,
  ): DeferredPromise<[outcomes: ListOf<TList, 'outcome'>], never, Completion>;

  /**
   * Resolves with the first that resolves. If none does, it rejects with an `AggregateError` of all reasons, as
   * `Promise.any` does. See {@link When.all}.
   */
  any<const TList extends Iterable<unknown>>(
    values: TList,
    options?: CombineOptions,
  ): DeferredPromise<OneOf<ElementOf<TList>>, AggregateError, Completion>;

  /** Settles as the first that is settled does. With no value it stays pending, as `Promise.race` does. See {@link When.all}. */
  race<const TList extends Iterable<unknown>>(
    values: TList,
    options?: CombineOptions,
  ): DeferredPromise<OneOf<ElementOf<TList>>, FailOf<ElementOf<TList>>, Completion>;

  (): DeferredPromise<void, never, never>;
  <T>(value: T): DeferredPromise<Adopted<T>, FailOf<T>, never>;
  <TList extends readonly unknown[]>(
    ...values: TList
  ): DeferredPromise<JoinedList<TList>, FailOf<TList[number]>, never>;
}

/**
 * Gives a promise for one value, or for several together.
 *
 * @param values - Deferreds, promises, thenables, or anything else, which then counts as resolved.
 * @returns A new promise. For no value it is resolved with no argument. For one, it settles as that does, with
 * its arguments and context; a thenable that this resolves with is waited for. For several, it resolves when all
 * have, with one argument for each (`undefined` for none, an array for several) and the array of their contexts
 * as `this`; or it rejects with the first rejection, all its arguments and its context.
 * @throws Whatever the `then` of a value that is resolved with throws when it is read.
 * @remarks
 * Synchronous where everything is settled already. One pending value is followed in a microtask, several
 * synchronously. Progress is not passed on. An array is a value like any other, as jQuery has it: spread it.
 * @see {@link https://api.jquery.com/jQuery.when/ | jQuery.when()}
 * @example
 * ```ts
 * import { Deferred, when } from 'rx-deferred';
 *
 * const size = Deferred<[width: number, height: number]>();
 * const both = when(size, Promise.resolve('title'));
 * size.resolve(3, 4);
 *
 * const log: unknown[] = [];
 * await both.then(([width, height], title) => log.push(width, height, title));
 *
 * log; // => [3, 4, 'title']
 * ```
 */
export const when = /* @__PURE__ */ Object.assign((...values: unknown[]): object => aggregate(coreRuntime, values), {
  all,
  settled,
  any,
  race,
}) as When;

/** Creates the promise for one value, or for several together, in a runtime. */
export function aggregate(runtime: Runtime, values: unknown[]): object {
  return wrap(values.length > 1 ? join(runtime, values) : follow(runtime, values));
}

/** Follows the only value, or resolves if there is none. A thenable that the value resolves with is left to `then`. */
function follow(runtime: Runtime, values: unknown[]): Settlement {
  const primary = new Settlement(runtime);
  if (values.length === 0) {
    emit(primary, createEmission('resolve', undefined, values));
  } else {
    adopt(runtime, values[0], (emission) => {
      emit(primary, emission);
    });
  }
  const { settled } = primary;
  const isFinal = settled && (settled.kind === 'reject' || settled.args || !isFunction(thenOf(settled.value)));
  return isFinal ? primary : then(primary);
}

/** Adopts the values from the last to the first, as jQuery does: the order shows where several have failed. */
function join(runtime: Runtime, values: readonly unknown[]): Settlement {
  const joined = new Settlement(runtime);
  const results: unknown[] = new Array(values.length);
  const contexts: unknown[] = new Array(values.length);
  let remaining = values.length;

  for (let i = values.length - 1; i >= 0; i--) {
    let isWaiting = true;
    adopt(runtime, values[i], (emission) => {
      if (emission.kind === 'reject') {
        emit(joined, emission);
      } else if (isWaiting) {
        isWaiting = false;
        contexts[i] = emission.context;
        results[i] = collapse(emission);
        if (--remaining === 0) {
          emit(joined, createEmission('resolve', contexts, results));
        }
      }
    });
  }
  return joined;
}
