import { callReporting, expected } from '../base/errors.js';
import { isSignal, onAbort } from '../base/signal.js';
import { isWanted } from '../state/consumers.js';
import { Emission, type Observer } from '../state/emission.js';
import { toArray, type OneOrMany } from '../state/one-or-many.js';
import { markAborted } from '../state/rejections.js';
import { emit, subscribe, type Settlement } from '../state/settlement.js';

/** The rejection of an abort, while a teardown of it runs, but not while handlers do. */
let ending: Emission | undefined;

/** Runs a teardown as a part of an abort, or handlers apart from any. Errors are reported. */
function during(rejection: Emission | undefined, run: () => void): void {
  const outer = ending;
  ending = rejection;
  callReporting(run);
  ending = outer;
}

/**
 * Rejects a settlement because its work is no longer needed: by default with the platform's `AbortError`. Then ends the
 * work, and leaves the sources.
 */
export function abort(settlement: Settlement, reason?: unknown): void {
  if (!settlement.settled) {
    end(settlement, abortion(settlement, reason));
  }
}

/** Rejects a pending settlement. Then ends its work, and leaves the sources. */
export function end(settlement: Settlement, rejection: Emission): void {
  const sources: Settlement[] = [];
  endWork(settlement, rejection, sources);
  release(sources, rejection.value);
}

/** Removes a consumer. If it was the last one, the work is aborted, here or at the sources. */
export function leave(settlement: Settlement, reason: unknown): void {
  settlement.consumers--;
  release([settlement], reason);
}

/**
 * Removes a consumer that has unsubscribed. This aborts nothing, because handlers may be added later, unless it is part
 * of an abort, or another consumer has left before.
 */
export function forget(settlement: Settlement): void {
  settlement.consumers--;
  if (ending || settlement.left === false) {
    release([settlement], ending?.value);
  }
}

/** Leaves the sources of a settlement that nobody waits for any more. This aborts nothing. */
export function abandon(settlement: Settlement): void {
  if (!settlement.settled && !settlement.left && !settlement.teardown && !isWanted(settlement)) {
    settlement.left = true;
    leaveAll(settlement.sources, []);
  }
}

/** Whether a teardown is running as a part of an abort, which leaves the sources itself. */
export function isEnding(): boolean {
  return ending !== undefined;
}

/** Aborts the work behind those settlements that have no consumer. A chain may be long, so there is no recursion. */
export function release(queue: Settlement[], reason?: unknown): void {
  for (const current of queue) {
    // A source may be there twice, or have been left before.
    if (current.settled || current.left) {
      continue;
    }
    if (isWanted(current)) {
      current.left = false;
    } else if (current.teardown) {
      const rejection = abortion(current, reason);
      reason = rejection.value;
      endWork(current, rejection, queue);
    } else {
      current.left = true;
      leaveAll(current.sources, queue);
    }
  }
}

export function abortion({ runtime }: Settlement, reason?: unknown): Emission {
  const rejection = new Emission('reject', undefined, AbortSignal.abort(reason).reason);
  markAborted(runtime, rejection);
  return rejection;
}

/** Rejects a settlement, and ends its work. Adds its sources, which it leaves, to those to release. */
function endWork(settlement: Settlement, rejection: Emission, queue: Settlement[]): void {
  const { teardown, sources, left } = settlement;
  settlement.left = true;
  during(undefined, () => {
    if (teardown?.abort) {
      settlement.beforeRejection = (emission) => {
        markAborted(settlement.runtime, emission);
      };
      teardown.abort();
    } else {
      emit(settlement, rejection);
    }
  });
  if (!left) {
    leaveAll(sources, queue);
  }
  if (!teardown?.abort) {
    during(rejection, () => teardown?.unsubscribe?.());
  }
}

/** Leaves sources, and adds them to a queue. */
function leaveAll(sources: OneOrMany<Settlement>, queue: Settlement[]): void {
  for (const source of toArray(sources)) {
    source.consumers--;
    queue.push(source);
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
  settlement.teardown = {};
  subscribe(settlement, {
    next(emission) {
      during(settlement.left ? emission : undefined, () => {
        teardown(emission);
      });
    },
  });
  if (settlement.left) {
    // Its last consumer has left before it could be aborted.
    settlement.left = false;
    release([settlement]);
  }
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
