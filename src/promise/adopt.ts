import { isFunction, isObject, isPromising, thenOf } from '../base/guards.js';
import { isInterop } from '../base/observable-input.js';
import type { Emission } from '../state/emission.js';
import { toCallback } from '../state/rejections.js';
import { progressOf, type Runtime } from '../state/settlement.js';
import { retain } from './consumers.js';
import { DeferredObject } from './deferred-object.js';
import { settlementOf } from './plain-object.js';
import { subscribeTo } from './subscribe-to.js';

/**
 * Observes how a value settles: a deferred, a promise or a thenable. Any other value counts as resolved. A value with
 * jQuery's methods is observed through `done` and `fail`, because `then` is asynchronous.
 *
 * @param settle - Is called with the settlement.
 * @param notify - Is called with each notification, if given.
 * @returns A function that stops observing. A handler that cannot be removed holds no references from then on.
 */
export function adopt(
  runtime: Runtime,
  value: unknown,
  settle: (emission: Emission) => void,
  notify?: (emission: Emission) => void,
): () => void {
  const settlement = settlementOf(value);
  if (settlement) {
    const observed = notify && { progress: progressOf(settlement), observer: { next: notify } };
    observed?.progress.subscribe(observed.observer);
    const release = retain(settlement, { next: settle });
    return () => {
      observed?.progress.unsubscribe(observed.observer);
      release();
    };
  }
  let active: { settle: typeof settle; notify: typeof notify } | undefined = { settle, notify };
  const onSettled = (emission: Emission): void => active?.settle(emission);
  const onResolved = toCallback(runtime, 'resolve', onSettled);
  const onRejected = toCallback(runtime, 'reject', onSettled);
  try {
    if (isPromising(value)) {
      const promise = value.promise();
      if (notify) {
        promise.progress(toCallback(runtime, 'notify', (emission) => active?.notify?.(emission)));
      }
      promise.done(onResolved).fail(onRejected);
    } else {
      const then = thenOf(value);
      if (isFunction(then)) {
        then.call(value, onResolved, onRejected);
      } else {
        onResolved.call(undefined, value);
      }
    }
  } catch (error) {
    onRejected.call(undefined, error);
  }
  return () => {
    active = undefined;
  };
}

/** Converts an observable to an abortable promise. Other values are returned unchanged, for {@link adopt}. */
export function toInput(runtime: Runtime, value: unknown): unknown {
  try {
    if (isPromising(value) || !isInterop(value)) {
      return value;
    }
  } catch {
    // Reading it again, `adopt` rejects.
    return value;
  }
  return new DeferredObject(subscribeTo(runtime, value));
}

/** Aborts an input, if it has an `abort` method. */
export function abortInput(input: unknown, reason?: unknown): void {
  if (isObject(input) && isFunction(input['abort'])) {
    input['abort'](reason);
  }
}
