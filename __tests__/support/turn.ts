// Taken before a test can fake them.
const nextTick = process.nextTick.bind(process);
const { setImmediate, setTimeout } = globalThis;

/**
 * Waits until no microtask is left, those that others queue included. No timer, no message and no other task runs
 * meanwhile, however long it takes.
 *
 * Node.js serves what `nextTick` is given within a microtask when it has run all microtasks, and before it goes on to
 * the next task. What awaits this is the first microtask after that.
 */
export function drainMicrotasks(): Promise<void> {
  return new Promise((resolve) => {
    void Promise.resolve().then(() => {
      nextTick(resolve);
    });
  });
}

/** Waits until the event loop has gone on to another task. Timers may run meanwhile, or may not. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/**
 * Waits until every timer has fired that is set by now and has no delay, or 1 ms, which is the same.
 *
 * Node.js fires timers of the same delay in the order in which they were set.
 */
export function dueTimers(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}

/** Fakes `setTimeout` to the end of the test, and nothing else: servers, and `fetch`, go on. */
export function fakeTimeouts(): void {
  jest.useFakeTimers({
    doNotFake: [
      'Date',
      'hrtime',
      'nextTick',
      'performance',
      'queueMicrotask',
      'setImmediate',
      'clearImmediate',
      'setInterval',
      'clearInterval',
    ],
  });
}
