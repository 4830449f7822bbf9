import { effect, signal, untracked } from '@angular/core';

import { onAbort } from '../base/signal.js';
import { abort } from '../promise/abort.js';
import type { First } from '../types/args.js';
import type { OneOf, ProgressOf } from '../types/inference.js';
import type { Load, WorkContext } from './load.js';
import { createState, type DeferredResource, type ToResourceOptions } from './resource.js';

/** The options of `deferredResource`. */
export interface DeferredResourceOptions<T, TDefault = undefined> extends ToResourceOptions<T> {
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
 * @param loader - Returns a deferred or a promise of this package, a native promise or an observable, or `undefined` if
 * there is nothing to load. It gets an `abortSignal`. Signals that it reads before it returns are dependencies, also those
 * that an interceptor or the factory of a one-shot reads meanwhile: wrap such a call in `untracked`.
 * @param options - `injector` is the one whose destruction ends the resource: by default that of the current injection
 * context. `equal` compares two values. `defaultValue` is the value while there is none: `undefined` by default.
 * @returns A resource with two more methods: `reload()` loads again and keeps the value, and `destroy()` ends it.
 * @throws NG0203 without an injector outside of an injection context. What `loader` throws is shown as an error.
 * @remarks
 * Loads when effects run: in a component, that is before its template, so what has settled shows no loading state. A
 * load is left when the next one has begun or the injector is destroyed. Its work ends, unless somebody else waits for
 * it. The last value of an observable counts, so it has to complete. A change of a signal shows `loading` and the default
 * value when effects run. An abort of a reload shows what was there before it. The application is not stable, and the server does not
 * render, from the creation until the load settles. An error is shown, and counts as handled; an abort is `idle`. A
 * resource that is created with a destroyed injector is `idle` and loads nothing.
 *
 * @see {@link https://angular.dev/guide/signals/resource | Angular's resource}
 * @example
 * ```ts
 * import { signal } from '@angular/core';
 * import { TestBed } from '@angular/core/testing';
 * import { oneShot } from 'rx-deferred';
 * import { deferredResource } from 'rx-deferred/angular';
 * import { of } from 'rxjs';
 *
 * const users = ['Ada', 'Grace'].map((name) => oneShot(() => of(name)));
 *
 * class UserPage {
 *   readonly id = signal(0);
 *   readonly user = deferredResource(({ abortSignal }) => users[this.id()]?.get({ signal: abortSignal }));
 * }
 *
 * const { id, user } = TestBed.runInInjectionContext(() => new UserPage());
 * TestBed.tick();
 *
 * user.value(); // => 'Ada'
 * id.set(1);
 * TestBed.tick();
 * user.value(); // => 'Grace'
 * id.set(2);
 * TestBed.tick();
 * user.status(); // => 'idle'
 * ```
 */
export function deferredResource<T, TDefault = undefined>(
  loader: (context: WorkContext) => T,
  options?: DeferredResourceOptions<NoInfer<LoadedValue<T>>, TDefault>,
): LoadedResource<LoadedValue<T> | TDefault, LoadedProgress<T>>;
export function deferredResource(
  loader: (context: WorkContext) => unknown,
  options?: DeferredResourceOptions<unknown, unknown>,
): unknown {
  const controller = new AbortController();
  const { injector, lifetime, members, begin } = createState(options, options?.defaultValue, controller);
  const version = signal(0);
  /** The load that has begun last, unless there was nothing to load. */
  let current: Load | undefined;
  /** The load that begins when the effect runs. */
  let next: Load | undefined;

  const run = (): void => {
    version();
    const previous = current;
    const load = (current = next ?? begin());
    next = undefined;
    try {
      const source = loader(load.context);
      load.work = source === undefined ? undefined : () => source;
    } catch (error) {
      load.work = () => {
        throw error;
      };
    }
    untracked(() => {
      if (load.work) {
        load.start();
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
    next = begin();
    onAbort(lifetime, () => {
      untracked(() => {
        running.destroy();
        for (const load of [current, next]) {
          if (load) {
            abort(load);
          }
        }
        current = next = undefined;
      });
    });
  }

  return {
    ...members,
    reload(): boolean {
      if (next || !current?.settled) {
        return false;
      }
      next = begin(true);
      untracked(() => {
        version.update((n) => n + 1);
      });
      return true;
    },
    destroy() {
      controller.abort();
    },
  };
}
