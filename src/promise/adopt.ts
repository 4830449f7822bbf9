import { isFunction, isObject, isPromising, thenOf, type Promising } from '../base/guards.js';
import { Emission } from '../state/emission.js';
import { toCallback } from '../state/rejections.js';
import { progressOf, subscribe, unsubscribe, type Runtime, type Settlement } from '../state/settlement.js';
import { abandon, isEnding } from './abort.js';
import { waitFor } from './consumers.js';

/** What to do with the emissions of an adopted value. */
type Listener = (emission: Emission) => void;

const ignore = (): void => undefined;

/**
 * Observes how a value settles: a deferred, a promise or a thenable. Any other value counts as resolved. A value with
 * jQuery's methods is observed through `done` and `fail`, because `then` is asynchronous.
 *
 * @param consumer - The settlement that waits for the value.
 * @param settle - Is called with the settlement.
 * @param notify - Is called with each notification, if given.
 * @returns A function that stops observing. A handler that cannot be removed holds no references from then on.
 */
export function adopt(consumer: Settlement, value: unknown, settle: Listener, notify?: Listener): () => void {
  const { runtime } = consumer;
  let active = settle;
  let stop: (settled?: Emission) => void = () => {
    active = ignore;
  };
  try {
    const settlement = runtime.settlementOf(value);
    if (settlement) {
      return observe(consumer, settlement, settle, notify);
    }
    if (isPromising(value)) {
      return adoptPromising(consumer, value, settle, notify);
    }
    const then = thenOf(value);
    if (isObject(value) && isFunction(then)) {
      const onSettled: Listener = (emission) => {
        active(emission);
      };
      const derived = runtime.settlementOf(
        then.call(
          value,
          toCallback(runtime, value, 'resolve', onSettled),
          toCallback(runtime, value, 'reject', onSettled),
        ),
      );
      if (derived) {
        waitFor(consumer, derived);
        stop = (settled) => {
          active = ignore;
          // An abort leaves it, too, before the teardowns run.
          if (settled ?? !isEnding()) {
            abandon(derived);
          }
        };
        subscribe(consumer, { next: stop });
      }
    } else {
      settle(new Emission('resolve', undefined, value));
    }
  } catch (error) {
    active(new Emission('reject', undefined, error));
  }
  return stop;
}

/** Observes a value with jQuery's methods, through the promise that it gives. Errors in `promise()` are not caught. */
export function adoptPromising(
  consumer: Settlement,
  value: Promising,
  settle: Listener,
  notify?: Listener,
): () => void {
  const { runtime } = consumer;
  const promise = value.promise();
  const settlement = settlementBehind(runtime, promise);
  if (settlement) {
    return observe(consumer, settlement, settle, notify);
  }
  let active: { settle: Listener; notify: Listener | undefined } = { settle, notify };
  const onSettled: Listener = (emission) => {
    active.settle(emission);
  };
  if (notify) {
    promise.progress(toCallback(runtime, value, 'notify', (emission) => active.notify?.(emission)));
  }
  promise.done(toCallback(runtime, value, 'resolve', onSettled)).fail(toCallback(runtime, value, 'reject', onSettled));
  return () => {
    active = { settle: ignore, notify: undefined };
  };
}

/** How many promises of promises to look through. jQuery's own give themselves. */
const maxDepth = 4;

/** Returns the settlement that a value is heard through, also if it only carries the methods of a promise. */
export function settlementBehind(runtime: Runtime, value: unknown): Settlement | undefined {
  for (let depth = 0; depth < maxDepth; depth++) {
    const settlement = runtime.settlementOf(value);
    if (settlement || !isPromising(value)) {
      return settlement;
    }
    value = value.promise();
  }
  return undefined;
}

/** Observes a settlement, as one of its consumers until the one that waits settles. */
function observe(consumer: Settlement, source: Settlement, settle: Listener, notify?: Listener): () => void {
  const notified = notify && { next: notify };
  const settled = { next: settle };
  waitFor(consumer, source);
  if (notified) {
    progressOf(source).subscribe(notified);
  }
  subscribe(source, settled);
  return () => {
    if (notified) {
      progressOf(source).unsubscribe(notified);
    }
    unsubscribe(source, settled);
  };
}
