import type { Observer } from '../state/emission.js';
import type { Reaction } from '../state/job-queue.js';
import { toArray, type OneOrMany } from '../state/one-or-many.js';
import { subscribe, unsubscribe, type Settlement } from '../state/settlement.js';
import { abort } from './abort.js';

/** A consumer of a settlement: a derived settlement, or an observer. */
interface Branch {
  readonly branches?: Set<object> | undefined;
  readonly reactions?: OneOrMany<Reaction>;
}

/** Adds a derived settlement to the branches of its source, if the source has work to abort. */
export function addBranch(source: Settlement, derived: Settlement): void {
  if (hasWork(source)) {
    derived.source = source;
    branchesOf(source).add(derived);
  }
}

/** Subscribes an observer that, unlike a handler, counts as a consumer. Returns a function that unsubscribes it. */
export function retain(settlement: Settlement, observer: Observer): () => void {
  if (hasWork(settlement)) {
    branchesOf(settlement).add(observer);
  }
  subscribe(settlement, observer);
  return () => {
    unsubscribe(settlement, observer);
    if (settlement.branches?.delete(observer) && settlement.branches.size === 0) {
      settlement.branches = undefined;
    }
  };
}

/** Aborts the work of a settlement and of its sources, up to the first that still has a consumer. */
export function releaseIfUnused(settlement: Settlement | undefined, reason: unknown): void {
  let left: object | undefined;
  while (settlement && !settlement.settled && !hasConsumers(settlement, left)) {
    if (settlement.teardown) {
      abort(settlement, reason);
    }
    left = settlement;
    settlement = settlement.source;
  }
}

/** Whether any branch other than the one that has left leads to a consumer. */
function hasConsumers({ branches, reactions }: Branch, left?: object): boolean {
  for (const list of [branches ?? [], toArray(reactions)] as Iterable<Branch>[]) {
    for (const branch of list) {
      if (branch !== left && isConsumer(branch)) {
        return true;
      }
    }
  }
  return false;
}

/** A derived promise without branches is a leaf, and counts as a consumer. So does an observer. */
function isConsumer(branch: Branch): boolean {
  return (!branch.branches && !branch.reactions) || hasConsumers(branch);
}

/** Whether a settlement, or one that it is derived from, stands for work that can be aborted. */
export function hasWork({ settled, teardown, source }: Settlement): boolean {
  return !settled && (teardown ?? source) !== undefined;
}

function branchesOf(settlement: Settlement): Set<object> {
  return (settlement.branches ??= new Set());
}
