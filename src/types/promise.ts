import type { Observable, ObservableInput } from 'rxjs';

import type { Args, ChannelOf, Channels, Either, First, Params, Single, ThenArgs, ThenList } from './args.js';
import type { DeferredState, Outcome, SettledOutcome } from './outcome.js';

/** A function that is called with an argument list. `this` is the context that the list came with. */
export type Handler<TList extends readonly unknown[]> = (...args: Params<TList>) => unknown;

/** One handler, or any nesting of arrays and array-likes of them. Other values are ignored. */
export type Handlers<TList extends readonly unknown[]> =
  Handler<TList> | (object & ArrayLike<Handlers<TList>>) | false | null | undefined;

/** What a callback may be in `then`: a function, or nothing, which passes everything on. */
type Maybe<TCallback> = TCallback | null | undefined;

/**
 * No callback: null, undefined, or a function that nobody has.
 *
 * @remarks
 * TypeScript compares the parameters of a method both ways, and null is assignable to any optional callback: with null
 * alone, a promise of numbers would pass for a promise of strings. The function closes that hole. It needs a second
 * argument, so it is assignable to no callback of `PromiseLike` or `Promise`; and it carries a property, so no callback
 * is assignable to it. It takes the value as its first parameter because `await` unites the callbacks of all overloads
 * and reads their first parameter.
 */
type Nothing<TValue> = null | undefined | NoCallback<TValue>;

declare const none: unique symbol;

interface NoCallback<TValue> {
  (value: TValue, none: unknown): never;
  readonly [none]: true;
}

/**
 * The read-only side of a deferred: everything but the methods that settle it.
 *
 * @remarks
 * Every method is bound: it may be taken off the object and called alone. The chaining methods return what
 * they are called on.
 *
 * @typeParam TDone - What it resolves with: a tuple is an argument list, anything else one argument, `void` none.
 * @typeParam TFail - What it rejects with, in the same form.
 * @typeParam TProgress - What its notifications carry, in the same form.
 * @see {@link https://api.jquery.com/Types/#Promise | jQuery's promise}
 */
export interface DeferredPromise<TDone = unknown, TFail = unknown, TProgress = unknown> extends Channels<
  ThenList<TDone>,
  ThenList<TFail>,
  ThenList<TProgress>
> {
  /**
   * Runs handlers when the deferred is resolved, or at once if it already is.
   *
   * @remarks
   * Handlers get the arguments of `resolve`, and its receiver as `this`. They run synchronously, in the
   * order in which they were added. What one returns means nothing; what one throws is reported, apart, as
   * RxJS reports unhandled errors. Differs from jQuery: there it escapes `resolve()` (D-001).
   *
   * @see {@link https://api.jquery.com/deferred.done/ | deferred.done()}
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const log: string[] = [];
   * const d = Deferred<[name: string, age: number]>().done((name, age) => log.push(`${name}, ${age}`));
   * d.resolve('Ada', 36);
   *
   * log; // => ['Ada, 36']
   * ```
   */
  done(this: void, ...handlers: Handlers<Args<TDone>>[]): this;

  /**
   * Runs handlers when the deferred is rejected, or at once if it already is.
   *
   * @remarks
   * Handlers get the arguments of `reject`, and its receiver as `this`. Timing, order and errors are those of
   * {@link DeferredPromise.done}.
   *
   * @see {@link https://api.jquery.com/deferred.fail/ | deferred.fail()}
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const log: string[] = [];
   * Deferred<string, Error>().reject(new Error('offline')).fail((error) => log.push(error.message));
   *
   * log; // => ['offline']
   * ```
   */
  fail(this: void, ...handlers: Handlers<Args<TFail>>[]): this;

  /**
   * Runs handlers when the deferred is settled, either way, or at once if it already is.
   *
   * @remarks
   * Handlers get what `resolve` or `reject` was given, and its receiver as `this`. They are subscribed to the
   * next and to the error channel, and hold their place among the `done` and `fail` handlers of both.
   *
   * @see {@link https://api.jquery.com/deferred.always/ | deferred.always()}
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const log: unknown[] = [];
   * const spinner = { hide: () => log.push('hidden') };
   * const d = Deferred<number, Error>().always(() => spinner.hide());
   * d.resolve(1);
   * d.always((value) => log.push(value)); // late handlers get the same
   *
   * log; // => ['hidden', 1]
   * ```
   */
  always(this: void, ...handlers: Handlers<Args<Either<TDone, TFail>>>[]): this;

  /**
   * Runs handlers at every notification, and at once with the last one, if there was one.
   *
   * @remarks
   * Handlers get the arguments of `notify`, and its receiver as `this`, synchronously and in the order added.
   * After settlement nothing more comes, but a late handler still gets the last notification.
   *
   * @see {@link https://api.jquery.com/deferred.progress/ | deferred.progress()}
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const log: number[] = [];
   * const d = Deferred<void, never, number>().notify(10).notify(20);
   * d.progress((percent) => log.push(percent));
   * d.notify(30);
   *
   * log; // => [20, 30]
   * ```
   */
  progress(this: void, ...handlers: Handlers<Args<TProgress>>[]): this;

  /**
   * Gives a new promise for what the handlers return, by the rules of Promises/A+.
   *
   * @remarks
   * The handlers get all the arguments and the context, in a microtask. What one returns is the new promise's
   * one value, with no context; a thenable is waited for, and a deferred keeps its own arguments, context and
   * progress. What one throws rejects the new promise, after `Deferred.exceptionHook` has seen it. A handler
   * left out passes everything on. Notifications are mapped by `onProgress`; what that throws is reported and
   * drops the one notification. Differs from jQuery: it reacts in a timer task (D-002).
   *
   * @see {@link https://api.jquery.com/deferred.then/ | deferred.then()}
   * @see {@link https://promisesaplus.com/#the-then-method | Promises/A+ 2.2}
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const d = Deferred<[width: number, height: number]>().resolve(3, 4);
   *
   * await d.then((width, height) => width * height); // => 12
   * ```
   */
  then(
    onFulfilled?: Nothing<First<TDone>>,
    onRejected?: null,
    onProgress?: null,
  ): DeferredPromise<TDone, TFail, TProgress>;
  then<RProgress>(
    onFulfilled: Nothing<First<TDone>>,
    onRejected: null | undefined,
    onProgress: (...args: Params<Args<TProgress>>) => RProgress | PromiseLike<RProgress>,
  ): DeferredPromise<TDone, TFail, [value: RProgress]>;
  then(
    onFulfilled: Nothing<First<TDone>>,
    onRejected: (...args: ThenArgs<TFail>) => never,
    onProgress?: null,
  ): DeferredPromise<TDone, unknown, TProgress>;
  then<RDone, RFail, RProgress>(
    onFulfilled: Nothing<First<TDone>>,
    onRejected: (...args: ThenArgs<TFail>) => Channels<RDone, RFail, RProgress>,
    onProgress?: null,
  ): DeferredPromise<Either<TDone, ChannelOf<RDone>>, unknown, Either<TProgress, ChannelOf<RProgress>>>;
  then<RCaught = never>(
    onFulfilled: Nothing<First<TDone>>,
    onRejected: Maybe<(...args: ThenArgs<TFail>) => RCaught | PromiseLike<RCaught>>,
    onProgress?: null,
  ): DeferredPromise<Either<TDone, Single<RCaught>>, unknown, TProgress>;
  then<RCaught = never>(
    onFulfilled: Maybe<(...args: ThenArgs<TDone>) => never>,
    onRejected?: Maybe<(...args: ThenArgs<TFail>) => RCaught | PromiseLike<RCaught>>,
    onProgress?: null,
  ): DeferredPromise<Single<RCaught>, unknown, TProgress>;
  then<RDone, RFail, RProgress, RCaught = never>(
    onFulfilled: Maybe<(...args: ThenArgs<TDone>) => Channels<RDone, RFail, RProgress>>,
    onRejected?: Maybe<(...args: ThenArgs<TFail>) => RCaught | PromiseLike<RCaught>>,
    onProgress?: null,
  ): DeferredPromise<Either<ChannelOf<RDone>, Single<RCaught>>, unknown, Either<TProgress, ChannelOf<RProgress>>>;
  then<RDone>(
    onFulfilled: Maybe<(...args: ThenArgs<TDone>) => RDone | PromiseLike<RDone>>,
    onRejected?: null,
    onProgress?: null,
  ): DeferredPromise<[value: RDone], unknown, TProgress>;
  then<RProgress, RDone = First<TDone>, RFail = never>(
    onFulfilled: Maybe<(...args: ThenArgs<TDone>) => RDone | PromiseLike<RDone>>,
    onRejected: Maybe<(...args: ThenArgs<TFail>) => RFail | PromiseLike<RFail>>,
    onProgress: (...args: Params<Args<TProgress>>) => RProgress | PromiseLike<RProgress>,
  ): DeferredPromise<[value: RDone | RFail], unknown, [value: RProgress]>;
  then<RDone = First<TDone>, RFail = never>(
    onFulfilled?: Maybe<(...args: ThenArgs<TDone>) => RDone | PromiseLike<RDone>>,
    onRejected?: Maybe<(...args: ThenArgs<TFail>) => RFail | PromiseLike<RFail>>,
    onProgress?: null,
  ): DeferredPromise<[value: RDone | RFail], unknown, TProgress>;

  /**
   * Gives a new promise in which a rejection is handled: `then(null, onRejected)`.
   *
   * @remarks
   * The handler gets all the arguments and the context of the rejection, in a microtask. What it returns
   * resolves the new promise; what it throws rejects it.
   *
   * @see {@link https://api.jquery.com/deferred.catch/ | deferred.catch()}
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const d = Deferred<string, [status: number, text: string]>().reject(404, 'Not Found');
   *
   * await d.catch((status, text) => `${status} ${text}`); // => '404 Not Found'
   * ```
   */
  catch(onRejected?: null): DeferredPromise<TDone, TFail, TProgress>;
  catch(onRejected: (...args: ThenArgs<TFail>) => never): DeferredPromise<TDone, unknown, TProgress>;
  catch<RDone, RFail, RProgress>(
    onRejected: (...args: ThenArgs<TFail>) => Channels<RDone, RFail, RProgress>,
  ): DeferredPromise<Either<TDone, ChannelOf<RDone>>, unknown, Either<TProgress, ChannelOf<RProgress>>>;
  catch<RCaught = never>(
    onRejected?: Maybe<(...args: ThenArgs<TFail>) => RCaught | PromiseLike<RCaught>>,
  ): DeferredPromise<Either<TDone, Single<RCaught>>, unknown, TProgress>;

  /**
   * Gives a new promise that settles as this one does, after `onFinally` is through.
   *
   * @remarks
   * The callback gets no argument, runs in a microtask, and a thenable that it returns is waited for. All
   * arguments and the context pass on, unless it throws or its thenable rejects: that rejection wins. For a
   * synchronous callback that cannot change the outcome, use {@link DeferredPromise.always}.
   *
   * @see {@link https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/Promise/finally | Promise.prototype.finally()}
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const log: string[] = [];
   * const d = Deferred<string>().resolve('saved');
   *
   * await d.finally(() => log.push('closed')); // => 'saved'
   * log; // => ['closed']
   * ```
   */
  finally(onFinally?: null): DeferredPromise<TDone, TFail, TProgress>;
  finally(onFinally?: Maybe<() => unknown>): DeferredPromise<TDone, unknown, TProgress>;

  /**
   * Gives a new promise for what synchronous filters return.
   *
   * @deprecated Use {@link DeferredPromise.then}, as jQuery has advised since 1.8. For operators, use
   * `from(promise).pipe(…)`.
   * @remarks
   * Filters get all the arguments and the context, synchronously, in their place among the handlers. They
   * keep the context and the channel: a rejection that was filtered is still one. What has a `promise()` method
   * is unwrapped. Nothing is caught: an error in a filter is reported, and the new promise stays pending.
   *
   * @see {@link https://api.jquery.com/deferred.pipe/ | deferred.pipe()}
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const log: number[] = [];
   * const d = Deferred<number>();
   * d.pipe((n) => n * 2).done((n) => log.push(n));
   * d.resolve(21);
   *
   * log; // => [42]
   * ```
   */
  pipe<RDone = never, RFail = never, RProgress = never>(
    doneFilter?: Maybe<(...args: Params<Args<TDone>>) => RDone>,
    failFilter?: Maybe<(...args: Params<Args<TFail>>) => RFail>,
    progressFilter?: Maybe<(...args: Params<Args<TProgress>>) => RProgress>,
  ): DeferredPromise<
    Piped<TDone, RDone, RFail | RProgress>,
    Piped<TFail, RFail, RDone | RProgress>,
    Piped<TProgress, RProgress, RDone | RFail>
  >;

  /**
   * Tells where the deferred stands: `'pending'`, `'resolved'` or `'rejected'`.
   *
   * @remarks Inside the first handler it already tells the new state.
   * @see {@link https://api.jquery.com/deferred.state/ | deferred.state()}
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const d = Deferred<string>();
   * const before = d.state();
   *
   * [before, d.resolve('done').state()]; // => ['pending', 'resolved']
   * ```
   */
  state(): DeferredState;

  /**
   * Gives an observable of the first argument: it emits that and completes, or fails with the first argument of the
   * rejection.
   *
   * @remarks
   * A subscriber stands among the handlers, in the order of its subscription, and gets what is settled already
   * before `subscribe` returns. Unsubscribing takes it away; it settles nothing. RxJS reads the deferred itself in
   * the same way, so `from(d)` is the same.
   *
   * @see {@link https://rxjs.dev/api/index/class/Observable | Observable}
   * @example
   * ```ts
   * import { map } from 'rxjs';
   * import { Deferred } from 'rx-deferred';
   *
   * const log: number[] = [];
   * const d = Deferred<[width: number, height: number]>().resolve(3, 4);
   * d.asObservable().pipe(map((width) => width * 2)).subscribe((double) => log.push(double));
   *
   * log; // => [6]
   * ```
   */
  asObservable(this: void): Observable<First<TDone>>;

  /**
   * Tells how the deferred stands, with all arguments and the context.
   *
   * @returns A record of its own: to change it changes nothing.
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const d = Deferred<[width: number, height: number]>();
   * const before = d.outcome();
   * d.resolve(3, 4);
   *
   * [before, d.outcome()]; // => [{ state: 'pending' }, { state: 'resolved', args: [3, 4], context: undefined }]
   * ```
   */
  outcome(this: void): Outcome<TDone, TFail>;

  /**
   * Emits the outcome once, as soon as there is one, and completes. It never fails.
   *
   * @remarks Always the same observable. A subscriber counts as having seen a rejection.
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const log: unknown[] = [];
   * const d = Deferred<string, [status: number, text: string]>();
   * d.outcome$.subscribe((outcome) => log.push(outcome.state, ...outcome.args));
   * d.reject(404, 'Not Found');
   *
   * log; // => ['rejected', 404, 'Not Found']
   * ```
   */
  readonly outcome$: Observable<SettledOutcome<TDone, TFail>>;

  /**
   * Emits the first argument of each notification, from the last one on, and completes at the settlement.
   *
   * @remarks Always the same observable. It never fails.
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const log: unknown[] = [];
   * const d = Deferred<void, Error, [percent: number]>().notify(10).notify(20);
   * d.progress$.subscribe({ next: (percent) => log.push(percent), complete: () => log.push('complete') });
   * d.notify(30).resolve();
   *
   * log; // => [20, 30, 'complete']
   * ```
   */
  readonly progress$: Observable<First<TProgress>>;

  /**
   * Gives a promise that ends with its user: it settles as this one does, or rejects when the notifier fires first.
   *
   * @remarks
   * Outcome and progress pass on synchronously, with all arguments and the context, in the place of a handler. When
   * the notifier fires, the new promise rejects with the reason of the signal, with the error of the observable, or
   * with an `AbortError`; and it lets go of this one. If no other promise or subscriber that was derived from this
   * one is left, then the work behind it is aborted: the source of a `toDeferred`, or a deferred with a teardown,
   * through any number of `then`, `pipe` and `until`. Handlers that were given to this one itself do not keep it.
   *
   * @param notifier - An `AbortSignal`, or an observable, whose first value or error counts.
   * @throws TypeError if the notifier is neither, and so could never fire.
   * @example
   * ```ts
   * import { NEVER } from 'rxjs';
   * import { toDeferred } from 'rx-deferred';
   *
   * const log: string[] = [];
   * const view = new AbortController();
   * const request = toDeferred(NEVER).fail((error) => log.push(`request: ${(error as Error).name}`));
   * request.until(view.signal).fail((error) => log.push(`view: ${(error as Error).name}`));
   * view.abort();
   *
   * log; // => ['view: AbortError', 'request: AbortError']
   * ```
   */
  until(this: void, notifier: AbortSignal | ObservableInput<unknown>): DeferredPromise<TDone, unknown, TProgress>;

  /**
   * Gives the promise: of a deferred, a plain object with these methods as its own, always the same one; of a promise,
   * that itself. With a target, puts the methods on that.
   *
   * @param target - Any object or function to extend. Chaining methods called on it return it.
   * @throws TypeError if the target is neither an object nor a function.
   * @see {@link https://api.jquery.com/deferred.promise/ | deferred.promise()}
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const d = Deferred<string>();
   * const dialog = d.promise({ title: 'Save?' });
   *
   * [dialog.title, dialog.state(), dialog.done() === dialog]; // => ['Save?', 'pending', true]
   * ```
   */
  promise(target?: null): DeferredPromise<TDone, TFail, TProgress>;
  promise<TTarget extends object>(target: TTarget): TTarget & DeferredPromise<TDone, TFail, TProgress>;

  /**
   * Names the kind of object, for `Object.prototype.toString`: `'Deferred'` or `'DeferredPromise'`.
   *
   * @remarks A subclass, or the target of {@link DeferredPromise.promise}, may have a name of its own.
   */
  readonly [Symbol.toStringTag]: string;
}

/** The channel that a `pipe` filter leaves behind; unknown where any filter may switch channels by a promise. */
type Piped<TOwn, TReturned, TOthers> = [Extract<TReturned | TOthers, { promise(): unknown }>] extends [never]
  ? [TReturned] extends [never]
    ? TOwn
    : [value: TReturned]
  : unknown;
