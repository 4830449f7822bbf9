import { Deferred } from 'rx-deferred';

/** Restores the default `exceptionHook`, and removes `getErrorHook`, after each test. */
export function restoreErrorHooks(): void {
  const { exceptionHook } = Deferred;
  afterEach(() => {
    Deferred.exceptionHook = exceptionHook;
    delete Deferred.getErrorHook;
  });
}
