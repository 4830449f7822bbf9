import { DestroyRef, effect, signal, untracked } from '@angular/core';

import { oneShot } from '../one-shot.js';
import type { First } from '../types/args.js';
import type { OneOf, ProgressOf } from '../types/inference.js';
import { injectorOf, ResourceState, type DeferredResource, type ResourceOptions } from './resource.js';

/** What the loader of `deferredResource` gets. */
export interface LoaderContext {
  /** Aborts when the load is not wanted any more: another one takes its place, or the resource is destroyed. */
  readonly abortSignal: AbortSignal;
}

/** The options of `deferredResource`. */
export interface DeferredResourceOptions<T, TDefault = undefined> extends ResourceOptions<T | TDefault> {
  /** The value before the first load and in the idle state: `undefined` by default. */
  readonly defaultValue?: TDefault | undefined;
}

/** A resource that loads. */
export interface LoadedResource<T, TProgress = unknown> extends DeferredResource<T, TProgress> {
  /** Loads again and keeps the value meanwhile. Returns false if there is a load under way, or nothing to load. */
  reload(): boolean;

  /** Ends the resource: the load under way is left, and no other begins. */
  destroy(): void;

  hasValue(this: T extends undefined ? this : never): this is LoadedResource<Exclude<T, undefined>, TProgress>;
  hasValue(): boolean;
}

/** The value of what a loader returns. */
type LoadedValue<T> = First<OneOf<Exclude<T, undefined>>>;
type LoadedProgress<T> = First<ProgressOf<Exclude<T, undefined>>>;

/**
 * Loads by a reactive function, and again when one of the signals changes that it reads.
 *
 * @remarks
 * The loader returns a deferred or a promise of this package, a native promise or an observable, or `undefined` if there
 * is nothing to load. The load before it, and the last one when the injector is destroyed, is left as by `until`: its
 * work ends, unless somebody else waits for it. A change shows `loading` and the default value, a reload keeps the value.
 *
 * @example
 * ```ts no-run
 * import { input } from '@angular/core';
 * import { get } from 'rx-deferred/ajax';
 * import { deferredResource } from 'rx-deferred/angular';
 *
 * class UserPage {
 *   readonly id = input.required<string>();
 *   readonly user = deferredResource(() => get<string>(`/users/${this.id()}`));
 * }
 * ```
 *
 * @param loader - Called in a reactive context: signals that it reads before it returns are dependencies.
 */
export function deferredResource<T, const TDefault = undefined>(
  loader: (context: LoaderContext) => T,
  options?: DeferredResourceOptions<NoInfer<LoadedValue<T>>, TDefault>,
): LoadedResource<LoadedValue<T> | TDefault, LoadedProgress<T>>;
export function deferredResource(
  loader: (context: LoaderContext) => unknown,
  options?: DeferredResourceOptions<unknown, unknown>,
): unknown {
  const injector = injectorOf(options);
  const state = new ResourceState<unknown, unknown>(injector, options?.defaultValue, options?.equal);
  const version = signal(0);
  let current = new AbortController();
  let isReload = false;

  const load = (): void => {
    version();
    const previous = current;
    const controller = (current = new AbortController());
    if (!isReload) {
      state.start('loading');
    }
    isReload = false;
    try {
      const source = loader({ abortSignal: controller.signal });
      untracked(() => {
        if (source === undefined) {
          state.reset();
        } else {
          state.follow(oneShot(() => source).get({ signal: controller.signal }) as never);
        }
      });
    } catch (error) {
      state.settle({ state: 'rejected', args: [error], context: undefined } as never);
    }
    // Only now: what both loads wait for goes on.
    previous.abort();
  };

  state.start('loading');
  const running = effect(load, { injector });
  const end = (): void => {
    running.destroy();
    state.stop();
    current.abort();
  };
  injector.get(DestroyRef).onDestroy(end);

  return {
    ...state.members(),
    reload(): boolean {
      const isIdle = state.status === 'idle' || state.status === 'loading' || state.status === 'reloading';
      if (isIdle || current.signal.aborted) {
        return false;
      }
      isReload = true;
      state.start('reloading');
      untracked(() => {
        version.update((n) => n + 1);
      });
      return true;
    },
    destroy: end,
  };
}
