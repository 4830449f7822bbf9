import { reportError } from './errors.js';

interface Job {
  readonly run: () => void;
  next: Job | undefined;
}

const settledPromise = Promise.resolve();
let head: Job | undefined;
let tail: Job | undefined;

/**
 * Runs a function among the microtasks, after all that were queued before it. What it throws is reported.
 *
 * One microtask flushes the whole queue: a microtask for each made a chain of reactions five times slower.
 */
export function enqueue(run: () => void): void {
  const job: Job = { run, next: undefined };
  if (tail === undefined) {
    head = job;
    void settledPromise.then(flush);
  } else {
    tail.next = job;
  }
  tail = job;
}

function flush(): void {
  while (head !== undefined) {
    try {
      head.run();
    } catch (error) {
      reportError(error);
    }
    head = head.next;
  }
  tail = undefined;
}
