const { setImmediate } = globalThis;

/** Waits until all microtasks have run, those that they queue included. Fake timers do not stop it. */
export function microtasks(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
