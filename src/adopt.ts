import { isFunction, isObject, isPromising, thenOf } from './guards.js';
import { toCallback, type Call } from './handlers.js';
import { keep } from './lifetime.js';
import { settlementOf } from './methods.js';
import { isInterop } from './observable-input.js';
import { progressOf } from './settlement.js';
import { toDeferred } from './to-deferred.js';

/**
 * Hears what becomes of a value. It asks in jQuery's way before it asks in a promise's, which answers later.
 *
 * @param notify - Hears the notifications that it has, too.
 * @returns What ends that. Where no handler can be taken away, what is left behind holds nothing.
 */
export function adopt(value: unknown, hear: (call: Call) => void, notify?: (call: Call) => void): () => void {
  const settlement = settlementOf(value);
  if (settlement) {
    const progress = notify && { of: progressOf(settlement), handler: toCallback('pending', notify) };
    progress?.of.add([progress.handler]);
    const leave = keep(settlement, { hear });
    return () => {
      progress?.of.remove(progress.handler);
      leave();
    };
  }
  let take: typeof hear | undefined = hear;
  let tell = notify;
  const pass = (call: Call): void => take?.(call);
  const resolve = toCallback('resolved', pass);
  const reject = toCallback('rejected', pass);
  try {
    if (isPromising(value)) {
      const promise = value.promise();
      if (notify) {
        promise.progress(toCallback('pending', (call) => tell?.(call)));
      }
      promise.done(resolve).fail(reject);
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
    take = tell = undefined;
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
