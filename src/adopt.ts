import { settlementOf } from './deferred.js';
import { isFunction, isObject, isPromising, thenOf } from './guards.js';
import { toCallback, type Call } from './handlers.js';
import { isInterop } from './observable-input.js';
import { listen, unlisten } from './settlement.js';
import { toDeferred } from './to-deferred.js';

/**
 * Hears what becomes of a value. It asks in jQuery's way before it asks in a promise's, which answers later.
 *
 * @returns What ends that. Where no handler can be taken away, what is left behind holds nothing.
 */
export function adopt(value: unknown, hear: (call: Call) => void): () => void {
  const settlement = settlementOf(value);
  if (settlement) {
    const listener = { hear };
    listen(settlement, listener);
    return () => {
      unlisten(settlement, listener);
    };
  }
  let take: typeof hear | undefined = hear;
  const pass = (call: Call): void => take?.(call);
  const resolve = toCallback('resolved', pass);
  const reject = toCallback('rejected', pass);
  try {
    if (isPromising(value)) {
      value.promise().done(resolve).fail(reject);
    } else {
      const then = thenOf(value);
      if (isFunction(then)) {
        then.call(value, resolve, reject);
      } else {
        resolve.call(undefined, value);
      }
    }
  } catch (error) {
    reject.call(undefined, error);
  }
  return () => {
    take = undefined;
  };
}

/** Subscribes to a value that is an observable. All others, and what cannot be read, are left to {@link adopt}. */
export function toInput(value: unknown): unknown {
  try {
    return !isPromising(value) && isInterop(value) ? toDeferred(value) : value;
  } catch {
    return value;
  }
}

/** Aborts what can be aborted. */
export function abortInput(input: unknown, reason?: unknown): void {
  if (isObject(input) && isFunction(input['abort'])) {
    input['abort'](reason);
  }
}
