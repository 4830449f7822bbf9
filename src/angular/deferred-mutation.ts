import { untracked } from '@angular/core';

import { onAbort } from '../base/signal.js';
import { abort } from '../promise/abort.js';
import { DeferredObject } from '../promise/deferred-object.js';
import { subscribe } from '../state/settlement.js';
import type { AbortablePromise } from '../to-deferred.js';
import type { First } from '../types/args.js';
import type { FailOf, OneOf, ProgressOf } from '../types/inference.js';
import type { Load, WorkContext } from './load.js';
import { ResourceState, type DeferredResource, type ToResourceOptions } from './resource.js';

/**
 * What a call does while another one runs: it waits (`concat`), aborts the other (`switch`), is dropped and returns the
 * promise of the other (`exhaust`), or runs beside it (`merge`).
 */
export type MutationConcurrency = 'concat' | 'switch' | 'exhaust' | 'merge';

/** The options of `deferredMutation`. */
export interface DeferredMutationOptions<T> extends ToResourceOptions<T | undefined> {
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
  (...args: TArgs): AbortablePromise<OneOf<T>, FailOf<T>, ProgressOf<T>>;

  hasValue(
    this: TValue extends undefined ? this : never,
  ): this is DeferredMutation<TArgs, T, Exclude<TValue, undefined>>;
  hasValue(): boolean;

  /** Aborts all calls that run or wait. */
  abort(reason?: unknown): void;

  /** Shows the idle state again. Calls under way go on. */
  reset(): void;
}

/** A call that has not settled. It has its arguments until it starts. */
interface Call {
  readonly load: Load;
  readonly promise: object;
  args: unknown[] | undefined;
}

export function deferredMutation<TArgs extends unknown[], T>(
  work: (this: WorkContext, ...args: TArgs) => T,
  options?: DeferredMutationOptions<NoInfer<First<OneOf<T>>>>,
): DeferredMutation<TArgs, T>;
export function deferredMutation(
  work: (this: WorkContext, ...args: unknown[]) => unknown,
  options?: DeferredMutationOptions<unknown>,
): unknown {
  const state = new ResourceState(options);
  const { lifetime } = state;
  const { concurrency = 'concat', abortOnDestroy } = options ?? {};
  const calls = new Set<Call>();

  /** Starts a call, or the first one of a queue, unless that has started. */
  const start = (added?: Call): void => {
    const [first] = calls;
    const call = concurrency === 'concat' ? first : added;
    const args = call?.args;
    if (args) {
      call.args = undefined;
      untracked(() => {
        call.load.perform(() => work.apply(call.load.context, args));
      });
    }
  };

  const abortAll = (reason?: unknown): void => {
    untracked(() => {
      const all = [...calls];
      // None of those that wait starts.
      calls.clear();
      for (const { load } of all) {
        abort(load, reason);
      }
    });
  };

  const mutate = (args: unknown[]): object => {
    const [running] = calls;
    if (running && concurrency === 'exhaust') {
      return running.promise;
    }
    const unwanted = concurrency === 'switch' ? [...calls] : [];
    const load = state.begin();
    const call: Call = { load, promise: new DeferredObject(load), args };
    calls.add(call);
    subscribe(load, {
      next() {
        call.args = undefined;
        calls.delete(call);
        start();
      },
    });
    for (const other of unwanted) {
      abort(other.load);
    }
    if (abortOnDestroy && lifetime.aborted) {
      abort(load);
    }
    start(call);
    return call.promise;
  };

  if (abortOnDestroy) {
    onAbort(lifetime, abortAll);
  }

  return Object.assign((...args: unknown[]) => untracked(() => mutate(args)), state.members(), {
    abort: abortAll,
    reset: () => {
      state.reset();
    },
  });
}
