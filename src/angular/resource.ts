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

import { isErrorLike, isObject } from '../base/guards.js';
import { onAbort } from '../base/signal.js';
import { coreRuntime } from '../deferred.js';
import type { Emission } from '../state/emission.js';
import { markHandled } from '../state/rejections.js';
import { progressOf, subscribe } from '../state/settlement.js';
import { lifetimeOf } from './inject-abort-signal.js';
import { isAbort, Load } from './load.js';

/** The state of a resource as one value, in the form of Angular's own `ResourceSnapshot`. */
export type DeferredResourceSnapshot<T> =
  | { readonly status: Exclude<ResourceStatus, 'error'>; readonly value: T }
  | { readonly status: 'error'; readonly error: Error };

/**
 * Angular's `Resource` of a deferred, and one signal more: `progress`.
 *
 * @remarks
 * `value()` throws in the error state, as Angular's own does. `error()` is an `Error`, or an object that looks like one,
 * such as an `HttpErrorResponse`. Any other reason is the `cause` of an `Error`. An abort is no error: the status is `idle`.
 * All signals change synchronously with the deferred. After the destruction of the injector, the status is `idle`.
 */
export interface DeferredResource<T, TProgress = unknown> extends Resource<T> {
  /** The first argument of the last notification of the load or call that is shown: `undefined` before the first. */
  readonly progress: Signal<TProgress | undefined>;

  /** The whole state as one value, also in Angular 20, whose own resources have none. */
  readonly snapshot: Signal<DeferredResourceSnapshot<T>>;

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

/** What a resource shows. A reload after an error still has the error. */
export interface State {
  readonly status: ResourceStatus;
  readonly value?: unknown;
  readonly error?: Error | undefined;
  readonly progress?: unknown;

  /** The load that is shown, if there is one. */
  readonly load?: Load;

  /** In a reload, what an abort of it goes back to. */
  readonly before?: State;
}

/** The state behind a resource: that of the last load. */
export interface ResourceState {
  /** Aborts when the injector is destroyed. */
  readonly lifetime: AbortSignal;

  readonly state: Signal<State>;

  /** What a load shows first. */
  readonly loading: State;

  /**
   * Creates a load of some work, and shows it in the given state. The application is not stable until the load settles
   * or the lifetime ends. After that, no load is shown.
   */
  readonly begin: (work?: Load['work'], shown?: State) => Load;

  /** Goes back to the state before the first load, as the end of the lifetime does. */
  readonly reset: () => void;
}

/** Creates the state behind a resource, in the idle state. It ends with the injector or the controller. */
export function createState(
  { injector = inject(Injector) }: ToResourceOptions<unknown>,
  defaultValue?: unknown,
  controller?: AbortController,
): ResourceState {
  const lifetime = lifetimeOf(() => injector.get(DestroyRef), controller);
  // An injector that is being destroyed gives nothing any more, but still runs code.
  const tasks = lifetime.aborted ? undefined : injector.get(PendingTasks);
  const idle: State = { status: 'idle', value: defaultValue };
  const loading: State = { status: 'loading', value: defaultValue };
  const state = signal(idle);

  /** Whoever settles or notifies a deferred may not set signals. */
  const show = (next: State): void => {
    untracked(() => {
      state.set(next);
    });
  };

  const reset = (): void => {
    show({ ...idle });
  };
  onAbort(lifetime, reset);

  const begin = (work?: Load['work'], shown = loading): Load => {
    const load = new Load(work);
    if (!tasks || lifetime.aborted) {
      return load;
    }
    const release = tasks.add();
    const removeListener = onAbort(lifetime, release);
    /** Changes what is shown, unless that is another load. */
    const update = (change: (current: State) => State): void => {
      const current = untracked(state);
      if (current.load === load) {
        show(change(current));
      }
    };
    show({ ...shown, load });
    progressOf(load).subscribe({
      next({ value: progress }) {
        update((current) => ({ ...current, progress }));
      },
    });
    subscribe(load, {
      next(emission) {
        removeListener();
        update(({ progress }) => {
          markHandled(coreRuntime, emission);
          return emission.kind === 'resolve'
            ? { status: 'resolved', value: emission.value, progress, load }
            : isAbort(load, emission)
              ? (shown.before ?? { ...idle, load })
              : { status: 'error', error: toError(emission), progress, load };
        });
        release();
      },
    });
    return load;
  };

  return { lifetime, state, loading, begin, reset };
}

/** Returns the members of a resource that shows a state. */
export function membersOf(
  state: Signal<State>,
  { equal }: ToResourceOptions<unknown>,
): Omit<DeferredResource<unknown>, 'hasValue'> & { hasValue(): boolean } {
  const pick = <K extends keyof State>(key: K): Signal<State[K]> => computed(() => state()[key]);
  const status = pick('status');
  const error = pick('error');
  const value = computed(
    () => {
      if (status() === 'error') {
        throw new Error(`Failed: ${(error() as Error).message}`, { cause: error() });
      }
      return state().value;
    },
    // As in Angular, nobody is asked whether `undefined` is equal to anything.
    equal && { equal: (a, b) => (a === undefined || b === undefined ? a === b : equal(a, b)) },
  );
  return {
    status,
    value,
    error,
    progress: pick('progress'),
    snapshot: computed(
      () =>
        (status() === 'error'
          ? { status: 'error', error: error() }
          : { status: status(), value: value() }) as DeferredResourceSnapshot<unknown>,
    ),
    isLoading: computed(() => status().endsWith('loading')),
    hasValue: computed(() => state().value !== undefined),
  };
}

/** Returns the reason of a rejection as an error. One that looks like an error stays as it is, as in Angular. */
function toError({ value: cause, args }: Emission): Error {
  // A request rejects with its jqXHR, its status, and an error or the text of the response line.
  const reasons = (isObject(cause) && args) || [cause];
  try {
    const text = reasons.filter((reason) => reason && typeof reason === 'string').pop();
    return reasons.find(isErrorLike) ?? new Error(String(text ?? cause), { cause });
  } catch {
    // It cannot be read, or has no text.
    return new Error(typeof cause, { cause });
  }
}
