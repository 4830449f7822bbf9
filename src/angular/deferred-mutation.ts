import { DestroyRef, untracked } from '@angular/core';

import { coreRuntime } from '../deferred.js';
import { oneShot } from '../one-shot.js';
import { abort } from '../promise/abort.js';
import { adopt } from '../promise/adopt.js';
import { DeferredObject } from '../promise/deferred-object.js';
import { emit, Settlement, subscribe } from '../state/settlement.js';
import type { AbortablePromise } from '../to-deferred.js';
import type { First } from '../types/args.js';
import type { FailOf, OneOf, ProgressOf } from '../types/inference.js';
import { injectorOf, ResourceState, type DeferredResource, type ResourceOptions } from './resource.js';

/** The receiver of the function that a mutation calls. */
export interface MutationContext {
  /** Aborts when the call is aborted. */
  readonly abortSignal: AbortSignal;
}

/**
 * What a call does while another one runs: it waits (`concat`), aborts the other (`switch`), is dropped and returns the
 * promise of the other (`exhaust`), or runs beside it (`merge`).
 */
export type MutationConcurrency = 'concat' | 'switch' | 'exhaust' | 'merge';

/** The options of `deferredMutation`. */
export interface DeferredMutationOptions<T> extends ResourceOptions<T | undefined> {
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
  readonly call: Settlement;
  args: unknown[] | undefined;
}

/**
 * Creates a command: a function with the state of its last call as signals.
 *
 * @remarks
 * Each call returns a promise that can be aborted. The state is that of the last call, and is there when the call
 * returns. An abort shows the idle state, and is no error.
 *
 * @example
 * ```ts no-run
 * import { post } from 'rx-deferred/ajax';
 * import { deferredMutation } from 'rx-deferred/angular';
 *
 * // In its template: @if (save.isLoading()) { <button (click)="save.abort()">Cancel</button> }
 * class Editor {
 *   readonly save = deferredMutation((text: string) => post<string>('/texts', { text }), { concurrency: 'switch' });
 * }
 * ```
 *
 * @param work - Does the work of one call, and returns a deferred, a promise or an observable.
 */
export function deferredMutation<TArgs extends unknown[], T>(
  work: (this: MutationContext, ...args: TArgs) => T,
  options?: DeferredMutationOptions<NoInfer<First<OneOf<T>>>>,
): DeferredMutation<TArgs, T>;
export function deferredMutation(
  work: (this: MutationContext, ...args: unknown[]) => unknown,
  options?: DeferredMutationOptions<unknown>,
): unknown {
  const injector = injectorOf(options);
  const { concurrency = 'concat', abortOnDestroy } = options ?? {};
  const state = new ResourceState<unknown, unknown>(injector, undefined, options?.equal);
  const queue: Call[] = [];
  let last: object | undefined;

  const abortAll = (reason?: unknown): void => {
    for (const { call } of [...queue]) {
      abort(call, reason);
    }
  };

  /** Starts the calls that may run: all of them, or the first one. */
  const runNext = (): void => {
    for (const waiting of concurrency === 'concat' ? queue.slice(0, 1) : [...queue]) {
      const { call, args } = waiting;
      if (args) {
        waiting.args = undefined;
        const forward = emit.bind(undefined, call);
        adopt(
          call,
          oneShot((abortSignal) => untracked(() => work.apply({ abortSignal }, args))).get(),
          forward,
          forward,
        );
      }
    }
  };

  const mutate = (...args: unknown[]): object => {
    if (concurrency === 'exhaust' && queue.length > 0 && last) {
      return last;
    }
    if (concurrency === 'switch') {
      abortAll();
    }
    const call = new Settlement(coreRuntime);
    const promise = new DeferredObject(call) as unknown as AbortablePromise;
    call.teardown = true;
    last = promise;
    state.start('loading');
    const waiting = { call, args };
    queue.push(waiting);
    subscribe(call, {
      next() {
        queue.splice(queue.indexOf(waiting), 1);
        runNext();
      },
    });
    runNext();
    state.follow(promise);
    return promise;
  };

  injector.get(DestroyRef).onDestroy(() => {
    state.stop();
    if (abortOnDestroy) {
      abortAll();
    }
  });

  return Object.assign((...args: unknown[]) => untracked(() => mutate(...args)), state.members(), {
    abort: abortAll,
    reset: () => {
      state.reset();
    },
  });
}
