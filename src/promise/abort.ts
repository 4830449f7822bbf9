import { callReporting, expected } from '../base/errors.js';
import { isFunction } from '../base/guards.js';
import { isSignal, onAbort } from '../base/signal.js';
import { isWanted } from '../state/consumers.js';
import { Emission, type Observer } from '../state/emission.js';
import { toArray } from '../state/one-or-many.js';
import { markAborted } from '../state/rejections.js';
import { emit, subscribe, type Settlement } from '../state/settlement.js';

/** The rejection of an abort, while a teardown of it runs, but not while handlers do. */
let ending: Emission | undefined;

/** Runs a teardown as a part of an abort, or handlers apart from any. */
function during(rejection: Emission | undefined, run: () => void): void {
  const outer = ending;
  ending = rejection;
  try {
    run();
  } finally {
    ending = outer;
  }
}

/**
 * Rejects a settlement because its work is no longer needed: by default with the platform's `AbortError`. Then ends the
 * work, and leaves the sources.
 */
export function abort(settlement: Settlement, reason?: unknown): void {
  const { settled, teardown, sources, left } = settlement;
  if (settled) {
    return;
  }
  const emission = new Emission('reject', undefined, AbortSignal.abort(reason).reason);
  settlement.left = true;
  markAborted(settlement.runtime, emission);
  try {
    during(undefined, () => {
      if (isFunction(teardown)) {
        teardown();
      } else {
        emit(settlement, emission);
      }
    });
  } finally {
    if (!left) {
      for (const source of toArray(sources)) {
        leave(source, emission.value);
      }
    }
    if (teardown && teardown !== true && !isFunction(teardown)) {
      during(emission, () => {
        callReporting(() => {
          teardown.unsubscribe();
        });
      });
    }
  }
}

/** Removes a consumer. If it was the last one, the work is aborted, here or at the sources. */
export function leave(settlement: Settlement, reason: unknown): void {
  settlement.consumers--;
  release(settlement, reason);
}

/**
 * Removes a consumer that has unsubscribed. This aborts nothing, because handlers may be added later, unless it is part
 * of an abort, or another consumer has left before.
 */
export function forget(settlement: Settlement): void {
  settlement.consumers--;
  if (ending || settlement.left === false) {
    release(settlement, ending?.value);
  }
}

/** Leaves the sources of a private settlement that nobody waits for any more. This aborts nothing. */
export function abandon(settlement: Settlement): void {
  if (!settlement.settled && !settlement.left && !settlement.teardown && !isWanted(settlement)) {
    settlement.left = true;
    for (const source of toArray(settlement.sources)) {
      source.consumers--;
    }
  }
}

/** Aborts the work behind a settlement if it has no consumer. A chain may be long, so there is no recursion. */
export function release(settlement: Settlement, reason?: unknown): void {
  const queue = [settlement];
  for (const current of queue) {
    // A source may be there twice, or have been left before.
    if (current.settled || current.left) {
      continue;
    }
    if (isWanted(current)) {
      current.left = false;
    } else if (current.teardown) {
      callReporting(() => {
        abort(current, reason);
      });
    } else {
      current.left = true;
      for (const source of toArray(current.sources)) {
        source.consumers--;
        queue.push(source);
      }
    }
  }
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
  subscribe(settlement, {
    next(emission) {
      during(settlement.left ? emission : undefined, () => {
        teardown(emission);
      });
    },
  });
}

/** Options with a signal. As in those of `fetch`, `null` stands for none. */
interface SignalOptions {
  readonly signal?: AbortSignal | null | undefined;
}

/** Returns the signal of some options, and checks its type. */
export function signalOf(options: SignalOptions | null | undefined): AbortSignal | undefined {
  const signal = options?.signal ?? undefined;
  if (signal !== undefined && !isSignal(signal)) {
    throw expected('signal', 'an AbortSignal', signal);
  }
  return signal;
}
