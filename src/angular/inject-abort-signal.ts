import { DestroyRef, inject } from '@angular/core';

/**
 * Returns a signal that aborts when the component, directive, service or route injector is destroyed.
 *
 * @remarks
 * Without an argument it must be called in an injection context. After the destruction it returns a signal that has
 * already aborted.
 *
 * @example
 * ```ts no-run
 * import { injectAbortSignal } from 'rx-deferred/angular';
 * import { get } from 'rx-deferred/ajax';
 *
 * class UserPage {
 *   private readonly signal = injectAbortSignal();
 *
 *   load(id: string) {
 *     return get<string>(`/users/${id}`).until(this.signal);
 *   }
 * }
 * ```
 *
 * @param destroyRef - Whose destruction aborts the signal: by default that of the current injection context.
 * @returns the signal, whose reason is an `AbortError`
 */
export function injectAbortSignal(destroyRef: DestroyRef = inject(DestroyRef)): AbortSignal {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort();
  };
  try {
    destroyRef.onDestroy(abort);
  } catch {
    // NG0911 or NG0205: it has been destroyed.
    abort();
  }
  return controller.signal;
}
