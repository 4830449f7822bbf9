import { setImmediate } from 'node:timers';

// Stored before a test can fake them.
const nextTick = process.nextTick.bind(process);
const { setTimeout } = globalThis;

/**
 * Waits until no microtask is left, including those that microtasks queue. No timer, message or other task runs
 * meanwhile, however long it takes.
 *
 * A `nextTick` callback that a microtask schedules runs when Node.js has run all microtasks, before the next task. The
 * code that awaits this function continues in the first microtask after that.
 */
export function drainMicrotasks(): Promise<void> {
  return new Promise((resolve) => {
    void Promise.resolve().then(() => {
      nextTick(resolve);
    });
  });
}

/** Waits until the event loop has reached another task. Timers may or may not run meanwhile. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/**
 * Waits until all current timers with no delay, or with 1 ms, which is equivalent, have fired.
 *
 * Node.js fires timers of the same delay in the order in which they were set.
 */
export function dueTimers(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}

/** Fakes only `setTimeout`, until the end of the test: servers and `fetch` continue to work. */
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
