import { reportError } from '../base/errors.js';
import type { Emission } from './emission.js';
import type { OneOrMany } from './one-or-many.js';

/** Work that a runtime schedules for later. */
export interface Job<T> {
  run(argument: T): void;
}

interface QueuedJob {
  readonly job: Job<unknown>;
  readonly argument: unknown;
  next: QueuedJob | undefined;
}

const settledPromise = Promise.resolve();
let first: QueuedJob | undefined;
let last: QueuedJob | undefined;

/**
 * Runs a job in a microtask, after all jobs that were queued before it. Its errors are reported.
 *
 * One microtask flushes the whole queue: a microtask for each job made a chain of reactions five times slower.
 */
export function schedule<T>(job: Job<T>, argument: T): void {
  const queued: QueuedJob = { job, argument, next: undefined };
  if (last === undefined) {
    first = queued;
    void settledPromise.then(flush);
  } else {
    last.next = queued;
  }
  last = queued;
}

function flush(): void {
  try {
    while (first !== undefined) {
      try {
        first.job.run(first.argument);
      } catch (error) {
        reportError(error);
      } finally {
        first = first.next;
      }
    }
  } finally {
    if (first === undefined) {
      last = undefined;
    } else {
      // Reporting failed as well. The jobs behind this one must still run.
      void settledPromise.then(flush);
    }
  }
}

/** The internal consumer that `then` adds. Each emission schedules it before the handlers run, and it runs in a job. */
export interface Reaction {
  schedule(emission: Emission): void;
}

export function scheduleAll(reactions: OneOrMany<Reaction>, emission: Emission): void {
  if (Array.isArray(reactions)) {
    for (const reaction of reactions) {
      reaction.schedule(emission);
    }
  } else {
    reactions?.schedule(emission);
  }
}
