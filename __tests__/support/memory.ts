import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { nextTask } from './turn.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

type Listen = (handler: () => void) => unknown;

/** Hands over a handler that holds an object, and keeps only a weak reference to that object. */
export function held(listen: Listen): WeakRef<object> {
  const resource = { used: 0 };
  listen(() => {
    resource.used += 1;
  });
  return new WeakRef(resource);
}

/** Hands over an object, and keeps only a weak reference to it. */
export function given(take: (value: object) => unknown): WeakRef<object> {
  const value = { used: 0 };
  take(value);
  return new WeakRef(value);
}

/** Tells which of the objects are still held by someone. */
export async function survivors(refs: Record<string, WeakRef<object>>): Promise<string[]> {
  await nextTask(); // what a weak reference was made for, or was read from, lives on to the end of that task
  collectGarbage();
  return Object.keys(refs).filter((name) => refs[name]?.deref() !== undefined);
}

/**
 * Waits until nobody holds the objects. What is not in the hands of this package, as a connection that is closing, may
 * hold them for some tasks more.
 */
export async function collected(refs: Record<string, WeakRef<object>>): Promise<void> {
  for (let left = await survivors(refs); left.length > 0; left = await survivors(refs)) {
    // The time limit of the test ends this where they are held for ever.
  }
}

/** Tells how many bytes each of many calls leaves on the heap. */
export async function bytesLeftBy(call: (i: number) => void, count: number): Promise<number> {
  const repeat = (times: number): void => {
    for (let i = 0; i < times; i++) {
      call(i);
    }
  };
  repeat(1000); // the code itself, once it is compiled and optimised, stays on the heap as well
  const before = await heapUsed();
  repeat(count);
  return ((await heapUsed()) - before) / count;
}

async function heapUsed(): Promise<number> {
  await nextTask();
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
