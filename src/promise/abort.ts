import { expected, reportError } from '../base/errors.js';
import { isSignal, onAbort } from '../base/signal.js';
import { Emission, type Observer } from '../state/emission.js';
import { markHandled } from '../state/rejections.js';
import { emit, subscribe, type Settlement } from '../state/settlement.js';

/** Rejects a settlement because its work is no longer needed: by default with the platform's `AbortError`. */
export function abort(settlement: Settlement, reason?: unknown): void {
  const { settled, teardown } = settlement;
  if (settled) {
    return;
  }
  if (teardown && teardown !== true) {
    try {
      teardown.unsubscribe();
    } catch (error) {
      reportError(error);
    }
  }
  const emission = new Emission('reject', undefined, AbortSignal.abort(reason).reason);
  markHandled(settlement.runtime, emission);
  emit(settlement, emission);
}

/** Aborts a settlement when a signal aborts. The listener is removed at the settlement. */
export function abortWith(settlement: Settlement, signal: AbortSignal): void {
  const removeListener = onAbort(signal, (reason) => {
    abort(settlement, reason);
  });
  subscribe(settlement, { next: removeListener });
}

/** Adds a teardown that runs at the settlement. This makes the settlement abortable. */
export function addTeardown(settlement: Settlement, teardown: Observer['next']): void {
  settlement.teardown = true;
  subscribe(settlement, { next: teardown });
}

/** Returns the signal of some options, and checks its type. */
export function signalOf(options: { readonly signal?: AbortSignal | undefined } | undefined): AbortSignal | undefined {
  const signal = options?.signal;
  if (signal && !isSignal(signal)) {
    throw expected('signal', 'an AbortSignal', signal);
  }
  return signal;
}
