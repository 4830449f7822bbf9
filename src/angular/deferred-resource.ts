import { effect, signal, untracked } from '@angular/core';

import { onAbort } from '../base/signal.js';
import { abort } from '../promise/abort.js';
import type { First } from '../types/args.js';
import type { OneOf, ProgressOf } from '../types/inference.js';
import type { Load, WorkContext } from './load.js';
import { ResourceState, type DeferredResource, type ToResourceOptions } from './resource.js';

/** The options of `deferredResource`. */
export interface DeferredResourceOptions<T, TDefault = undefined> extends ToResourceOptions<T | TDefault> {
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

export function deferredResource<T, const TDefault = undefined>(
  loader: (context: WorkContext) => T,
  options?: DeferredResourceOptions<NoInfer<LoadedValue<T>>, TDefault>,
): LoadedResource<LoadedValue<T> | TDefault, LoadedProgress<T>>;
export function deferredResource(
  loader: (context: WorkContext) => unknown,
  options?: DeferredResourceOptions<unknown, unknown>,
): unknown {
  const state = new ResourceState(options, options?.defaultValue);
  const { injector, lifetime } = state;
  const version = signal(0);
  /** The load that has begun last, unless there was nothing to load. */
  let current: Load | undefined;
  /** The load that begins when the effect runs. */
  let next: Load | undefined;

  const end = (): void => {
    untracked(() => {
      running?.destroy();
      for (const load of [current, next]) {
        if (load) {
          abort(load);
        }
      }
      current = next = undefined;
    });
  };

  const run = (): void => {
    version();
    const previous = current;
    const load = (current = next ?? state.begin());
    next = undefined;
    let work: (() => unknown) | undefined;
    try {
      const source = loader(load.context);
      work = source === undefined ? undefined : () => source;
    } catch (error) {
      work = () => {
        throw error;
      };
    }
    untracked(() => {
      if (work) {
        load.perform(work);
      } else {
        current = undefined;
        abort(load);
      }
      // Only now: what both loads wait for goes on.
      if (previous) {
        abort(previous);
      }
    });
  };

  const running = lifetime.aborted ? undefined : effect(run, { injector });
  if (running) {
    next = state.begin();
    onAbort(lifetime, end);
  }

  return {
    ...state.members(),
    reload(): boolean {
      if (next || !current?.settled) {
        return false;
      }
      next = state.begin('reloading');
      untracked(() => {
        version.update((n) => n + 1);
      });
      return true;
    },
    destroy: end,
  };
}
