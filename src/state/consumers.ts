import type { Reaction } from './job-queue.js';
import { sizeOf, toArray, type OneOrMany } from './one-or-many.js';

/**
 * A settlement in the graph of those that wait for each other. Its consumers wait for its value: `done` handlers,
 * subscribers, and the settlements that name it among their sources.
 */
export interface Waiting {
  readonly settled: object | undefined;

  /** A reaction is a consumer that is not counted, as long as it has not left. */
  readonly reactions: OneOrMany<Reaction>;

  /** How many other consumers there are, minus the reactions that have left. */
  consumers: number;

  /** The settlements that it waits for, until it settles. */
  sources?: OneOrMany<Waiting>;

  /** Whether it has left its sources, because its last consumer has left. It is `false` if others still wait. */
  left?: boolean;
}

export function isWanted({ consumers, reactions }: Waiting): boolean {
  return consumers + sizeOf(reactions) > 0;
}

/** Adds a consumer. */
export function join(waiting: Waiting): void {
  waiting.consumers++;
  rejoin(waiting);
}

/** Returns to the sources, if it has left them, because there is a consumer again. */
export function rejoin(waiting: Waiting): void {
  if (!waiting.left || waiting.settled) {
    return;
  }
  const queue = [waiting];
  for (const current of queue) {
    if (current.left) {
      current.left = false;
      for (const source of toArray(current.sources)) {
        source.consumers++;
        queue.push(source);
      }
    }
  }
}

/** Stops waiting for the sources, at the settlement. This aborts nothing. */
export function forgetSources(waiting: Waiting): void {
  const { sources, left } = waiting;
  waiting.sources = undefined;
  if (!left) {
    for (const source of toArray(sources)) {
      source.consumers--;
    }
  }
}
