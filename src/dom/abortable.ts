import { coreRuntime } from '../deferred.js';
import { abortWith, signalOf } from '../promise/abort.js';
import { DeferredObject } from '../promise/deferred-object.js';
import type { Observer } from '../state/emission.js';
import { Settlement, subscribe } from '../state/settlement.js';

/** The options by which work is aborted. */
interface Abortable {
  readonly signal?: AbortSignal | null | undefined;

  /** Is called after an abort, when the work has been left. */
  readonly abort?: ((reason: unknown) => void) | undefined;
}

/**
 * Makes a promise with `abort()` of some work, which does not start if its signal has aborted already. What `start` returns
 * is called at the settlement, before the handlers. If that is an abort, `left` is set.
 */
export function abortable(options: Abortable, start: (settlement: Settlement) => Observer['next']): object {
  const signal = signalOf(options);
  const settlement = new Settlement(coreRuntime);
  settlement.teardown = {
    unsubscribe() {
      options.abort?.(settlement.settled?.value);
    },
  };
  if (!signal?.aborted) {
    subscribe(settlement, { next: start(settlement) });
  }
  if (signal) {
    abortWith(settlement, signal);
  }
  return new DeferredObject(settlement);
}
