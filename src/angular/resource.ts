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

/**
 * Angular's `Resource` of a deferred, and one signal more: `progress`.
 *
 * @remarks
 * `value()` throws in the error state, as Angular's own does. `error()` is an `Error`, or an object that looks like one,
 * such as an `HttpErrorResponse`. Any other reason is the `cause` of an `Error`. An abort is no error: the status is `idle`. All signals change synchronously with the deferred.
 */
export interface DeferredResource<T, TProgress = unknown> extends Resource<T> {
  /** The first argument of the last notification of the load or call that is shown: `undefined` before the first. */
  readonly progress: Signal<TProgress | undefined>;

  /** The whole state as one value, also in Angular 20, whose own resources have none. */
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

/** A snapshot whose members can be read in any status. */
interface State {
  readonly status: ResourceStatus;
  readonly value?: unknown;
  readonly error?: Error;
}

/** The state behind a resource: that of the last load. */
export interface ResourceState {
  readonly injector: Injector;

  /** Aborts when the injector is destroyed. */
  readonly lifetime: AbortSignal;

  /** The members of the resource. */
  readonly members: Omit<DeferredResource<unknown>, 'hasValue'> & { hasValue(): boolean };

  /**
   * Creates a load and shows it. A reload keeps the value, and an abort of it goes back to the state before. The
   * application is not stable until the load settles or the lifetime ends. After that, no load is shown.
   */
  readonly begin: (isReload?: boolean) => Load;

  /** Goes back to the state before the first load. */
  readonly reset: () => void;
}

/** Creates the state behind a resource, in the idle state. It ends with the injector or the controller. */
export function createState(
  { injector = inject(Injector), equal }: ToResourceOptions<unknown> = {},
  defaultValue?: unknown,
  controller?: AbortController,
): ResourceState {
  const lifetime = lifetimeOf(() => injector.get(DestroyRef), controller);
  // An injector that is being destroyed gives nothing any more, but still runs code.
  const tasks = lifetime.aborted ? undefined : injector.get(PendingTasks);
  const idle: State = { status: 'idle', value: defaultValue };
  const state = signal(idle);
  const progress = signal<unknown>(undefined);
  const status = computed(() => state().status);
  /** The load that is shown, if there is one. */
  let shown: Load | undefined;

  const show = (load: Load | undefined, next: State): void => {
    untracked(() => {
      state.set(next);
      if (load !== shown) {
        shown = load;
        progress.set(undefined);
      }
    });
  };

  const reset = (): void => {
    show(undefined, idle);
  };

  const begin = (isReload?: boolean): Load => {
    const load = new Load();
    if (!tasks || lifetime.aborted) {
      return load;
    }
    /** Changes the signals, unless another load is shown. Whoever settles or notifies may not set any. */
    const update = (change: () => void): void => {
      if (shown === load) {
        untracked(change);
      }
    };
    const release = tasks.add();
    const removeListener = onAbort(lifetime, () => {
      release();
      update(reset);
    });
    const before = isReload ? untracked(state) : idle;
    const { value = defaultValue } = before;
    show(load, { status: isReload ? 'reloading' : 'loading', value });
    subscribe(load, {
      next(emission) {
        markHandled(coreRuntime, emission);
        removeListener();
        update(() => {
          if (emission.kind === 'resolve') {
            const isSame = value !== defaultValue && equal?.(value, emission.value);
            show(load, { status: 'resolved', value: isSame ? value : emission.value });
          } else if (load.isAborted) {
            show(undefined, before);
          } else {
            show(load, { status: 'error', error: toError(emission) });
          }
        });
        release();
      },
    });
    progressOf(load).subscribe({
      next({ value }) {
        update(() => {
          progress.set(value);
        });
      },
    });
    return load;
  };

  return {
    injector,
    lifetime,
    begin,
    reset,
    members: {
      status,
      snapshot: state.asReadonly() as Signal<Snapshot<unknown>>,
      progress: progress.asReadonly(),
      error: computed(() => state().error),
      isLoading: computed(() => status().endsWith('loading')),
      hasValue: () => state().value !== undefined,
      value: computed(() => {
        const { value, error } = state();
        if (error) {
          throw new Error(`The resource failed: ${error.message}`, { cause: error });
        }
        return value;
      }),
    },
  };
}

/** Returns the reason of a rejection as an error. One that looks like an error stays as it is, as in Angular. */
function toError({ value: cause, args = [cause] }: Emission): Error {
  // A request rejects with its jqXHR, its status, and an error or the text of the response line.
  const reason = isObject(cause) ? (args.find(isErrorLike) ?? args.filter(isText).pop() ?? cause) : cause;
  return isErrorLike(reason) ? reason : new Error(toText(reason), { cause });
}

/** Whether a value looks like an error. One that cannot be read does not. */
function isErrorLike(value: unknown): value is Error {
  try {
    return isObject(value) && isText(value['name']) && typeof value['message'] === 'string';
  } catch {
    return false;
  }
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

/** Converts any value to a text, even an object that cannot be converted. */
function toText(value: unknown): string {
  try {
    return String(value);
  } catch {
    return typeof value;
  }
}
