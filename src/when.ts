import { isFunction, thenOf } from './base/guards.js';
import { combinators, type Combinators } from './combine.js';
import { coreRuntime } from './deferred.js';
import { adopt } from './promise/adopt.js';
import { settle } from './promise/consumers.js';
import { wrap } from './promise/deferred-object.js';
import { then } from './promise/then.js';
import { collapse, createEmission } from './state/emission.js';
import { handledWith } from './state/rejections.js';
import { emit, Settlement, type Runtime } from './state/settlement.js';
import type { Adopted, FailOf, JoinedList } from './types/inference.js';
import type { DeferredPromise } from './types/promise.js';

/** The type of {@link when}. */
export interface When extends Combinators {
  (): DeferredPromise<void, never, never>;
  <T>(value: T): DeferredPromise<Adopted<T>, FailOf<T>, never>;
  <TList extends readonly unknown[]>(
    ...values: TList
  ): DeferredPromise<JoinedList<TList>, FailOf<TList[number]>, never>;

  /** Calls {@link when} with the elements of a list. For an overloaded function, the built-in type infers nothing. */
  apply<TList extends ArrayLike<unknown> | [] = []>(thisArg: unknown, values?: TList): WhenOf<TList>;

  /** Calls {@link when} with the values. For an overloaded function, the built-in type infers nothing. */
  call<TList extends readonly unknown[]>(thisArg: unknown, ...values: TList): WhenOf<TList>;
}

/** The promise that `when` returns for a list of values. */
type WhenOf<TList extends ArrayLike<unknown>> = TList extends readonly []
  ? DeferredPromise<void, never, never>
  : TList extends readonly [infer T]
    ? DeferredPromise<Adopted<T>, FailOf<T>, never>
    : DeferredPromise<JoinedList<ListFrom<TList>>, FailOf<TList[number]>, never>;

/** The array of an array-like. Elements of `arguments` are `any`, which is to be seen nowhere. */
type ListFrom<TList extends ArrayLike<unknown>> = TList extends readonly unknown[]
  ? TList
  : unknown extends TList[number]
    ? unknown[]
    : TList[number][];

/**
 * Returns a promise for one value, or for several values together.
 *
 * @param values - Deferreds, promises or thenables. Any other value counts as resolved.
 * @returns A new promise. Without values, it is resolved without arguments. For one value, it settles as that does,
 * with the same arguments and context; if the value resolves with a thenable, it follows that. For several values, it
 * resolves when all have resolved, with one argument for each (`undefined` for none, an array for several) and the
 * array of their contexts as `this`; or it rejects with the arguments and the context of the first rejection.
 * @throws An error of the getter, if the `then` property of a thenable that a value has resolved with cannot be read.
 * @remarks
 * Synchronous if all values are already settled. One pending value is followed in a microtask, several synchronously.
 * Progress is not passed on. As in jQuery, an array is a value like any other: use spread syntax to pass its elements.
 * For a list of any length, use {@link Combinators.all | when.all(list)}, which always resolves with one array: a single
 * element keeps its own arguments here, so a handler for elements with several arguments gets either these or one array
 * for each element.
 *
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
export const when = /* @__PURE__ */ Object.assign(
  (...values: unknown[]): object => aggregate(coreRuntime, values),
  combinators,
) as When;

/** Creates the promise for one value, or for several values together, in a runtime. */
export function aggregate(runtime: Runtime, values: unknown[]): object {
  return wrap(values.length > 1 ? join(runtime, values) : follow(runtime, values));
}

/** Follows the only value, or resolves if there is none. A thenable that the value resolves with is left to `then`. */
function follow(runtime: Runtime, values: unknown[]): Settlement {
  const primary = new Settlement(runtime);
  if (values.length === 0) {
    emit(primary, createEmission('resolve', undefined, values));
  } else {
    adopt(primary, values[0], (emission) => {
      emit(primary, emission);
    });
  }
  const { settled } = primary;
  const isFinal = settled && (settled.kind === 'reject' || settled.args || !isFunction(thenOf(settled.value)));
  return isFinal ? primary : then(primary);
}

/** Adopts the values from last to first, as jQuery does: the order is visible if several have rejected. */
function join(runtime: Runtime, values: readonly unknown[]): Settlement {
  const joined = new Settlement(runtime);
  const results: unknown[] = new Array(values.length);
  const contexts: unknown[] = new Array(values.length);
  let remaining = values.length;

  for (let i = values.length - 1; i >= 0; i--) {
    let isWaiting = true;
    adopt(joined, values[i], (emission) => {
      if (joined.settled) {
        handledWith(runtime, joined.settled)?.(emission);
      } else if (emission.kind === 'reject') {
        settle(joined, emission);
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
