import { computed, effect, signal, untracked, ɵSIGNAL as SIGNAL, type CreateEffectOptions } from '@angular/core';
import type { ReactiveNode } from '@angular/core/primitives/signals';

import { expected } from '../base/errors.js';
import { isFunction } from '../base/guards.js';
import { abort, abortWith } from '../promise/abort.js';
import type { First } from '../types/args.js';
import type { OneOf, ProgressOf } from '../types/inference.js';
import { call, settle, type Load, type Work, type WorkContext } from './load.js';
import { createState, membersOf, type DeferredResource, type State, type ToResourceOptions } from './resource.js';

/** The options of `deferredResource`. */
export interface DeferredResourceOptions<T, TDefault = undefined> extends ToResourceOptions<T> {
  /** The value before the first load and in the idle state: `undefined` by default. */
  readonly defaultValue?: TDefault | undefined;
}

/** A resource that loads. */
export interface DeferredResourceRef<T, TProgress = unknown> extends DeferredResource<T, TProgress> {
  /**
   * Loads again when effects run, and keeps the value meanwhile. Returns false if it is loading already, or has nothing
   * to load.
   */
  reload(): boolean;

  /** Ends the resource: the load under way is left, and no other begins. */
  destroy(): void;

  hasValue(this: T extends undefined ? this : never): this is DeferredResourceRef<Exclude<T, undefined>, TProgress>;
  hasValue(): boolean;
}

/** The value of what a loader returns. */
type LoadedValue<T> = First<OneOf<Exclude<T, undefined>>>;
type LoadedProgress<T> = First<ProgressOf<Exclude<T, undefined>>>;

/**
 * Loads by a reactive function, and again when one of the signals changes that it reads.
 *
 * @param loader - Returns a deferred or a promise of this package, a native promise or an observable, or `undefined` if
 * there is nothing to load. It gets an `abortSignal`, for work that ends by a signal alone, such as `fetch`. Signals that it
 * reads before it returns are dependencies, also those that an interceptor or the factory of a one-shot reads meanwhile:
 * wrap such a call in `untracked`. It may set signals, but none that it has read, directly or through a computed signal.
 * @param options - `injector` is the one whose destruction ends the resource: by default that of the current injection
 * context. `equal` compares two values. `defaultValue` is the value while there is none: `undefined` by default.
 * @returns A resource with two more methods: `reload()` loads again and keeps the value, and `destroy()` ends it.
 * @throws TypeError if `loader` is no function. NG0203 without an injector outside of an injection context. What `loader`
 * throws is shown as an error.
 * @remarks
 * Loads when effects run: in a component, that is before its template, so what has settled shows no loading state. As
 * soon as a signal has changed, it shows `loading` and the default value. A load is left when the next one has begun or
 * the injector is destroyed. Its work ends, unless somebody else waits for it. The last value of an observable counts, so
 * it has to complete. An abort of a reload shows what was there before it. The application is not stable, and the server
 * does not render, from the creation until the load settles. An error is shown, and counts as handled; an abort is `idle`.
 * After the destruction of the injector, it is `idle` and loads nothing.
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
export function deferredResource<T extends Work | undefined, TDefault = undefined>(
  loader: (context: WorkContext) => T,
  options?: DeferredResourceOptions<NoInfer<LoadedValue<T>>, TDefault>,
): DeferredResourceRef<LoadedValue<T> | TDefault, LoadedProgress<T>>;
export function deferredResource(
  loader: (context: WorkContext) => unknown,
  options: DeferredResourceOptions<unknown, unknown> = {},
): unknown {
  if (!isFunction(loader)) {
    throw expected('loader', 'a function', loader);
  }
  const controller = new AbortController();
  const { lifetime, state, loading, begin, reset } = createState(options, options.defaultValue, controller);
  /** Gives what to show until the next load begins, if there is to be one. */
  const due = signal<() => State | undefined>(() => loading);
  const pending = (): State | undefined => (lifetime.aborted ? undefined : due()());

  /** The load that the next one replaces. */
  let current: Load | undefined;

  const loadIfDue = (): void => {
    const shown = pending();
    if (!shown) {
      return;
    }
    const next = begin(loader, shown);
    const changed = computed(() => (call(next) ? undefined : loading));
    // As in an effect, the loader may set signals. Those that it has read would leave what is computed from them stale.
    (changed as unknown as { [SIGNAL]: Partial<ReactiveNode> })[SIGNAL].consumerAllowSignalWrites = true;
    // The effect depends on it from here on, so what the loader has set is no change.
    changed();
    untracked(() => {
      due.set(changed);
      abortWith(next, lifetime);
      if (next.source !== undefined) {
        settle(next);
      } else if (!next.settled) {
        reset();
        abort(next);
      }
      // After the next one has begun, so what both wait for goes on.
      if (current) {
        abort(current);
      }
      current = next;
    });
  };
  const running = lifetime.aborted ? undefined : effect(loadIfDue, options as CreateEffectOptions);

  return {
    ...membersOf(
      computed(() => {
        const shown = state();
        return pending() ?? shown;
      }),
      options,
    ),
    reload: () =>
      untracked(() => {
        const before = state();
        if (!before.load?.settled || pending()) {
          return false;
        }
        const shown: State = { ...loading, ...before, status: 'reloading', progress: undefined, before };
        due.update((changed) => () => changed() ?? shown);
        return true;
      }),
    destroy: () => {
      untracked(() => {
        controller.abort();
        running?.destroy();
      });
    },
  };
}
