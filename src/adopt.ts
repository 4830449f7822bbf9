import { settlementOf } from './deferred.js';
import { isFunction, isObject, isPromising, thenOf } from './guards.js';
import { toCallback, type Call, type Listener } from './handlers.js';
import { keep, leave } from './lifetime.js';
import { isInterop } from './observable-input.js';
import { progressOf, type Settlement } from './settlement.js';
import { toDeferred } from './to-deferred.js';

/** Hears what becomes of a value, to the end. */
export function hear(value: unknown, listener: Listener): void {
  const settlement = settlementOf(value);
  if (settlement) {
    keep(settlement, listener);
  } else {
    ask(value, (call) => {
      listener.hear(call);
    });
  }
}

/**
 * Hears what becomes of a value, with its notifications.
 *
 * @returns What ends that. Where no handler can be taken away, what is left behind holds nothing.
 */
export function adopt(value: unknown, listener: Listener, notify?: (call: Call) => void): () => void {
  const settlement = settlementOf(value);
  return settlement ? adoptOwn(settlement, listener, notify) : adoptOther(value, listener, notify);
}

function adoptOwn(settlement: Settlement, listener: Listener, notify?: (call: Call) => void): () => void {
  const progress = notify && { of: progressOf(settlement), handler: toCallback('pending', notify) };
  progress?.of.add([progress.handler]);
  keep(settlement, listener);
  return () => {
    progress?.of.remove(progress.handler);
    leave(settlement, listener);
  };
}

function adoptOther(value: unknown, take?: Listener, tell?: (call: Call) => void): () => void {
  ask(value, (call) => take?.hear(call), tell && ((call) => tell?.(call)));
  return () => {
    take = tell = undefined;
  };
}

/** Asks in jQuery's way before it asks in a promise's, which answers later. */
function ask(value: unknown, take: (call: Call) => void, notify?: (call: Call) => void): void {
  const resolve = toCallback('resolved', take);
  const reject = toCallback('rejected', take);
  try {
    if (isPromising(value)) {
      const promise = value.promise();
      if (notify) {
        promise.progress(toCallback('pending', notify));
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
