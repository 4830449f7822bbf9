import { DestroyRef, inject } from '@angular/core';

/**
 * Returns a signal that aborts when the component, directive, service or route injector is destroyed.
 *
 * @param destroyRef - Whose destruction aborts the signal: by default that of the current injection context.
 * @returns A signal whose reason is an `AbortError`. After the destruction, it has already aborted.
 * @throws NG0203 without an argument outside of an injection context.
 * @remarks
 * Aborts synchronously with the destruction. Angular's own `DestroyRef.onDestroy` throws after it: NG0911 in a view,
 * NG0205 in an injector.
 *
 * @see {@link https://angular.dev/api/core/DestroyRef | DestroyRef}
 * @example
 * ```ts
 * import { createEnvironmentInjector, EnvironmentInjector } from '@angular/core';
 * import { TestBed } from '@angular/core/testing';
 * import { toDeferred } from 'rx-deferred';
 * import { injectAbortSignal } from 'rx-deferred/angular';
 * import { NEVER } from 'rxjs';
 *
 * const log: string[] = [];
 *
 * class UserPage {
 *   private readonly signal = injectAbortSignal();
 *
 *   load() {
 *     return toDeferred(NEVER).until(this.signal);
 *   }
 * }
 *
 * const route = createEnvironmentInjector([UserPage], TestBed.inject(EnvironmentInjector));
 * const page = route.get(UserPage);
 * page.load().fail((error) => log.push((error as Error).name));
 * route.destroy();
 *
 * log; // => ['AbortError']
 * page.load().state(); // => 'rejected'
 * ```
 */
export function injectAbortSignal(destroyRef: DestroyRef = inject(DestroyRef)): AbortSignal {
  return lifetimeOf(() => destroyRef);
}

/**
 * The same for a `DestroyRef` that cannot be read any more after the destruction of an injector. An abort of the
 * controller leaves nothing there.
 */
export function lifetimeOf(getDestroyRef: () => DestroyRef, controller = new AbortController()): AbortSignal {
  const { signal } = controller;
  const abort = (): void => {
    controller.abort();
  };
  try {
    signal.addEventListener('abort', getDestroyRef().onDestroy(abort));
  } catch (error) {
    // NG0205 of an injector, NG0911 of a view: it has been destroyed.
    if (!/NG0(205|911)/.test(error as string)) {
      throw error;
    }
    abort();
  }
  return signal;
}
