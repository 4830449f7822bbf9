import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { microtasks } from './turn.js';

setFlagsFromString('--expose-gc');
export const collectGarbage = runInNewContext('gc') as () => void;

type Listen = (handler: () => void) => unknown;

/** Hands over a handler that holds an object, and keeps only a weak reference to that object. */
export function held(listen: Listen): WeakRef<object> {
  const resource = { used: 0 };
  listen(() => {
    resource.used += 1;
  });
  return new WeakRef(resource);
}

/** Tells which of the objects are still held by someone. */
export async function survivors(refs: Record<string, WeakRef<object>>): Promise<string[]> {
  await microtasks(); // what a weak reference was made for lives on to the end of that turn
  collectGarbage();
  return Object.keys(refs).filter((name) => refs[name]?.deref() !== undefined);
}
