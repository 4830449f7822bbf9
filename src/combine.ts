import { abortInput, adopt, toInput } from './adopt.js';
import { core, toPromise } from './methods.js';
import { expected } from './errors.js';
import { isFunction, isObject } from './guards.js';
import { Call, collapse, toOutcome } from './handlers.js';
import { createSettlement, fire, listen } from './settlement.js';
import type { CombineOptions } from './types.js';
import { handled } from './unhandled.js';

const resolvedWith = (value: unknown): Call => new Call('resolved', undefined, value);

export const all = (inputs: unknown, options?: CombineOptions): object =>
  combine(inputs, options, ({ state }) => state === 'rejected', collapse, resolvedWith);

export const settled = (inputs: unknown, options?: CombineOptions): object =>
  combine(inputs, options, () => false, toOutcome, resolvedWith);

export const any = (inputs: unknown, options?: CombineOptions): object =>
  combine(
    inputs,
    options,
    ({ state }) => state === 'resolved',
    ({ value }) => value,
    (reasons) => new Call('rejected', undefined, new AggregateError(reasons, 'All of them were rejected')),
  );

export const race = (inputs: unknown, options?: CombineOptions): object => combine(inputs, options, () => true);

/**
 * Waits for several inputs at once.
 *
 * @param decides - Whether the outcome of one input is that of the whole.
 * @param note - What is kept of an outcome that does not decide.
 * @param finish - The outcome of the whole where none decided. Without it, no input means no end.
 */
function combine(
  inputs: unknown,
  options: CombineOptions | undefined,
  decides: (call: Call) => boolean,
  note?: (call: Call) => unknown,
  finish?: (notes: unknown[]) => Call,
): object {
  if (!isIterable(inputs)) {
    throw expected('inputs', 'an iterable', inputs);
  }
  const values = Array.from(inputs);
  const total = values.length;
  const notes: unknown[] = new Array(total);
  const whole = createSettlement(core);
  let verdict: Call | undefined;
  let completed = 0;
  let noted = 0;
  values.forEach((value, index) => {
    const input = toInput(value);
    let waiting = true;
    const stop = adopt(input, (call) => {
      if (!waiting) {
        return;
      }
      waiting = false;
      if (verdict) {
        return;
      }
      if (decides(call)) {
        verdict = call;
      } else {
        notes[index] = note?.(call);
        if (call.state === 'rejected') {
          handled(call);
        }
      }
      completed++;
      // A handler of the notification may settle other inputs: they answer before this one is through.
      fire(whole, new Call('pending', undefined, { completed, total, index }));
      noted++;
      finishIfDecided();
    });
    listen(whole, {
      hear() {
        stop();
        if (waiting && (options?.abortLosers || input !== value)) {
          abortInput(input);
        }
      },
    });
  });
  if (total === 0) {
    finishIfDecided();
  }
  return toPromise(whole);

  function finishIfDecided(): void {
    const call = verdict ?? (noted === total ? finish?.(notes) : undefined);
    if (call) {
      fire(whole, call);
    }
  }
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'string' || (isObject(value) && isFunction(value[Symbol.iterator]));
}
