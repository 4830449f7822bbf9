import { settlementOf } from './deferred.js';
import { isFunction, isObject, isPromising, thenOf } from './guards.js';
import { toCallback, type Call } from './handlers.js';
import { isInterop } from './observable-input.js';
import { listen, unlisten } from './settlement.js';
import { toDeferred } from './to-deferred.js';

/**
 * Hears what becomes of a value. It asks in jQuery's way before it asks in a promise's, which answers later.
 *
 * @returns What ends that, where it can be ended.
 */
export function adopt(value: unknown, hear: (call: Call) => void): (() => void) | undefined {
  const settlement = settlementOf(value);
  if (settlement) {
    const listener = { hear };
    listen(settlement, listener);
    return () => {
      unlisten(settlement, listener);
    };
  }
  const resolve = toCallback('resolved', hear);
  const reject = toCallback('rejected', hear);
  try {
    if (isPromising(value)) {
      value.promise().done(resolve).fail(reject);
      return undefined;
    }
    const then = thenOf(value);
    if (isFunction(then)) {
      then.call(value, resolve, reject);
    } else {
      resolve.call(undefined, value);
    }
  } catch (error) {
    reject.call(undefined, error);
  }
  return undefined;
}

/** Subscribes to a value that is an observable. All others are left to {@link adopt}. */
export function toInput(value: unknown): unknown {
  return !isPromising(value) && isInterop(value) ? toDeferred(value) : value;
}

/** Aborts what can be aborted. */
export function abortInput(input: unknown, reason?: unknown): void {
  if (isObject(input) && isFunction(input['abort'])) {
    input['abort'](reason);
  }
}
