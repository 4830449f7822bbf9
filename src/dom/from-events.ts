import { expected } from '../base/errors.js';
import { isFunction, isObject } from '../base/guards.js';
import { coreRuntime } from '../deferred.js';
import { abortWith, signalOf } from '../promise/abort.js';
import { DeferredObject } from '../promise/deferred-object.js';
import { createEmission, type EmissionKind } from '../state/emission.js';
import { emit, Settlement, subscribe } from '../state/settlement.js';
import type { AbortablePromise } from '../to-deferred.js';
import { errorOf, isError, toError } from './event-error.js';
import { filtersOf } from './event-filters.js';
import type { EmitterLike, EventNames, EventsOf, EventTargetLike, FailuresOf } from './event-types.js';
import { listenersOf, type ListenerOptions } from './listeners.js';

/** The options of `fromEvents`. */
export interface FromEventsOptions extends ListenerOptions {
  /** Aborts the promise. */
  readonly signal?: AbortSignal | null | undefined;

  /** Ends the work behind the events, such as `() => reader.abort()`. Is called when the promise has been aborted. */
  readonly abort?: ((reason: unknown) => void) | undefined;
}

/**
 * Makes a promise of the events of a target: which of them resolve it, reject it and notify.
 *
 * @param target - An `EventTarget`, or an emitter with `on` and `off`, such as an `EventEmitter` of Node.js.
 * @param events - The names of `done`, `fail` and `progress`: each a name, an array of names, or a record of names with
 * `true` or a predicate. The first event of `done` or `fail` that is accepted settles. Where names stand in several
 * channels, `progress` comes first, then `done`, then `fail`.
 * @param options - `abort` ends the work when the promise is aborted; `signal` aborts it; `capture` and `passive` are
 * those of `addEventListener`.
 * @returns A promise with an `abort(reason?)` method. It resolves and notifies with the event, or with all arguments of
 * an emitter. It rejects with an `Error` first and the event second: the error is that of the event or of its target, an
 * `AbortError` for names such as `abort`, `cancel` and `close`, and otherwise an {@link EventError}. If the first argument
 * of an emitter is an error, it rejects with the arguments as they are.
 * @throws TypeError if `target` has no such methods, if `events` names nothing, or if a name, a predicate or an option is
 * of the wrong kind; and whatever `target` throws.
 * @remarks
 * Settles and notifies synchronously with the events. The target is `this` in handlers and predicates. There is one
 * listener for each name. All of them are removed before the handlers of a settlement run. If the signal has already
 * aborted, none is added. A predicate that throws rejects with its error. An abort calls `options.abort` with the reason,
 * also if the last consumer has left, and after the listeners have been removed: an `error` that an emitter emits because
 * of it has no listener here.
 *
 * @see {@link https://developer.mozilla.org/docs/Web/API/EventTarget | EventTarget} and
 * {@link https://nodejs.org/api/events.html | EventEmitter}
 * @example
 * ```ts
 * import { fromEvents } from 'rx-deferred/dom';
 *
 * const log: unknown[] = [];
 * const reader = new FileReader();
 * const text = fromEvents(
 *   reader,
 *   { done: 'load', fail: ['error', 'abort'], progress: 'progress' },
 *   { abort: () => reader.abort() },
 * );
 * text.progress(({ loaded, total }) => log.push([loaded, total])).done(() => log.push(reader.result));
 * reader.readAsText(new Blob(['Ada']));
 * await text;
 *
 * log; // => [[3, 3], 'Ada']
 * ```
 */
export function fromEvents<
  TTarget extends EventTargetLike | EmitterLike,
  const TDone extends EventNames<TTarget>,
  const TFail extends EventNames<TTarget>,
  const TProgress extends EventNames<TTarget>,
>(
  target: TTarget,
  events: {
    readonly done?: TDone | undefined;
    readonly fail?: TFail | undefined;
    readonly progress?: TProgress | undefined;
  },
  options?: FromEventsOptions,
): AbortablePromise<EventsOf<TTarget, TDone>, FailuresOf<TTarget, TFail>, EventsOf<TTarget, TProgress>>;
export function fromEvents(target: unknown, events: unknown, options: FromEventsOptions = {}): unknown {
  const signal = signalOf(options);
  const [addListener, removeListeners] = listenersOf(target, options);
  const channels = kinds.map(
    ([channel, kind]) => [kind, filtersOf(channel, isObject(events) ? events[channel] : undefined)] as const,
  );
  const names = new Set(channels.flatMap(([, filters]) => [...filters.keys()]));
  if (names.size === 0) {
    throw expected('events', 'a record that names an event', events);
  }
  if (options.abort !== undefined && !isFunction(options.abort)) {
    throw expected('abort', 'a function', options.abort);
  }

  const settlement = new Settlement(coreRuntime);
  const settle = (kind: EmissionKind, args: unknown[]): void => {
    emit(settlement, createEmission(kind, target, args));
  };
  settlement.teardown = {
    unsubscribe() {
      options.abort?.(settlement.settled?.value);
    },
  };
  subscribe(settlement, { next: removeListeners });
  try {
    for (const name of names) {
      if (signal?.aborted || settlement.settled) {
        break;
      }
      addListener(name, (...args) => {
        for (const [kind, filters] of channels) {
          const filter = !settlement.settled && filters.get(name);
          try {
            if (filter === true || (filter && filter.apply(target, args))) {
              settle(kind, kind === 'reject' ? reasonsOf(name, args, target) : args);
            }
          } catch (error) {
            settle('reject', [toError(error, name, args[0])]);
          }
        }
      });
    }
  } catch (error) {
    removeListeners();
    throw error;
  }
  if (settlement.settled) {
    // The last listener may have been added after that.
    removeListeners();
  }
  if (signal) {
    abortWith(settlement, signal);
  }
  return new DeferredObject(settlement);
}

/** The channels, in the order in which they get an event, and what they make of it. */
const kinds = [
  ['progress', 'notify'],
  ['done', 'resolve'],
  ['fail', 'reject'],
] as const;

/** Returns the arguments of a rejection: an error, and then those of the event. */
function reasonsOf(name: PropertyKey, args: unknown[], target: unknown): unknown[] {
  return isError(args[0]) ? args : [errorOf(name, args[0], target), ...args];
}
