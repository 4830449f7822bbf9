import {
  computed,
  inject,
  Injector,
  PendingTasks,
  signal,
  untracked,
  type Resource,
  type ResourceStatus,
  type Signal,
  type ValueEqualityFn,
  type WritableSignal,
} from '@angular/core';

import type { Observable } from 'rxjs';

import { isFunction, isObject } from '../base/guards.js';
import { coreRuntime } from '../deferred.js';
import type { Outcome } from '../types/outcome.js';

/** The state of a resource as one value, in the form of Angular's own `ResourceSnapshot`. */
export type Snapshot<T> =
  | { readonly status: Exclude<ResourceStatus, 'error'>; readonly value: T }
  | { readonly status: 'error'; readonly error: Error };

/** Angular's `Resource` of a deferred, and one signal more: the last notification. */
export interface DeferredResource<T, TProgress = unknown> extends Resource<T> {
  /** The first argument of the last notification of the load or call that is shown: `undefined` before the first. */
  readonly progress: Signal<TProgress | undefined>;

  /** The whole state as one value. */
  readonly snapshot: Signal<Snapshot<T>>;

  hasValue(this: T extends undefined ? this : never): this is DeferredResource<Exclude<T, undefined>, TProgress>;
  hasValue(): boolean;
}

/** The options that all resources have. */
export interface ResourceOptions<T> {
  /** Whose destruction ends the resource: by default the current injection context. */
  readonly injector?: Injector | undefined;

  /** Whether two values are the same, so that signals which depend on the value need not react. */
  readonly equal?: ValueEqualityFn<T> | undefined;
}

/** What a resource needs of a deferred or a promise. */
export interface Source {
  readonly outcome$: Observable<Outcome<unknown, unknown>>;
  readonly progress$: Observable<unknown>;
}

/** The injector of some options, or that of the current injection context. */
export function injectorOf(options: { readonly injector?: Injector | undefined } | undefined): Injector {
  return options?.injector ?? inject(Injector);
}

/** The state behind a resource. It belongs to one source at a time, and ignores all others. */
export class ResourceState<T, TProgress> {
  readonly #snapshot: WritableSignal<Snapshot<T>>;
  readonly #progress = signal<TProgress | undefined>(undefined);
  readonly #tasks: PendingTasks;
  #release: (() => void) | undefined;
  #unsubscribe: (() => void) | undefined;

  constructor(
    injector: Injector,
    private readonly defaultValue: T,
    private readonly equal?: ValueEqualityFn<T>,
  ) {
    this.#snapshot = signal<Snapshot<T>>({ status: 'idle', value: defaultValue });
    this.#tasks = injector.get(PendingTasks);
  }

  get status(): ResourceStatus {
    return untracked(this.#snapshot).status;
  }

  /** Waits for a source: the application is not stable until it has settled. A reload keeps the value. */
  start(status: 'loading' | 'reloading'): void {
    const release = this.#tasks.add();
    this.stop();
    this.#release = release;
    const snapshot = untracked(this.#snapshot);
    const value = status === 'reloading' && snapshot.status !== 'error' ? snapshot.value : this.defaultValue;
    this.#show({ status, value }, undefined);
  }

  /** Shows what happens to a source. One that has settled is shown at once. */
  follow(source: Source): void {
    untracked(() => {
      const progress = source.progress$.subscribe((value) => {
        untracked(() => {
          this.#progress.set(value as TProgress);
        });
      });
      const outcome = source.outcome$.subscribe((settled) => {
        untracked(() => {
          if (settled.state === 'rejected' && isAbort(source, settled.args)) {
            this.reset();
          } else {
            this.settle(settled);
          }
        });
      });
      this.#unsubscribe = () => {
        progress.unsubscribe();
        outcome.unsubscribe();
      };
      if (outcome.closed) {
        this.stop();
      }
    });
  }

  /** Shows an outcome, and nothing that the source does later. */
  settle(outcome: Outcome<unknown, unknown>): void {
    if (outcome.state === 'resolved') {
      this.#show({ status: 'resolved', value: outcome.args[0] as T });
    } else if (outcome.state === 'rejected') {
      this.#show({ status: 'error', error: toError(outcome.args) });
    }
    this.stop();
  }

  /** Goes back to the state before the first source. */
  reset(): void {
    this.stop();
    this.#show({ status: 'idle', value: this.defaultValue }, undefined);
  }

  /** Leaves the source. */
  stop(): void {
    this.#unsubscribe?.();
    this.#release?.();
    this.#unsubscribe = this.#release = undefined;
  }

  /** The members of the resource. */
  members(): Omit<DeferredResource<T, TProgress>, 'hasValue'> & { hasValue(): boolean } {
    const snapshot = this.#snapshot.asReadonly();
    const status = computed(() => snapshot().status);
    return {
      snapshot,
      status,
      progress: this.#progress.asReadonly(),
      value: computed(
        () => {
          const current = snapshot();
          if (current.status === 'error') {
            const { error } = current;
            throw new Error(`The resource is in the error state: ${error.message}`, { cause: error });
          }
          return current.value;
        },
        this.equal && { equal: this.equal },
      ),
      error: computed(() => {
        const current = snapshot();
        return current.status === 'error' ? current.error : undefined;
      }),
      isLoading: computed(() => status() === 'loading' || status() === 'reloading'),
      hasValue: () => {
        const current = snapshot();
        return current.status !== 'error' && current.value !== undefined;
      },
    };
  }

  #show(snapshot: Snapshot<T>, ...progress: [] | [undefined]): void {
    untracked(() => {
      this.#snapshot.set(snapshot);
      if (progress.length > 0) {
        this.#progress.set(undefined);
      }
    });
  }
}

/** Whether a rejection comes from an abort: of the source, which may have any reason, or of what it has waited for. */
function isAbort(source: Source, reasons: readonly unknown[]): boolean {
  return (
    coreRuntime.settlementOf(source)?.left === true ||
    reasons[1] === 'abort' ||
    reasons.some((reason) => isObject(reason) && reason['name'] === 'AbortError')
  );
}

/** Returns the reason of a rejection as an error. One that looks like an error stays as it is, as in Angular. */
function toError(reasons: readonly unknown[]): Error {
  const error = reasons.find(isErrorLike);
  if (error) {
    return error;
  }
  const [reason] = reasons;
  // A request rejects with its jqXHR, its status and the text of the response line.
  const text = isObject(reason) ? [...reasons].reverse().find((one) => typeof one === 'string' && one) : undefined;
  return new Error(String(text ?? reason), { cause: reason });
}

function isErrorLike(value: unknown): value is Error {
  return (
    value instanceof Error ||
    (isObject(value) && !isFunction(value) && typeof value['name'] === 'string' && typeof value['message'] === 'string')
  );
}
