import type { InteropObservable, Observable, ObservableInput, Subscribable } from 'rxjs';

import type { Outcome, SettledOutcome } from '../types/outcome.js';

/** The part of a jQuery that `installDeferred` requires. Any jQuery is assignable, whichever types it has. */
export interface JQueryLike {
  readonly fn: { readonly jquery: string };
}

/** The options of `installDeferred`: how deferreds behave where this package and jQuery differ. */
export interface InstallOptions {
  /**
   * How an error in a `done`, `fail`, `always` or `progress` handler is treated. The other handlers run in either case.
   *
   * - `'sync'`, the default: as in jQuery, the error escapes from the method that ran the handler: `resolve()`,
   * `reject()`, `notify()`, `done()` and the like. Of several errors the first escapes, and the others are reported.
   * - `'report'`: the error is reported in a later task, as RxJS reports unhandled errors (D-001).
   */
  readonly throwing?: 'sync' | 'report' | undefined;

  /**
   * When a callback of `then` or `catch` runs.
   *
   * - `'task'`, the default: in a timer task of its own, as in jQuery.
   * - `'microtask'`: in a microtask, as with a native promise (D-002).
   */
  readonly then?: 'task' | 'microtask' | undefined;

  /**
   * Is called with each {@link AuditFinding} when it is found for the first time. Its `count` is updated later on.
   *
   * @remarks
   * An audit covers the deferreds created after it has started. It reads the stack at every call of a method, so it is
   * for development only. `null` ends it, and so does uninstalling.
   */
  readonly audit?: ((finding: AuditFinding) => void) | null | undefined;
}

/**
 * The features that an audit looks for: plain RxJS and native promises lack them, or behave differently.
 *
 * - `arguments`: a deferred is settled with more than one argument, or a handler takes more than one.
 * - `context`: a deferred is settled with a context, or a handler reads it as `this`.
 * - `progress`: a deferred is notified, or a handler for notifications is added.
 * - `then`: a callback of `then` is added to a deferred that is settled already. jQuery 1 and 2 ran it at once.
 * - `throw`: a handler throws.
 * - `pipe`: `pipe` is used.
 */
export type AuditKind = 'arguments' | 'context' | 'progress' | 'then' | 'throw' | 'pipe';

/** A place in the code, and the feature that is used there. */
export interface AuditFinding {
  readonly kind: AuditKind;

  /** The line of the stack that names the place, such as `at save (https://example.com/app.js:12:5)`. */
  readonly line: string;

  /** How many times the feature has been used there so far. */
  readonly count: number;
}

/** What deferreds, promises and requests of a jQuery gain when this package is installed. */
interface Added<TDone, TFail, TProgress, TPromise, TOpenPromise> extends InteropObservable<TDone> {
  readonly '@@observable': () => Subscribable<TDone>;

  /** Returns an observable of the first argument, which fails with the first argument of a rejection. */
  asObservable(): Observable<TDone>;

  /** Returns the state and, once it is settled, all arguments and the context. */
  outcome(): Outcome<[value: TDone, ...others: unknown[]], [reason: TFail, ...others: unknown[]]>;

  /** Emits the outcome once the deferred is settled, and completes. It never fails. */
  readonly outcome$: Observable<
    SettledOutcome<[value: TDone, ...others: unknown[]], [reason: TFail, ...others: unknown[]]>
  >;

  /**
   * Emits the first argument of each notification, starting with the last one, and completes at the settlement. The
   * requests of jQuery never notify.
   */
  readonly progress$: Observable<TProgress>;

  /** Returns a promise that settles as this one does, after the callback and a thenable that it may return. */
  finally(onFinally?: null): TPromise;
  finally(onFinally?: (() => unknown) | null): TOpenPromise;

  /**
   * Returns a promise that settles as this one does, or rejects with the reason of the notifier when that fires first.
   * With its last consumer, a request of jQuery is aborted.
   */
  until(notifier: AbortSignal | (ObservableInput<unknown> & object)): TOpenPromise;
}

/** A promise that may also reject with anything else, as those of `until` and of `then` may. */
type OpenPromise<TR, TN, UR, UN, VR, VN, SR, SN> = JQuery.PromiseBase<
  TR,
  unknown,
  TN,
  UR,
  unknown,
  UN,
  VR,
  unknown,
  VN,
  SR,
  unknown,
  SN
>;

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- this is how @types/jquery is extended
  namespace JQuery {
    /* eslint-disable @typescript-eslint/no-empty-object-type -- as declared there */
    interface PromiseBase<TR, TJ, TN, UR, UJ, UN, VR, VJ, VN, SR, SJ, SN> extends Added<
      TR,
      TJ,
      TN,
      PromiseBase<TR, TJ, TN, UR, UJ, UN, VR, VJ, VN, SR, SJ, SN>,
      OpenPromise<TR, TN, UR, UN, VR, VN, SR, SN>
    > {}
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as declared there
    interface Deferred<TR, TJ = any, TN = any> extends Added<
      TR,
      TJ,
      TN,
      PromiseBase<TR, TJ, TN, TR, TJ, TN, TR, TJ, TN, TR, TJ, TN>,
      OpenPromise<TR, TN, TR, TN, TR, TN, TR, TN>
    > {}
    /* eslint-enable @typescript-eslint/no-empty-object-type */
  }
}
