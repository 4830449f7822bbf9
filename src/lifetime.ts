import type { ObservableInput } from 'rxjs';

import { expected, reportError } from './errors.js';
import { isFunction, isObject } from './guards.js';
import { Call, listOf, type Fifo, type Listener } from './handlers.js';
import { isObservableInput, toObservable } from './observable-input.js';
import { createSettlement, fire, forward, listen, progressOf, unlisten, type Settlement } from './settlement.js';
import { handled } from './unhandled.js';

/** Rejects a settlement because its work is not wanted any more: by default with the platform's `AbortError`. */
export function abort(settlement: Settlement, reason?: unknown): void {
  const { call: settled, work } = settlement;
  if (settled) {
    return;
  }
  if (work && work !== true) {
    try {
      work.unsubscribe();
    } catch (error) {
      reportError(error);
    }
  }
  const call = new Call('rejected', undefined, AbortSignal.abort(reason).reason);
  handled(call);
  fire(settlement, call);
}

/** Aborts a settlement with a signal, which is let go when it settles. */
export function abortWith(settlement: Settlement, signal: AbortSignal): void {
  const hear = onAbort(signal, (reason) => {
    abort(settlement, reason);
  });
  listen(settlement, { hear });
}

/** Ends work when a settlement settles. That makes it worth while to abort it. */
export function own(settlement: Settlement, teardown: (call: Call) => void): void {
  settlement.work = true;
  listen(settlement, { hear: teardown });
}

/** Gives a branch that the notifier ends. */
export function until(source: Settlement, notifier: AbortSignal | ObservableInput<unknown>): Settlement {
  if (!isSignal(notifier) && !isObservableInput(notifier)) {
    throw expected('notifier', 'an AbortSignal or an observable', notifier);
  }
  return branch(source, notifier);
}

/** Checks an optional signal. */
export function signalOf(options: { readonly signal?: AbortSignal | undefined } | undefined): AbortSignal | undefined {
  const signal = options?.signal;
  if (signal && !isSignal(signal)) {
    throw expected('signal', 'an AbortSignal', signal);
  }
  return signal;
}

/** Gives a settlement that settles as its source does, in the place of a handler, or before it with the notifier. */
export function branch(source: Settlement, notifier?: AbortSignal | ObservableInput<unknown>): Settlement {
  const derived = createSettlement(source.realm);
  const progress = progressOf(source);
  const notify = forward(derived, 'pending');
  const listener = {
    hear(call: Call): void {
      fire(derived, call);
    },
  };
  addBranch(source, derived);
  listen(derived, {
    hear() {
      source.branches?.delete(derived);
      progress.remove(notify);
      unlisten(source, listener);
    },
  });
  if (notifier) {
    const end = (reason?: unknown): void => {
      try {
        abort(derived, reason);
      } finally {
        abandon(source, derived.call?.value);
      }
    };
    listen(derived, { hear: isSignal(notifier) ? onAbort(notifier, end) : onNext(notifier, end) });
  }
  if (!derived.call) {
    progress.add([notify]);
    listen(source, listener);
  }
  return derived;
}

/** Counts a derived settlement among those that want the outcome of its source, where that may be aborted. */
export function addBranch(source: Settlement, derived: Settlement): void {
  if (standsForWork(source)) {
    derived.source = source;
    branchesOf(source).add(derived);
  }
}

/** Puts a listener among the handlers that wants the outcome, unlike a handler, and gives what takes it away. */
export function keep(settlement: Settlement, listener: Listener): () => void {
  if (standsForWork(settlement)) {
    branchesOf(settlement).add(listener);
  }
  listen(settlement, listener);
  return () => {
    unlisten(settlement, listener);
    if (settlement.branches?.delete(listener) && settlement.branches.size === 0) {
      settlement.branches = undefined;
    }
  };
}

function standsForWork({ call, work, source }: Settlement): boolean {
  return !call && (work ?? source) !== undefined;
}

function branchesOf(settlement: Settlement): Set<object> {
  return (settlement.branches ??= new Set());
}

interface Branch {
  readonly branches?: Set<object> | undefined;
  readonly reactions?: Fifo<object>;
}

/** Aborts a settlement that nobody wants any more, or what it settles by, as far as that can be aborted. */
function abandon(settlement: Settlement | undefined, reason: unknown): void {
  let left: object | undefined;
  while (settlement && !settlement.call && !branchesWithout(settlement, left).some(isWanted)) {
    if (settlement.work) {
      abort(settlement, reason);
    }
    left = settlement;
    settlement = settlement.source;
  }
}

/** Who never had a branch is the end of one, and wants the outcome for itself. */
function isWanted(branch: Branch): boolean {
  return (!branch.branches && !branch.reactions) || branchesWithout(branch).some(isWanted);
}

function branchesWithout({ branches, reactions }: Branch, left?: object): object[] {
  return [...(branches ?? []), ...listOf(reactions)].filter((branch) => branch !== left);
}

function isSignal(value: unknown): value is AbortSignal {
  return isObject(value) && 'aborted' in value && isFunction(value['addEventListener']);
}

/** Listens to a signal, and gives the function that ends that. */
function onAbort(signal: AbortSignal, end: (reason: unknown) => void): () => void {
  const listener = (): void => {
    end(signal.reason);
  };
  if (signal.aborted) {
    listener();
  } else {
    signal.addEventListener('abort', listener);
  }
  return () => {
    signal.removeEventListener('abort', listener);
  };
}

/** Listens to the first value or the error of an observable, and gives the function that ends that. */
function onNext(notifier: ObservableInput<unknown>, end: (reason?: unknown) => void): () => void {
  const subscription = toObservable(notifier).subscribe({
    next: () => {
      end();
    },
    error: end,
  });
  return () => {
    subscription.unsubscribe();
  };
}
