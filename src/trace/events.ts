import type { DeferredState } from '../types/outcome.js';

/** A handler or a callback. All events of one handler have the same object. */
export interface TracedHandler {
  /** The function that was added. */
  readonly callback: (...args: never) => unknown;

  /** The method that added it. Callbacks of `then`, `catch` and `finally` are reactions: they run in a microtask. */
  readonly method: 'done' | 'fail' | 'always' | 'progress' | 'then' | 'catch' | 'finally' | 'pipe';

  /** What it waits for: `done` a resolution, `fail` a rejection, `always` either, `progress` a notification. */
  readonly channel: 'done' | 'fail' | 'always' | 'progress';

  /** Whether what it waits for was there when it was added: a settlement, or a notification. */
  readonly late: boolean;
}

/** The fields of every event. */
export interface TraceEventBase {
  /** When it happened, in milliseconds: the value of `performance.now()`. */
  readonly time: number;

  /** The number of the deferred, from 1. Its `promise()` has the same one. */
  readonly id: number;

  /** The name of the deferred in the option `only`. */
  readonly label?: string;
}

/**
 * The first event of each deferred or promise: it was created, or is seen for the first time. If it has settled before,
 * `settled` follows at once.
 */
export interface CreatedEvent extends TraceEventBase {
  readonly type: 'created';

  /** The state in which it was seen first. */
  readonly state: DeferredState;

  /** The numbers of those that it waits for, as a promise of `then`, `until` or `when` does. */
  readonly from: readonly number[];

  /** The method that returned it, if it was a method of a deferred. */
  readonly method?: 'then' | 'catch' | 'finally' | 'pipe' | 'until';
}

/** A handler was added. */
export interface AddedEvent extends TraceEventBase {
  readonly type: 'added';
  readonly handler: TracedHandler;
}

/** A notification was sent, and its handlers are about to run. */
export interface NotifiedEvent extends TraceEventBase {
  readonly type: 'notified';
  readonly args: readonly unknown[];
  readonly context: unknown;
}

/** A deferred was settled, and its handlers are about to run. */
export interface SettledEvent extends TraceEventBase {
  readonly type: 'settled';
  readonly state: Exclude<DeferredState, 'pending'>;

  /**
   * Whether it was rejected because its work is no longer needed: by `abort`, a signal or `until`, or because it has no
   * consumers any more. It is false if the signal of a deferred without a teardown has another reason than an
   * `AbortError`, and for a rejection that is only passed on.
   */
  readonly aborted: boolean;

  readonly args: readonly unknown[];
  readonly context: unknown;
}

/** A handler is called: `returned` or `threw` follows. */
export interface CalledEvent extends TraceEventBase {
  readonly type: 'called';
  readonly handler: TracedHandler;

  /** Whether it receives what was there before it was added. */
  readonly replay: boolean;

  readonly args: readonly unknown[];
  readonly context: unknown;
}

/** A handler has returned. */
export interface ReturnedEvent extends TraceEventBase {
  readonly type: 'returned';
  readonly handler: TracedHandler;

  /** How long it ran, in milliseconds, with all that it called. */
  readonly duration: number;
}

/** A handler has thrown an error. */
export interface ThrewEvent extends TraceEventBase {
  readonly type: 'threw';
  readonly handler: TracedHandler;

  /** How long it ran, in milliseconds, with all that it called. */
  readonly duration: number;

  readonly error: unknown;
}

/** What a listener of `traceDeferreds` is called with. */
export type TraceEvent =
  CreatedEvent | AddedEvent | NotifiedEvent | SettledEvent | CalledEvent | ReturnedEvent | ThrewEvent;
