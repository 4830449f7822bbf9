import type { InteropObservable, Observable, ObservableInput, ObservedValueOf, OperatorFunction } from 'rxjs';

import type { Args, ChannelOf, Either, First, Params, Single, ThenArgs, ThenList } from './channels.js';

/** Where a deferred stands: `pending` until it is settled, then `resolved` or `rejected` for good. */
export type DeferredState = 'pending' | 'resolved' | 'rejected';

/** A function that is called with an argument list. `this` is the context that the list came with. */
export type Handler<TList extends readonly unknown[]> = (...args: Params<TList>) => unknown;

/** One handler, or any nesting of arrays and array-likes of them. What is no function is passed over. */
export type Handlers<TList extends readonly unknown[]> =
  Handler<TList> | (object & ArrayLike<Handlers<TList>>) | false | null | undefined;

/** How a settled deferred came out, with all arguments and the context. */
export type SettledOutcome<TDone = unknown, TFail = unknown> =
  | { readonly state: 'resolved'; readonly args: OutcomeArgs<TDone>; readonly context: unknown }
  | { readonly state: 'rejected'; readonly args: OutcomeArgs<TFail>; readonly context: unknown };

type OutcomeArgs<T> = Args<T> extends readonly [] ? [value?: undefined] : Args<T>;

/** How a deferred stands: a snapshot, with all arguments and the context once it is settled. */
export type Outcome<TDone = unknown, TFail = unknown> = { readonly state: 'pending' } | SettledOutcome<TDone, TFail>;

declare const channels: unique symbol;

/** What a deferred and its promise carry, as a type that is inferred from them. There is no such property. */
interface Channels<TDone, TFail, TProgress> {
  readonly [channels]: [done: TDone, fail: TFail, progress: TProgress];
}

/** What a callback may be in `then`: a function, or nothing, which passes everything on. */
type Maybe<TCallback> = TCallback | null | undefined;

/**
 * No callback. Were it only null, TypeScript would let a promise of numbers pass for one of strings: it compares
 * the parameters of a method both ways. So it names the arguments, in a function that nobody has.
 */
type Nothing<TArgs extends readonly unknown[]> =
  null | undefined | (((...args: TArgs) => never) & { readonly [channels]: true });

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
    onFulfilled?: Nothing<ThenArgs<TDone>>,
    onRejected?: null,
    onProgress?: null,
  ): DeferredPromise<TDone, TFail, TProgress>;
  then<RProgress>(
    onFulfilled: Nothing<ThenArgs<TDone>>,
    onRejected: null | undefined,
    onProgress: (...args: Params<Args<TProgress>>) => RProgress | PromiseLike<RProgress>,
  ): DeferredPromise<TDone, TFail, [value: RProgress]>;
  then<RCaught = never>(
    onFulfilled: (...args: ThenArgs<TDone>) => never,
    onRejected?: Maybe<(...args: ThenArgs<TFail>) => RCaught | PromiseLike<RCaught>>,
    onProgress?: null,
  ): DeferredPromise<Single<RCaught>, unknown, TProgress>;
  then<RDone, RFail, RProgress, RCaught = never>(
    onFulfilled: (...args: ThenArgs<TDone>) => Channels<RDone, RFail, RProgress>,
    onRejected?: Maybe<(...args: ThenArgs<TFail>) => RCaught | PromiseLike<RCaught>>,
    onProgress?: null,
  ): DeferredPromise<Either<ChannelOf<RDone>, Single<RCaught>>, unknown, Either<TProgress, ChannelOf<RProgress>>>;
  then<RDone>(
    onFulfilled: (...args: ThenArgs<TDone>) => RDone | PromiseLike<RDone>,
    onRejected?: null,
    onProgress?: null,
  ): DeferredPromise<[value: RDone], unknown, TProgress>;
  then(
    onFulfilled: Nothing<ThenArgs<TDone>>,
    onRejected: (...args: ThenArgs<TFail>) => never,
    onProgress?: null,
  ): DeferredPromise<TDone, unknown, TProgress>;
  then<RDone, RFail, RProgress>(
    onFulfilled: Nothing<ThenArgs<TDone>>,
    onRejected: (...args: ThenArgs<TFail>) => Channels<RDone, RFail, RProgress>,
    onProgress?: null,
  ): DeferredPromise<Either<TDone, ChannelOf<RDone>>, unknown, Either<TProgress, ChannelOf<RProgress>>>;
  then<RCaught>(
    onFulfilled: Nothing<ThenArgs<TDone>>,
    onRejected: (...args: ThenArgs<TFail>) => RCaught | PromiseLike<RCaught>,
    onProgress?: null,
  ): DeferredPromise<Either<TDone, Single<RCaught>>, unknown, TProgress>;
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
  catch<RCaught>(
    onRejected: (...args: ThenArgs<TFail>) => RCaught | PromiseLike<RCaught>,
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
  finally(onFinally: () => unknown): DeferredPromise<TDone, unknown, TProgress>;

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
}

/** The channel that a `pipe` filter leaves behind; unknown where any filter may switch channels by a promise. */
type Piped<TOwn, TReturned, TOthers> = [Extract<TReturned | TOthers, { promise(): unknown }>] extends [never]
  ? [TReturned] extends [never]
    ? TOwn
    : [value: TReturned]
  : unknown;

/** The array that a `With` method takes, which may be left out where the list may be empty. */
type ArgsArray<T> = [] extends Args<T> ? [args?: Readonly<Args<T>> | null] : [args: Readonly<Args<T>>];

/**
 * jQuery's Deferred on an RxJS `AsyncSubject`: a promise, and the methods that settle it.
 *
 * @remarks
 * Every method is bound, and handlers get its receiver as `this`: none where that is the deferred itself or
 * where the method is called alone. A deferred settles once; whatever comes after that is ignored.
 *
 * @typeParam TDone - What it resolves with: a tuple is an argument list, anything else one argument, `void` none.
 * @typeParam TFail - What it rejects with, in the same form.
 * @typeParam TProgress - What its notifications carry, in the same form.
 * @see {@link https://api.jquery.com/category/deferred-object/ | jQuery's Deferred}
 */
export interface Deferred<TDone = unknown, TFail = unknown, TProgress = unknown> extends DeferredPromise<
  TDone,
  TFail,
  TProgress
> {
  /**
   * Resolves the deferred: `done` and `always` handlers run, now and in order, with these arguments.
   *
   * @remarks Returns its receiver, which handlers get as `this` unless it is the deferred. Never throws.
   * @see {@link https://api.jquery.com/deferred.resolve/ | deferred.resolve()}
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const a = Deferred<number>();
   * const b = Deferred<number>();
   * a.done(b.resolve); // bound: it can be handed on
   * a.resolve(7);
   *
   * await b; // => 7
   * ```
   */
  resolve(this: void, ...args: Args<TDone>): this;

  /**
   * Resolves the deferred with a context, which handlers get as `this`, and an array of arguments.
   *
   * @remarks The array is copied.
   * @throws TypeError if `args` is given and is no array or array-like.
   * @see {@link https://api.jquery.com/deferred.resolveWith/ | deferred.resolveWith()}
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const log: string[] = [];
   * const d = Deferred<number>().done(function (this: { id: string }, value) {
   *   log.push(`${this.id} ${value}`);
   * });
   * d.resolveWith({ id: 'row-1' }, [5]);
   *
   * log; // => ['row-1 5']
   * ```
   */
  resolveWith(this: void, context: unknown, ...args: ArgsArray<TDone>): this;

  /**
   * Rejects the deferred: `fail` and `always` handlers run, now and in order, with these arguments.
   *
   * @remarks Returns its receiver, which handlers get as `this` unless it is the deferred. Never throws.
   * A rejection that nobody handles is silent, as in jQuery.
   * @see {@link https://api.jquery.com/deferred.reject/ | deferred.reject()}
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * Deferred<string, Error>().reject(new Error('offline')).state(); // => 'rejected'
   * ```
   */
  reject(this: void, ...args: Args<TFail>): this;

  /**
   * Rejects the deferred with a context, which handlers get as `this`, and an array of arguments.
   *
   * @remarks The array is copied.
   * @throws TypeError if `args` is given and is no array or array-like.
   * @see {@link https://api.jquery.com/deferred.rejectWith/ | deferred.rejectWith()}
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const log: string[] = [];
   * Deferred<void, [status: number]>()
   *   .rejectWith({ url: '/users' }, [404])
   *   .fail(function (this: { url: string }, status) {
   *     log.push(`${this.url} ${status}`);
   *   });
   *
   * log; // => ['/users 404']
   * ```
   */
  rejectWith(this: void, context: unknown, ...args: ArgsArray<TFail>): this;

  /**
   * Reports progress: `progress` handlers run, now and in order, with these arguments.
   *
   * @remarks
   * The last notification is kept for late handlers. One given inside a progress handler waits until all have
   * had the current one; one given after settlement is ignored.
   *
   * @see {@link https://api.jquery.com/deferred.notify/ | deferred.notify()}
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const log: string[] = [];
   * const upload = Deferred<void, Error, [loaded: number, total: number]>();
   * upload.progress((loaded, total) => log.push(`${(100 * loaded) / total} %`));
   * upload.notify(512, 1024).notify(1024, 1024);
   *
   * log; // => ['50 %', '100 %']
   * ```
   */
  notify(this: void, ...args: Args<TProgress>): this;

  /**
   * Reports progress with a context, which handlers get as `this`, and an array of arguments.
   *
   * @remarks The array is copied.
   * @throws TypeError if `args` is given and is no array or array-like.
   * @see {@link https://api.jquery.com/deferred.notifyWith/ | deferred.notifyWith()}
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const log: string[] = [];
   * Deferred<void, Error, number>()
   *   .progress(function (this: { file: string }, percent) {
   *     log.push(`${this.file}: ${percent} %`);
   *   })
   *   .notifyWith({ file: 'a.txt' }, [40]);
   *
   * log; // => ['a.txt: 40 %']
   * ```
   */
  notifyWith(this: void, context: unknown, ...args: ArgsArray<TProgress>): this;

  /**
   * Rejects the deferred because its work is not wanted any more. A settled one is left as it is.
   *
   * @param reason - What it rejects with: by default an `AbortError`, as the platform makes it.
   * @remarks An abort is no unhandled rejection.
   * @see {@link https://developer.mozilla.org/docs/Web/API/AbortController/abort | AbortController.abort()}
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const log: string[] = [];
   * const timer = Deferred<void>((d) => {
   *   const id = setTimeout(d.resolve, 1000);
   *   return () => {
   *     clearTimeout(id);
   *     log.push('cleared');
   *   };
   * });
   * timer.fail((error) => log.push((error as Error).name)).abort();
   *
   * log; // => ['cleared', 'AbortError']
   * ```
   */
  abort(this: void, reason?: unknown): this;
}

/** A promise for the last value of a source, which can be aborted. */
export interface AbortablePromise<TDone = unknown, TFail = unknown, TProgress = unknown> extends DeferredPromise<
  TDone,
  TFail,
  TProgress
> {
  /**
   * Unsubscribes from the source, and rejects with the reason: by default an `AbortError`, as the platform makes it.
   *
   * @remarks A settled one is left as it is.
   */
  abort(this: void, reason?: unknown): this;
}

/** The options of `toDeferred`. */
export interface ToDeferredOptions<TEmpty = never> {
  /** Aborts the promise, and unsubscribes. It is let go when the source has come to an end. */
  readonly signal?: AbortSignal | undefined;

  /**
   * What becomes of a source that completes without a value: `'resolve'`, without an argument, which is the default;
   * `'reject'`, with an `EmptyError` of RxJS; or `{ value }`, which resolves with that.
   */
  readonly empty?: 'resolve' | 'reject' | { readonly value: TEmpty } | undefined;
}

/** `toDeferred` as the last argument of `pipe`. */
export interface ToDeferredOperator<TEmpty = never> {
  <TSource extends ObservableInput<unknown>>(source: TSource): FromSource<TSource, TEmpty>;
}

/** The promise that `toDeferred` gives for a source. */
export type FromSource<TSource extends ObservableInput<unknown>, TEmpty = never> = AbortablePromise<
  Single<ObservedValueOf<TSource> | TEmpty>,
  unknown,
  Single<ObservedValueOf<TSource>>
>;

declare module 'rxjs' {
  interface Observable<T> {
    pipe<R extends Channels<unknown, unknown, unknown>>(last: (source: this) => R): R;
    pipe<A, R extends Channels<unknown, unknown, unknown>>(
      op1: OperatorFunction<T, A>,
      last: (source: Observable<A>) => R,
    ): R;
    pipe<A, B, R extends Channels<unknown, unknown, unknown>>(
      op1: OperatorFunction<T, A>,
      op2: OperatorFunction<A, B>,
      last: (source: Observable<B>) => R,
    ): R;
    pipe<A, B, C, R extends Channels<unknown, unknown, unknown>>(
      op1: OperatorFunction<T, A>,
      op2: OperatorFunction<A, B>,
      op3: OperatorFunction<B, C>,
      last: (source: Observable<C>) => R,
    ): R;
    pipe<A, B, C, D, R extends Channels<unknown, unknown, unknown>>(
      op1: OperatorFunction<T, A>,
      op2: OperatorFunction<A, B>,
      op3: OperatorFunction<B, C>,
      op4: OperatorFunction<C, D>,
      last: (source: Observable<D>) => R,
    ): R;
    pipe<A, B, C, D, F, R extends Channels<unknown, unknown, unknown>>(
      op1: OperatorFunction<T, A>,
      op2: OperatorFunction<A, B>,
      op3: OperatorFunction<B, C>,
      op4: OperatorFunction<C, D>,
      op5: OperatorFunction<D, F>,
      last: (source: Observable<F>) => R,
    ): R;
    pipe<A, B, C, D, F, G, R extends Channels<unknown, unknown, unknown>>(
      op1: OperatorFunction<T, A>,
      op2: OperatorFunction<A, B>,
      op3: OperatorFunction<B, C>,
      op4: OperatorFunction<C, D>,
      op5: OperatorFunction<D, F>,
      op6: OperatorFunction<F, G>,
      last: (source: Observable<G>) => R,
    ): R;
    pipe<A, B, C, D, F, G, H, R extends Channels<unknown, unknown, unknown>>(
      op1: OperatorFunction<T, A>,
      op2: OperatorFunction<A, B>,
      op3: OperatorFunction<B, C>,
      op4: OperatorFunction<C, D>,
      op5: OperatorFunction<D, F>,
      op6: OperatorFunction<F, G>,
      op7: OperatorFunction<G, H>,
      last: (source: Observable<H>) => R,
    ): R;
    pipe<A, B, C, D, F, G, H, I, R extends Channels<unknown, unknown, unknown>>(
      op1: OperatorFunction<T, A>,
      op2: OperatorFunction<A, B>,
      op3: OperatorFunction<B, C>,
      op4: OperatorFunction<C, D>,
      op5: OperatorFunction<D, F>,
      op6: OperatorFunction<F, G>,
      op7: OperatorFunction<G, H>,
      op8: OperatorFunction<H, I>,
      last: (source: Observable<I>) => R,
    ): R;
  }
}

/** What `oneShot` calls to do the work. The signal aborts when nobody waits for the result any more. */
export type OneShotFactory<T> = (signal: AbortSignal) => T;

/** The options of `oneShot`. */
export interface OneShotOptions {
  /** Ends the one-shot: what is under way is aborted, and whoever asks after that is rejected with the reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Work that is done once, and shared: see `oneShot`. */
export interface OneShot<TDone = unknown, TFail = unknown, TProgress = unknown> {
  /**
   * Gives a promise for the result, which starts the work if it has not been started.
   *
   * @param options - A `signal` rejects this promise alone. When the last caller has left in this way, the work is
   * aborted, and the next call starts it anew.
   */
  get(this: void, options?: { readonly signal?: AbortSignal | undefined }): DeferredPromise<TDone, TFail, TProgress>;

  /** Tells how the work stands, without starting it: `undefined` if there is none. */
  peek(this: void): Outcome<TDone, TFail> | undefined;

  /** Forgets the result, or the work under way, whose callers still get their result: the next `get` starts anew. */
  invalidate(this: void): void;
}

/** A function that sets a new deferred to work. `this` and the argument are both that deferred. */
export type DeferredInit<TDone, TFail, TProgress> = (
  this: Deferred<TDone, TFail, TProgress>,
  deferred: Deferred<TDone, TFail, TProgress>,
) => unknown;

/** The options of `Deferred`. */
export interface DeferredOptions {
  /** Aborts the deferred. It is let go at the settlement. */
  readonly signal?: AbortSignal | undefined;
}

/** A rejection that nobody has seen. */
export interface UnhandledRejection {
  /** The first argument of the rejection. */
  readonly reason: unknown;
  /** All of them. */
  readonly args: readonly unknown[];
  /** Its stack tells where the deferred or promise was made, if {@link DeferredHooks.captureStacks} was set then. */
  readonly createdAt?: Error;
}

/** The hooks around errors in `then` handlers. Both may be replaced, and both deleted. */
export interface DeferredHooks {
  /**
   * Is called with whatever a callback of `then`, `catch` or `finally` throws, or the `then` of a thenable, before the new promise rejects with it.
   *
   * @remarks
   * By default it warns in the console when the error is one that a mistake in the code makes: an `EvalError`,
   * `InternalError`, `RangeError`, `ReferenceError`, `SyntaxError`, `TypeError` or `URIError`.
   * `asyncError` is what {@link DeferredHooks.getErrorHook} returned when the reaction was scheduled.
   *
   * @see {@link https://api.jquery.com/jQuery.Deferred.exceptionHook/ | jQuery.Deferred.exceptionHook()}
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const seen: unknown[] = [];
   * const warn = Deferred.exceptionHook;
   * Deferred.exceptionHook = (error) => seen.push((error as Error).message);
   * await Deferred<void>().resolve().then(() => { throw new Error('oops'); }).catch(() => undefined);
   * Deferred.exceptionHook = warn;
   *
   * seen; // => ['oops']
   * ```
   */
  exceptionHook?: ((error: unknown, asyncError?: unknown) => void) | undefined;

  /**
   * Is called when a `then` handler is scheduled; what it returns goes to {@link DeferredHooks.exceptionHook}.
   *
   * @see {@link https://api.jquery.com/jQuery.Deferred.getErrorHook/ | jQuery.Deferred.getErrorHook()}
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const traces: unknown[] = [];
   * const warn = Deferred.exceptionHook;
   * Deferred.getErrorHook = () => 'scheduled here';
   * Deferred.exceptionHook = (error, asyncError) => traces.push(asyncError);
   * await Deferred<void>().resolve().then(() => { throw new Error('oops'); }).catch(() => undefined);
   * Deferred.exceptionHook = warn;
   * delete Deferred.getErrorHook;
   *
   * traces; // => ['scheduled here']
   * ```
   */
  getErrorHook?: (() => unknown) | undefined;

  /**
   * Is called, once and in a later task, with a rejection that nobody has seen by then.
   *
   * @remarks
   * Off by default, as in jQuery, where such a rejection is silent. Whoever sees it on any branch has seen it: a
   * `fail` or `always` handler, a callback for the rejection in `then` or `catch`, a subscriber of an observable.
   * An abort is no unhandled rejection, and neither is any `AbortError`. What it throws is reported.
   *
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const log: unknown[] = [];
   * Deferred.onUnhandled = ({ reason }) => log.push((reason as Error).message);
   * Deferred<void, Error>().reject(new Error('offline'));
   * await new Promise((resolve) => setTimeout(resolve, 10));
   * delete Deferred.onUnhandled;
   *
   * log; // => ['offline']
   * ```
   */
  onUnhandled?: ((rejection: UnhandledRejection) => void) | undefined;

  /** Whether to keep the stack of the call that makes a deferred or a derived promise. It costs time and memory. */
  captureStacks?: boolean | undefined;
}

/** {@link Deferred} as a function, which works with and without `new`. */
export interface DeferredConstructor extends DeferredHooks {
  <TDone = unknown, TFail = unknown, TProgress = unknown>(
    init?: DeferredInit<TDone, TFail, TProgress> | false | null,
    options?: DeferredOptions,
  ): Deferred<TDone, TFail, TProgress>;
  new <TDone = unknown, TFail = unknown, TProgress = unknown>(
    init?: DeferredInit<TDone, TFail, TProgress> | false | null,
    options?: DeferredOptions,
  ): Deferred<TDone, TFail, TProgress>;
  readonly prototype: Deferred;
}

/** What `when` gives for one value: a deferred keeps its arguments, a thenable is awaited, the rest is itself. */
type Adopted<T> =
  T extends Channels<infer TList, unknown, unknown>
    ? TList extends readonly [infer TValue extends PromiseLike<unknown>]
      ? Single<Awaited<TValue>>
      : ChannelOf<TList>
    : Single<Awaited<T>>;

/** What `when` gives for one of several values: no argument is `undefined`, several are an array. */
type Joined<T> = T extends Channels<infer TList, unknown, unknown> ? Collapsed<TList> : Awaited<T>;

/** One argument is itself, none is `undefined`, several are an array; of an open list it may be any of these. */
type Collapsed<TList> = unknown[] extends TList
  ? unknown
  : TList extends readonly [infer TValue]
    ? [TValue] extends [void]
      ? undefined
      : TValue
    : [] extends TList
      ? undefined | (TList & readonly unknown[])[0] | TList
      : TList extends readonly [infer TValue, ...infer TRest]
        ? [] extends TRest
          ? TValue | TList
          : TList
        : TList;

type JoinedList<TList extends readonly unknown[]> = TList[number][] extends TList
  ? [value?: Joined<TList[number]>, ...values: Joined<TList[number]>[]]
  : { -readonly [K in keyof TList]: Joined<TList[K]> };

/** Everything that one of the values may reject with: thenables may reject with anything. */
type FailOf<T> = ChannelOf<FailList<T>>;

type FailList<T> =
  PromiseLike<unknown> extends T
    ? unknown[]
    : T extends Channels<unknown, infer TList, unknown>
      ? TList
      : T extends ObservableInput<unknown>
        ? unknown[]
        : never;

/** Everything that may be notified by one of the values. */
type ProgressOf<T> =
  T extends Channels<unknown, unknown, infer TList>
    ? ChannelOf<TList>
    : T extends InteropObservable<infer TValue> | Observable<infer TValue>
      ? Single<TValue>
      : never;

/** The one-shot of what a factory gives. */
export type OneShotOf<T> = OneShot<
  OneOf<T>,
  [T] extends [never] ? unknown : [T] extends [Channels<unknown, unknown, unknown>] ? FailOf<T> : unknown,
  ProgressOf<T>
>;

/** The options of `when.all` and its kin. */
export interface CombineOptions {
  /** Whether to call `abort()` on those that have one and are not settled, once the whole is. */
  readonly abortLosers?: boolean | undefined;
}

/** What `when.all` and its kin notify each time that one of the values is settled. */
export interface Completion {
  /** How many of them are settled. */
  readonly completed: number;
  /** How many there are. */
  readonly total: number;
  /** Which one it was, from 0. */
  readonly index: number;
}

/** What one of several inputs comes to: one value, unless there are deferreds among them. */
type OneOf<T> = [Extract<T, Channels<unknown, unknown, unknown>>] extends [never]
  ? Single<ValueOf<T>>
  : ChannelOf<AdoptedList<T>>;

type AdoptedList<T> = T extends Channels<unknown, unknown, unknown> ? Args<Adopted<T>> : [value: ValueOf<T>];

/** What an observable, or any other value that is waited for, comes to. */
type ValueOf<T> = T extends InteropObservable<infer TValue> | Observable<infer TValue> ? TValue : Awaited<T>;

type JoinedInput<T> = T extends Channels<unknown, unknown, unknown> ? Joined<T> : ValueOf<T>;

type OutcomeOf<T> = T extends unknown ? SettledOutcome<OneOf<T>, FailOf<T>> : never;

type ElementOf<TList> = TList extends Iterable<infer T> ? T : never;

/** The tuple, or array, of what the values of an iterable come to. */
type ListOf<TList, TKind extends 'value' | 'outcome'> = TList extends readonly unknown[]
  ? { -readonly [K in keyof TList]: Combined<TList[K], TKind> }
  : Combined<ElementOf<TList>, TKind>[];

type Combined<T, TKind> = TKind extends 'value' ? JoinedInput<T> : OutcomeOf<T>;

/** {@link when} as a type. */
export interface When {
  /**
   * Waits until all have resolved, for an array of what they resolved with; the first rejection rejects at once.
   *
   * @remarks
   * `all`, `settled`, `any` and `race` take any iterable. Each value is a deferred, a thenable, an observable, which is
   * subscribed to for its last value, or anything else, which counts as resolved. They are synchronous where the
   * values are. Each value that is settled notifies a {@link Completion}. Observables are unsubscribed from when the
   * whole is settled; with `abortLosers`, whatever has an `abort()` is aborted then.
   *
   * @throws TypeError if `values` is no iterable.
   * @example
   * ```ts
   * import { of } from 'rxjs';
   * import { Deferred, when } from 'rx-deferred';
   *
   * const log: string[] = [];
   * const d = Deferred<string>();
   * const both = when.all([d, of(1, 2)]).progress(({ completed, total }) => log.push(`${completed} of ${total}`));
   * d.resolve('a');
   *
   * await both; // => ['a', 2]
   * log; // => ['1 of 2', '2 of 2']
   * ```
   */
  all<const TList extends Iterable<unknown>>(
    values: TList,
    options?: CombineOptions,
  ): DeferredPromise<[values: ListOf<TList, 'value'>], FailOf<ElementOf<TList>>, Completion>;

  /** Waits until all are settled, for an array of their outcomes. It never rejects. See {@link When.all}. */
  settled<const TList extends Iterable<unknown>>(
    values: TList,
    options?: CombineOptions,
  ): DeferredPromise<[outcomes: ListOf<TList, 'outcome'>], never, Completion>;

  /**
   * Resolves with the first that resolves. If none does, it rejects with an `AggregateError` of all reasons, as
   * `Promise.any` does. See {@link When.all}.
   */
  any<const TList extends Iterable<unknown>>(
    values: TList,
    options?: CombineOptions,
  ): DeferredPromise<OneOf<ElementOf<TList>>, AggregateError, Completion>;

  /** Settles as the first that is settled does. With no value it stays pending, as `Promise.race` does. See {@link When.all}. */
  race<const TList extends Iterable<unknown>>(
    values: TList,
    options?: CombineOptions,
  ): DeferredPromise<OneOf<ElementOf<TList>>, FailOf<ElementOf<TList>>, Completion>;

  (): DeferredPromise<void, never, never>;
  <T>(value: T): DeferredPromise<Adopted<T>, FailOf<T>, never>;
  <TList extends readonly unknown[]>(
    ...values: TList
  ): DeferredPromise<JoinedList<TList>, FailOf<TList[number]>, never>;
}
