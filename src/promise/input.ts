import { isFunction, isObject, isPromising } from '../base/guards.js';
import { isInterop } from '../base/observable-input.js';
import { isWanted } from '../state/consumers.js';
import { emit, Settlement, type Runtime } from '../state/settlement.js';
import { adopt, settlementBehind } from './adopt.js';
import { brand, DeferredObject } from './deferred-object.js';
import { ownSettlementOf } from './plain-object.js';
import { subscribeTo } from './subscribe-to.js';

/**
 * Converts an input to a value whose work ends when its last consumer leaves: an observable to a promise, and with
 * `canAbort` also any other value with an `abort` method. Other values are returned unchanged, for {@link adopt}.
 */
export function toInput(runtime: Runtime, value: unknown, canAbort = false): unknown {
  try {
    if (isPromising(value) || !isInterop(value)) {
      return canAbort ? withAbort(runtime, value) : value;
    }
  } catch {
    // Reading it again, `adopt` rejects.
    return value;
  }
  return new DeferredObject(subscribeTo(runtime, value));
}

/**
 * Wraps a value that its own `abort` method can end, while nobody else waits for it. One without, which carries the methods
 * of a promise that can be aborted, is converted to that.
 */
function withAbort(runtime: Runtime, value: unknown): unknown {
  const own = runtime.settlementOf(value);
  if (own?.teardown && !(isObject(value) && Object.hasOwn(value, 'abort'))) {
    return value;
  }
  // A `promise()` that starts something is called once.
  const promise = !own && isPromising(value) ? value.promise() : undefined;
  const input = promise ? { promise: () => promise } : value;
  const heard = own ?? settlementBehind(runtime, promise);
  if (!isAbortable(value)) {
    return heard?.teardown ? new DeferredObject(heard) : input;
  }
  const settlement = new Settlement(runtime);
  const forward = emit.bind(undefined, settlement);
  settlement.teardown = {
    unsubscribe() {
      if (![heard, ownSettlementOf(value)].some((one) => one && isWanted(one))) {
        // The abort() of another library with jQuery's methods takes a text status, and not a reason.
        value.abort(promise && !(brand in promise) ? undefined : settlement.settled?.value);
      }
    },
  };
  adopt(settlement, input, forward, forward);
  return new DeferredObject(settlement);
}

function isAbortable(value: unknown): value is { abort(reason: unknown): unknown } {
  return isObject(value) && isFunction(value['abort']);
}
