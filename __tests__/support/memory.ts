import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { nextTask } from './turn.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

type Listen = (handler: () => void) => unknown;

/** Adds a handler that holds an object, and returns a weak reference to that object. */
export function held(listen: Listen): WeakRef<object> {
  const resource = { used: 0 };
  listen(() => {
    resource.used += 1;
  });
  return new WeakRef(resource);
}

/** Passes an object to a function, and returns a weak reference to the object. */
export function given(take: (value: object) => unknown): WeakRef<object> {
  const value = { used: 0 };
  take(value);
  return new WeakRef(value);
}

/**
 * Returns the names of the objects that are still reachable. The engine may hold objects for some tasks, as for what it
 * compiles in the background: what leaks is reachable after several collections, too.
 */
export async function survivors(refs: Record<string, WeakRef<object>>): Promise<string[]> {
  let names = Object.keys(refs);
  for (let i = 0; i < 5 && names.length > 0; i++) {
    await nextTask(); // the target of a weak reference that is created or read stays alive until the end of that task
    collectGarbage();
    names = names.filter((name) => refs[name]?.deref() !== undefined);
  }
  return names;
}

/**
 * Waits until all objects are collected. Objects outside of this package, such as a closing connection, may hold them
 * for some more tasks.
 */
export async function collected(refs: Record<string, WeakRef<object>>): Promise<void> {
  for (let left = await survivors(refs); left.length > 0; left = await survivors(refs)) {
    // If they are never collected, the time limit of the test ends this loop.
  }
}

/**
 * Returns the bytes that each of many calls leaves on the heap: the least of three parts. What the engine compiles,
 * optimises or drops while it runs counts in one of them; a leak counts in each.
 */
export async function bytesLeftBy(call: (i: number) => void, count: number): Promise<number> {
  const repeat = (times: number): void => {
    for (let i = 0; i < times; i++) {
      call(i);
    }
  };
  repeat(1000);
  const part = Math.ceil(count / 3);
  const bytes: number[] = [];
  let before = await heapUsed();
  while (bytes.length < 3) {
    repeat(part);
    const after = await heapUsed();
    bytes.push((after - before) / part);
    before = after;
  }
  return Math.min(...bytes);
}

/** Returns the bytes on the heap, after a collection. */
export async function heapUsed(): Promise<number> {
  await nextTask();
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
