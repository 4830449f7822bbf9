import { DestroyRef, inject } from '@angular/core';

/**
 * Returns a signal that aborts when the component, directive, service or route injector is destroyed.
 */
export function injectAbortSignal(destroyRef: DestroyRef = inject(DestroyRef)): AbortSignal {
  return lifetimeOf(() => destroyRef);
}

/** The same for a `DestroyRef` that only an injector has which is not destroyed. */
export function lifetimeOf(getDestroyRef: () => DestroyRef): AbortSignal {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort();
  };
  try {
    getDestroyRef().onDestroy(abort);
  } catch (error) {
    // NG0205 of an injector, NG0911 of a view: it has been destroyed.
    if (!/NG0(205|911)/.test(String(error))) {
      throw error;
    }
    abort();
  }
  return controller.signal;
}
