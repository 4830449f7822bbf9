import { reportError } from './errors.js';

/** What waits for its turn among the microtasks, with what it will be told then. */
export interface Task<T> {
  run(news: T): void;
}

interface Job {
  readonly task: Task<unknown>;
  readonly news: unknown;
  next: Job | undefined;
}

const settledPromise = Promise.resolve();
let first: Job | undefined;
let last: Job | undefined;

/**
 * Runs a task among the microtasks, after all that were queued before it. What it throws is reported.
 *
 * One microtask flushes the whole queue: a microtask for each made a chain of reactions five times slower.
 */
export function enqueue<T>(task: Task<T>, news: T): void {
  const job: Job = { task, news, next: undefined };
  if (last === undefined) {
    first = job;
    void settledPromise.then(flush);
  } else {
    last.next = job;
  }
  last = job;
}

function flush(): void {
  try {
    while (first !== undefined) {
      try {
        first.task.run(first.news);
      } catch (error) {
        reportError(error);
      } finally {
        first = first.next;
      }
    }
    last = undefined;
  } finally {
    if (first) {
      // An error could not even be reported, which does not keep the others waiting for ever.
      void settledPromise.then(flush);
    }
  }
}
