import { expected } from './base/errors.js';
import { isFunction, isObject } from './base/guards.js';
import { coreRuntime } from './deferred.js';
import { abortInput, adopt, toInput } from './promise/adopt.js';
import { wrap } from './promise/methods.js';
import { collapse, Emission, toOutcome } from './state/emission.js';
import { markHandled } from './state/rejections.js';
import { emit, Settlement, subscribe } from './state/settlement.js';

/** The options of `when.all`, `when.settled`, `when.any` and `when.race`. */
export interface CombineOptions {
  /** Whether to call `abort()`, where there is one, on the inputs still pending when the combined promise settles. */
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

const resolvedWith = (value: unknown): Emission => new Emission('resolve', undefined, value);

export const all = (inputs: unknown, options?: CombineOptions): object =>
  combine(inputs, options, ({ kind }) => kind === 'reject', collapse, resolvedWith);

export const settled = (inputs: unknown, options?: CombineOptions): object =>
  combine(inputs, options, () => false, toOutcome, resolvedWith);

export const any = (inputs: unknown, options?: CombineOptions): object =>
  combine(
    inputs,
    options,
    ({ kind }) => kind === 'resolve',
    ({ value }) => value,
    (reasons) => new Emission('reject', undefined, new AggregateError(reasons, 'All of them were rejected')),
  );

export const race = (inputs: unknown, options?: CombineOptions): object => combine(inputs, options, () => true);

/**
 * Waits for several inputs at once.
 *
 * @param isDecisive - Whether the settlement of one input settles the combined promise.
 * @param collect - Returns the result to collect from an emission that is not decisive.
 * @param finish - Returns the emission that settles the combined promise when no input was decisive. Without it, a
 * promise for no inputs stays pending.
 */
function combine(
  inputs: unknown,
  options: CombineOptions | undefined,
  isDecisive: (emission: Emission) => boolean,
  collect?: (emission: Emission) => unknown,
  finish?: (collected: unknown[]) => Emission,
): object {
  if (!isIterable(inputs)) {
    throw expected('values', 'an iterable', inputs);
  }
  const values = Array.from(inputs);
  const total = values.length;
  const collected: unknown[] = new Array(total);
  const combined = new Settlement(coreRuntime);
  let decided: Emission | undefined;
  let completed = 0;
  let notified = 0;
  values.forEach((value, index) => {
    const input = toInput(coreRuntime, value);
    let isWaiting = true;
    const stop = adopt(coreRuntime, input, (emission) => {
      if (!isWaiting) {
        return;
      }
      isWaiting = false;
      if (decided) {
        return;
      }
      if (isDecisive(emission)) {
        decided = emission;
      } else {
        collected[index] = collect?.(emission);
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
        if (isWaiting && (options?.abortLosers || input !== value)) {
          abortInput(input);
        }
      },
    });
  });
  if (total === 0) {
    finishIfDecided();
  }
  return wrap(combined);

  function finishIfDecided(): void {
    const emission = decided ?? (notified === total ? finish?.(collected) : undefined);
    if (emission) {
      emit(combined, emission);
    }
  }
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'string' || (isObject(value) && isFunction(value[Symbol.iterator]));
}
