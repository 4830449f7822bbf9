import { untracked } from '@angular/core';

import { onAbort } from '../base/signal.js';
import { abort } from '../promise/abort.js';
import { DeferredObject } from '../promise/deferred-object.js';
import { subscribe } from '../state/settlement.js';
import type { AbortablePromise } from '../to-deferred.js';
import type { First, OrAbort } from '../types/args.js';
import type { FailOf, OneOf, ProgressOf } from '../types/inference.js';
import { call, settle, type Load, type Work, type WorkContext } from './load.js';
import { createState, membersOf, type DeferredResource, type ToResourceOptions } from './resource.js';

/**
 * What a call does while another one runs: it waits (`concat`), aborts the other (`switch`), is dropped and returns the
 * promise of the other (`exhaust`), or runs beside it (`merge`).
 */
export type MutationConcurrency = 'concat' | 'switch' | 'exhaust' | 'merge';

/** The options of `deferredMutation`. */
export interface DeferredMutationOptions<T> extends ToResourceOptions<T> {
  /** What a call does while another one runs: `concat` by default. */
  readonly concurrency?: MutationConcurrency | undefined;

  /** Whether calls under way are aborted when the injector is destroyed: by default they go on. */
  readonly abortOnDestroy?: boolean | undefined;
}

/** A command: a function, and the state of its last call. */
export interface DeferredMutation<
  TArgs extends unknown[],
  T,
  TValue = First<OneOf<T>> | undefined,
> extends DeferredResource<TValue, First<ProgressOf<T>>> {
  (...args: TArgs): AbortablePromise<OneOf<T>, OrAbort<FailOf<T>>, ProgressOf<T>>;

  hasValue(
    this: TValue extends undefined ? this : never,
  ): this is DeferredMutation<TArgs, T, Exclude<TValue, undefined>>;
  hasValue(): boolean;

  /** Aborts all calls that run or wait. */
  abort(reason?: unknown): void;

  /** Shows the idle state again. Calls under way go on. */
  reset(): void;
}

/**
 * Creates a command: a function that does some work, and has the state of its last call as signals.
 *
 * @param work - Is called with the arguments of a call, and returns a deferred or a promise of this package, a native
 * promise or an observable. An arrow function is enough for what `HttpClient` returns: an abort closes the request. The
 * `this` of a `function` has an `abortSignal`, for work that ends by a signal alone, such as `fetch`.
 * @param options - `injector` is the one whose destruction ends the state: by default that of the current injection
 * context. `equal` compares two values. `concurrency` says what a call does while another one runs: `concat` by default.
 * `abortOnDestroy` aborts calls with the injector; by default they go on.
 * @returns A function, which is a resource too. A call returns a promise whose `abort(reason?)` aborts this call alone. That
 * of the mutation aborts all calls that run or wait, and `reset()` shows the idle state.
 * @throws NG0203 without an injector outside of an injection context. A call never throws: what `work` throws rejects.
 * @remarks
 * A call starts its work before it returns, unless it waits for others, and its state is there then. Nothing that is
 * read during a call becomes a dependency of who calls. With `switch`, the promise of the call before rejects with
 * an `AbortError`. An abort ends the work, unless somebody else waits for it. The application is not stable, and the
 * server does not render, until all calls have settled or the injector is destroyed. An error that is shown counts as
 * handled; an abort is `idle`.
 *
 * @example
 * ```ts
 * import { TestBed } from '@angular/core/testing';
 * import { Deferred } from 'rx-deferred';
 * import { deferredMutation } from 'rx-deferred/angular';
 *
 * const answer = Deferred<string, Error, number>();
 *
 * // In its template: @if (save.isLoading()) { <button (click)="save.abort()">Cancel</button> }
 * class Editor {
 *   readonly save = deferredMutation((text: string) => (text ? answer : Promise.reject(new Error('empty'))));
 * }
 *
 * const { save } = TestBed.runInInjectionContext(() => new Editor());
 * const saved = save('text');
 *
 * save.status(); // => 'loading'
 * answer.notify(50);
 * save.progress(); // => 50
 * answer.resolve('saved');
 * save.value(); // => 'saved'
 * await saved; // => 'saved'
 * await save('').catch((error) => (error as Error).message); // => 'empty'
 * save.status(); // => 'error'
 * ```
 */
export function deferredMutation<TArgs extends unknown[], T extends Work>(
  work: (this: WorkContext, ...args: TArgs) => T,
  options?: DeferredMutationOptions<NoInfer<First<OneOf<T>>>>,
): DeferredMutation<TArgs, T>;
export function deferredMutation(
  work: (this: WorkContext, ...args: unknown[]) => unknown,
  options: DeferredMutationOptions<unknown> = {},
): unknown {
  const { concurrency = 'concat', abortOnDestroy } = options;
  const { lifetime, state, begin, reset } = createState(options);
  /** The calls that run or wait, in order, each with its promise. */
  const calls = new Map<Load, object>();

  /** Starts a call, or the first one of a queue. */
  const start = (added?: Load): void => {
    const [first] = calls.keys();
    const load = concurrency === 'concat' ? first : added;
    if (load && call(load)) {
      settle(load);
    }
  };

  const abortAll = (reason?: unknown): void => {
    const loads = [...calls.keys()];
    // None of those that wait starts.
    calls.clear();
    untracked(() => {
      loads.forEach((load) => {
        abort(load, reason);
      });
    });
  };

  const run = (args: unknown[]): unknown => {
    const [running] = calls.values();
    if (running && concurrency === 'exhaust') {
      return running;
    }
    // A handler of one of them may make a call, which then aborts this one.
    const others = concurrency === 'switch' ? [...calls.keys()] : [];
    const load = begin((context) => work.apply(context, args));
    const promise = new DeferredObject(load);
    calls.set(load, promise);
    subscribe(load, {
      next() {
        calls.delete(load);
        untracked(start);
      },
    });
    others.forEach((other) => {
      abort(other);
    });
    if (abortOnDestroy && lifetime.aborted) {
      abortAll();
    }
    start(load);
    return promise;
  };

  if (abortOnDestroy) {
    onAbort(lifetime, abortAll);
  }

  return Object.assign((...args: unknown[]) => untracked(() => run(args)), membersOf(state, options), {
    abort: abortAll,
    reset,
  });
}
