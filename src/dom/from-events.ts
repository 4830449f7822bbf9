import { callReporting, expected } from '../base/errors.js';
import { isFunction, isObject, type Callback } from '../base/guards.js';
import { createEmission, type EmissionKind } from '../state/emission.js';
import { emit } from '../state/settlement.js';
import type { AbortablePromise } from '../to-deferred.js';
import { abortable } from './abortable.js';
import { channels } from './channels.js';
import { errorOf } from './event-error.js';
import type { EmitterLike, EventNames, EventsOf, EventTargetLike, FailuresOf } from './event-types.js';

/** The options of `addEventListener` that are passed on. Emitters have none. */
export interface ListenerOptions {
  /** Whether to listen in the capture phase. Emitters ignore it. */
  readonly capture?: boolean | undefined;

  /** Whether handlers never call `preventDefault()`. Emitters ignore it. */
  readonly passive?: boolean | undefined;
}

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
 * @throws TypeError if `target` has no such methods, if `events` names nothing, or if a name, a predicate or the signal is
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
export function fromEvents(target: Target, events: Events, options: FromEventsOptions = {}): unknown {
  const add = target?.addEventListener ?? target?.on;
  const remove = target?.removeEventListener ?? target?.off;
  if (!isFunction(add) || !isFunction(remove)) {
    throw expected('target', 'an EventTarget or an emitter', target);
  }
  // An object of jQuery takes no options.
  const settings = add === target?.on ? [] : [{ ...options, signal: undefined }];
  const names = takersOf(events);

  return abortable(options, (settlement) => {
    const removals: (() => void)[] = [];
    for (const [name, takers] of names) {
      const settle = (kind: EmissionKind, args: unknown[]): void => {
        const error = kind === 'reject' ? errorOf(name, args[0]) : args[0];
        emit(settlement, createEmission(kind, target, error === args[0] ? args : [error, ...args]));
      };
      const listener = (...args: unknown[]): void => {
        for (const [kind, filter] of takers) {
          try {
            if (!settlement.settled && (filter === true || filter.apply(target, args))) {
              settle(kind, args);
            }
          } catch (error) {
            settle('reject', [error]);
          }
        }
      };
      removals.push(() => remove.call(target, name, listener, ...settings));
      add.call(target, name, listener, ...settings);
    }
    return () => {
      removals.forEach(callReporting);
    };
  });
}

/** A target, as far as it is used here. */
type Target =
  | Partial<Record<'addEventListener' | 'removeEventListener' | 'on' | 'off', (...args: never[]) => unknown>>
  | null
  | undefined;

type Events = Partial<Record<string, unknown>> | null | undefined;

/** A channel that takes an event: always, or if a predicate says so. */
type Taker = [kind: EmissionKind, filter: true | Callback];

/** Returns the names of events, each with the channels that take them. */
function takersOf(events: Events): ReadonlyMap<PropertyKey, Taker[]> {
  const takers = new Map<PropertyKey, Taker[]>();
  for (const [channel, kind] of channels) {
    for (const item of [events?.[channel] ?? []].flat()) {
      for (const name of isObject(item) ? Reflect.ownKeys(item) : [item as PropertyKey]) {
        const filter = isObject(item) ? item[name] : true;
        if (!['string', 'symbol'].includes(typeof name) || (filter !== true && !isFunction(filter))) {
          throw expected(channel, 'names or predicates', item);
        }
        takers.set(name, [...(takers.get(name) ?? []), [kind, filter]]);
      }
    }
  }
  if (takers.size === 0) {
    throw expected('events', 'names or predicates', events);
  }
  return takers;
}
