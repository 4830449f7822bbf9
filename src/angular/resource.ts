import {
  computed,
  DestroyRef,
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

import { isObject } from '../base/guards.js';
import { onAbort } from '../base/signal.js';
import { coreRuntime } from '../deferred.js';
import type { Emission } from '../state/emission.js';
import { markHandled } from '../state/rejections.js';
import { progressOf, subscribe } from '../state/settlement.js';
import { lifetimeOf } from './inject-abort-signal.js';
import { Load } from './load.js';

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

/** The options of `toResource`, which all resources have. */
export interface ToResourceOptions<T> {
  /** Whose destruction ends the resource: by default that of the current injection context. */
  readonly injector?: Injector | undefined;

  /** Whether two values are the same, so that signals which depend on the value need not react. */
  readonly equal?: ValueEqualityFn<T> | undefined;
}

/** The state behind a resource: that of its last load. */
export class ResourceState {
  readonly injector: Injector;

  /** Aborts when the injector is destroyed. */
  readonly lifetime: AbortSignal;

  readonly #snapshot: WritableSignal<Snapshot<unknown>>;
  readonly #progress = signal<unknown>(undefined);
  readonly #equal: ValueEqualityFn<unknown> | undefined;
  #load: Load | undefined;

  constructor(
    { injector = inject(Injector), equal }: ToResourceOptions<unknown> = {},
    private readonly defaultValue?: unknown,
  ) {
    this.injector = injector;
    this.lifetime = lifetimeOf(() => injector.get(DestroyRef));
    this.#equal = equal;
    this.#snapshot = signal<Snapshot<unknown>>({ status: 'idle', value: defaultValue });
  }

  /**
   * Creates a load and shows it. A reload keeps the value. The application is not stable until the load settles or the
   * injector is destroyed. After that, the load is not shown.
   */
  begin(status: 'loading' | 'reloading' = 'loading'): Load {
    const load = new Load();
    const { lifetime, defaultValue } = this;
    if (!lifetime.aborted) {
      const snapshot = untracked(this.#snapshot);
      const value = status === 'reloading' && snapshot.status !== 'error' ? snapshot.value : defaultValue;
      const release = this.injector.get(PendingTasks).add();
      const removeListener = onAbort(lifetime, () => {
        release();
        if (this.#load === load) {
          this.reset();
        }
      });
      this.#show(load, { status, value });
      subscribe(load, {
        next: (emission) => {
          removeListener();
          if (this.#load === load) {
            this.#settle(load, emission);
          }
          release();
        },
      });
      progressOf(load).subscribe({
        next: ({ value }) => {
          if (this.#load === load) {
            untracked(() => {
              this.#progress.set(value);
            });
          }
        },
      });
    }
    return load;
  }

  /** Goes back to the state before the first load. */
  reset(): void {
    this.#show(undefined, { status: 'idle', value: this.defaultValue });
  }

  /** The members of the resource. */
  members(): Omit<DeferredResource<unknown>, 'hasValue'> & { hasValue(): boolean } {
    const snapshot = this.#snapshot.asReadonly();
    const equal = this.#equal;
    const status = computed(() => snapshot().status);
    const error = computed(() => {
      const current = snapshot();
      return current.status === 'error' ? current.error : undefined;
    });
    return {
      snapshot,
      status,
      error,
      progress: this.#progress.asReadonly(),
      value: computed(() => {
        const current = snapshot();
        if (current.status === 'error') {
          const { error } = current;
          throw new Error(`The resource is in the error state: ${error.message}`, { cause: error });
        }
        return current.value;
      }, equal && { equal }),
      isLoading: computed(() => status().endsWith('loading')),
      hasValue: () => {
        const current = snapshot();
        return current.status !== 'error' && current.value !== undefined;
      },
    };
  }

  #settle(load: Load, emission: Emission): void {
    markHandled(coreRuntime, emission);
    if (emission.kind === 'resolve') {
      this.#show(load, { status: 'resolved', value: emission.value });
    } else if (isAbort(load, emission)) {
      this.reset();
    } else {
      this.#show(load, { status: 'error', error: toError(emission) });
    }
  }

  #show(load: Load | undefined, snapshot: Snapshot<unknown>): void {
    untracked(() => {
      this.#snapshot.set(snapshot);
      if (load !== this.#load) {
        this.#load = load;
        this.#progress.set(undefined);
      }
    });
  }
}

const argumentsOf = ({ args, value }: Emission): readonly unknown[] => args ?? [value];

/** Whether a rejection comes from an abort: of the load, for any reason, or of what that waits for in the end. */
function isAbort(load: Load, emission: Emission): boolean {
  return (
    load.isAborted ||
    // That of a request has the reason behind its jqXHR.
    emission.args?.[1] === 'abort' ||
    argumentsOf(emission).some((reason) => isObject(reason) && reason['name'] === 'AbortError')
  );
}

/** Returns the reason of a rejection as an error. One that looks like an error stays as it is, as in Angular. */
function toError(emission: Emission): Error {
  const reasons = argumentsOf(emission);
  const error = reasons.find(isErrorLike);
  if (error) {
    return error;
  }
  const cause = emission.value;
  // A request rejects with its jqXHR, its status and the text of the response line.
  const text = isObject(cause)
    ? [...reasons].reverse().find((reason) => typeof reason === 'string' && reason)
    : undefined;
  return new Error(toText(text ?? cause), { cause });
}

function isErrorLike(value: unknown): value is Error {
  return isObject(value) && typeof value['name'] === 'string' && typeof value['message'] === 'string';
}

/** Converts any value to a text. An object without a prototype has no way of its own. */
function toText(value: unknown): string {
  try {
    return String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
