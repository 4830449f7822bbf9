import type { InteropObservable, Observable, ObservableInput, Subscribable } from 'rxjs';

import type { Outcome, SettledOutcome } from '../types/outcome.js';

/** What of a jQuery is used and replaced. Every jQuery with `$.Deferred` is one, in whichever types. */
export interface JQueryLike {
  readonly fn: { readonly jquery: string };
}

/** How the deferreds of a jQuery behave where this package and jQuery differ. */
export interface InstallOptions {
  /**
   * What becomes of an error that a `done`, `fail`, `always` or `progress` handler throws. All other handlers run.
   *
   * - `'sync'`, the default: it is thrown by the `resolve()`, `reject()`, `notify()`, `done()` and the like that ran the
   * handler, as jQuery has it. Of several errors the first is thrown, and the others are reported.
   * - `'report'`: it is reported in a later task, as RxJS reports its own (D-001).
   */
  readonly throwing?: 'sync' | 'report' | undefined;

  /**
   * When a callback of `then` or `catch` runs.
   *
   * - `'task'`, the default: in a timer task of its own, as jQuery has it.
   * - `'microtask'`: among the microtasks, as those of a native promise do (D-002).
   */
  readonly then?: 'task' | 'microtask' | undefined;

  /**
   * Is called with each {@link AuditFinding}, when it is found for the first time. Its `count` goes on counting.
   *
   * @remarks
   * An audit watches the deferreds that are made after it has begun. It reads the stack at every call of a method, and
   * is made for development. `null` ends it, and so does uninstalling.
   */
  readonly audit?: ((finding: AuditFinding) => void) | null | undefined;
}

/**
 * What an audit looks for: what plain RxJS and native promises do otherwise.
 *
 * - `arguments`: a deferred is settled with more than one argument, or a handler takes more than one.
 * - `context`: a deferred is settled with a context, or a handler reads it as `this`.
 * - `progress`: a notification, or a handler for it.
 * - `then`: a callback of `then` is added to a deferred that is settled already. jQuery 1 and 2 ran it at once.
 * - `throw`: a handler throws.
 * - `pipe`: `pipe` is used.
 */
export type AuditKind = 'arguments' | 'context' | 'progress' | 'then' | 'throw' | 'pipe';

/** A place in the code, and what was found there. */
export interface AuditFinding {
  readonly kind: AuditKind;

  /** The line of the stack that names the place, such as `at save (https://example.com/app.js:12:5)`. */
  readonly line: string;

  /** How many times it has happened there until now. */
  readonly count: number;
}

/** What a deferred of a jQuery, or its promise, has besides jQuery's own methods once this package is installed. */
interface Added<TDone, TFail, TPromise> extends InteropObservable<TDone> {
  readonly '@@observable': () => Subscribable<TDone>;

  /** Gives an observable of the first argument, which fails with that of a rejection. */
  asObservable(): Observable<TDone>;

  /** Tells the state, and all arguments and the context once there are any. */
  outcome(): Outcome<[value: TDone, ...others: unknown[]], [reason: TFail, ...others: unknown[]]>;

  /** Gives a promise that settles alike, after the callback and what that returns. */
  finally(onFinally?: (() => unknown) | null): TPromise;

  /** Gives a promise that is rejected when the signal aborts, or the observable emits. */
  until(notifier: AbortSignal | ObservableInput<unknown>): TPromise;
}

/** What a deferred has besides that, but not what `promise(target)` makes of another object. */
interface AddedObservables<TDone, TFail, TProgress> {
  /** Emits the outcome once there is one, and never fails. */
  readonly outcome$: Observable<
    SettledOutcome<[value: TDone, ...others: unknown[]], [reason: TFail, ...others: unknown[]]>
  >;

  /** Emits the first argument of each notification, from the last one on, and ends at the settlement. */
  readonly progress$: Observable<TProgress>;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- this is how @types/jquery is extended
  namespace JQuery {
    /* eslint-disable @typescript-eslint/no-empty-object-type -- as declared there */
    interface PromiseBase<TR, TJ, TN, UR, UJ, UN, VR, VJ, VN, SR, SJ, SN> extends Added<
      TR,
      TJ,
      PromiseBase<TR, TJ, TN, UR, UJ, UN, VR, VJ, VN, SR, SJ, SN>
    > {}
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as declared there
    interface Deferred<TR, TJ = any, TN = any>
      extends
        Added<TR, TJ, PromiseBase<TR, TJ, TN, TR, TJ, TN, TR, TJ, TN, TR, TJ, TN>>,
        AddedObservables<TR, TJ, TN> {}
    /* eslint-enable @typescript-eslint/no-empty-object-type */
  }
}
