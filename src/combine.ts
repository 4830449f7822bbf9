import { expected } from './base/errors.js';
import { isFunction, isObject } from './base/guards.js';
import { coreRuntime } from './deferred.js';
import { release } from './promise/abort.js';
import { adopt } from './promise/adopt.js';
import { settle } from './promise/consumers.js';
import { wrap } from './promise/deferred-object.js';
import { toInput } from './promise/input.js';
import { settlementOf } from './promise/plain-object.js';
import { collapse, Emission, toOutcome } from './state/emission.js';
import { handledWith, isAborted, markAborted, markHandled } from './state/rejections.js';
import { emit, Settlement, subscribe } from './state/settlement.js';
import type { ElementOf, FailOf, ListOf, OneOf } from './types/inference.js';
import type { DeferredPromise } from './types/promise.js';

/** The options of `when.all`, `when.settled`, `when.any` and `when.race`. */
export interface CombineOptions {
  /**
   * Whether to call `abort()`, where there is one, on the inputs still pending when the combined promise settles, unless
   * somebody else waits for them.
   */
  readonly abortLosers?: boolean | undefined;
}

/** The notification of `when.all`, `when.settled`, `when.any` and `when.race` each time that an input settles. */
export interface Completion {
  /** How many inputs have settled. */
  readonly completed: number;
  /** How many inputs there are. */
  readonly total: number;
  /** The index of the input that has settled, from 0. */
  readonly index: number;
}

/** The methods of `when` that wait for the inputs of an iterable. */
export interface Combinators {
  /**
   * Returns a promise that resolves with an array of all values, or rejects with the first rejection.
   *
   * @remarks
   * `all`, `settled`, `any` and `race` accept any iterable. Each input is a deferred, a thenable, an observable, whose
   * last value counts, or any other value, which counts as resolved. The promise settles synchronously with its inputs.
   * Each input that settles notifies a {@link Completion}. When the promise settles, pending observables are
   * unsubscribed from; with `abortLosers`, pending inputs with an `abort()` method are aborted, unless somebody else
   * waits for them.
   *
   * @throws TypeError if `values` is not iterable.
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

  /**
   * Returns a promise that resolves with an array of all outcomes, and never rejects. See {@link Combinators.all}.
   *
   * @throws TypeError if `values` is not iterable.
   * @example
   * ```ts
   * import { when } from 'rx-deferred';
   *
   * const [outcome] = await when.settled([Promise.reject('offline')]);
   *
   * outcome; // => { state: 'rejected', args: ['offline'], context: undefined }
   * ```
   */
  settled<const TList extends Iterable<unknown>>(
    values: TList,
    options?: CombineOptions,
  ): DeferredPromise<[outcomes: ListOf<TList, 'outcome'>], never, Completion>;

  /**
   * Returns a promise that resolves with the first resolution. If no input resolves, it rejects with an
   * `AggregateError` of all reasons, as `Promise.any` does. See {@link Combinators.all}.
   *
   * @throws TypeError if `values` is not iterable.
   * @example
   * ```ts
   * import { when } from 'rx-deferred';
   *
   * await when.any([Promise.reject('offline'), 'cached']); // => 'cached'
   * ```
   */
  any<const TList extends Iterable<unknown>>(
    values: TList,
    options?: CombineOptions,
  ): DeferredPromise<OneOf<ElementOf<TList>>, AggregateError, Completion>;

  /**
   * Returns a promise that settles as the first input that settles. Without inputs it stays pending, like that of
   * `Promise.race`. See {@link Combinators.all}.
   *
   * @throws TypeError if `values` is not iterable.
   * @example
   * ```ts
   * import { NEVER } from 'rxjs';
   * import { when } from 'rx-deferred';
   *
   * await when.race([NEVER, Promise.resolve('first')]); // => 'first'
   * ```
   */
  race<const TList extends Iterable<unknown>>(
    values: TList,
    options?: CombineOptions,
  ): DeferredPromise<OneOf<ElementOf<TList>>, FailOf<ElementOf<TList>>, Completion>;
}

const resolvedWith =
  (convert: (emission: Emission) => unknown) =>
  (emissions: Emission[]): Emission =>
    new Emission('resolve', undefined, emissions.map(convert));

export const combinators: Record<keyof Combinators, (values: unknown, options?: CombineOptions) => object> = {
  all: (values, options) => combine(values, options, ({ kind }) => kind === 'reject', resolvedWith(collapse)),
  settled: (values, options) => combine(values, options, () => false, resolvedWith(toOutcome)),
  any: (values, options) =>
    combine(
      values,
      options,
      ({ kind }) => kind === 'resolve',
      (rejections) => {
        const reasons = rejections.map(({ value }) => value);
        const emission = new Emission('reject', undefined, new AggregateError(reasons, 'All of them were rejected'));
        if (reasons.length > 0 && rejections.every(isAborted)) {
          markAborted(coreRuntime, emission);
        }
        return emission;
      },
    ),
  race: (values, options) => combine(values, options, () => true),
};

/**
 * Waits for several inputs at once.
 *
 * @param isDecisive - Whether the settlement of one input settles the combined promise.
 * @param finish - Returns the emission that settles the combined promise when no input was decisive, from those of all
 * inputs. Without it, a promise for no inputs stays pending.
 */
function combine(
  inputs: unknown,
  options: CombineOptions | undefined,
  isDecisive: (emission: Emission) => boolean,
  finish?: (emissions: Emission[]) => Emission,
): object {
  if (!isIterable(inputs)) {
    throw expected('values', 'an iterable', inputs);
  }
  const values = Array.from(inputs);
  const total = values.length;
  const emissions = new Array<Emission>(total);
  const combined = new Settlement(coreRuntime);
  let decided: Emission | undefined;
  let completed = 0;
  let notified = 0;
  values.forEach((value, index) => {
    const input = toInput(coreRuntime, value, options?.abortLosers);
    let isWaiting = true;
    const stop = adopt(combined, input, (emission) => {
      if (!isWaiting) {
        return;
      }
      isWaiting = false;
      if (decided) {
        handledWith(coreRuntime, decided)?.(emission);
        return;
      }
      if (isDecisive(emission)) {
        decided = emission;
      } else {
        emissions[index] = emission;
        if (emission.kind === 'reject') {
          markHandled(coreRuntime, emission);
        }
      }
      completed++;
      // A handler of the notification may settle other inputs, whose notifications then finish before this one.
      emit(combined, new Emission('notify', undefined, { completed, total, index }));
      notified++;
      finishIfDecided();
    });
    subscribe(combined, {
      next() {
        stop();
        const source = settlementOf(input);
        if (source && (options?.abortLosers || input !== value)) {
          release([source]);
        }
      },
    });
  });
  if (total === 0) {
    finishIfDecided();
  }
  return wrap(combined);

  function finishIfDecided(): void {
    const emission = decided ?? (notified === total ? finish?.(emissions) : undefined);
    if (emission) {
      settle(combined, emission);
    }
  }
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'string' || (isObject(value) && isFunction(value[Symbol.iterator]));
}
