import type { Args, ChannelOf, Either, First, Params, Single, ThenArgs, ThenList } from './channels.js';

/** Where a deferred stands: `pending` until it is settled, then `resolved` or `rejected` for good. */
export type DeferredState = 'pending' | 'resolved' | 'rejected';

/** A function that is called with an argument list. `this` is the context that the list came with. */
export type Handler<TList extends readonly unknown[]> = (...args: Params<TList>) => unknown;

/** One handler, or any nesting of arrays and array-likes of them. What is no function is passed over. */
export type Handlers<TList extends readonly unknown[]> =
  Handler<TList> | (object & ArrayLike<Handlers<TList>>) | false | null | undefined;

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
   * Gives the promise: a plain object with these methods as its own, always the same one; or puts them on `target`.
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
}

/** A function that sets a new deferred to work. `this` and the argument are both that deferred. */
export type DeferredInit<TDone, TFail, TProgress> = (
  this: Deferred<TDone, TFail, TProgress>,
  deferred: Deferred<TDone, TFail, TProgress>,
) => void;

/** The hooks around errors in `then` handlers. Both may be replaced, and both deleted. */
export interface DeferredHooks {
  /**
   * Is called with whatever a `then` handler throws, before the new promise rejects with it.
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
}

/** {@link Deferred} as a function, which works with and without `new`. */
export interface DeferredConstructor extends DeferredHooks {
  <TDone = unknown, TFail = unknown, TProgress = unknown>(
    init?: DeferredInit<TDone, TFail, TProgress> | false | null,
  ): Deferred<TDone, TFail, TProgress>;
  new <TDone = unknown, TFail = unknown, TProgress = unknown>(
    init?: DeferredInit<TDone, TFail, TProgress> | false | null,
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

type Collapsed<TList> = TList extends readonly [infer TValue] ? ([TValue] extends [void] ? undefined : TValue) : TList;

type JoinedList<TList extends readonly unknown[]> = TList[number][] extends TList
  ? [value?: Joined<TList[number]>, ...values: Joined<TList[number]>[]]
  : { -readonly [K in keyof TList]: Joined<TList[K]> };

/** Everything that one of the values may reject with: thenables may reject with anything. */
type FailOf<T> = ChannelOf<FailList<T>>;

type FailList<T> =
  T extends Channels<unknown, infer TList, unknown> ? TList : T extends PromiseLike<unknown> ? unknown[] : never;

/** {@link when} as a type. */
export interface When {
  (): DeferredPromise<void, never, never>;
  <T>(value: T): DeferredPromise<Adopted<T>, FailOf<T>, never>;
  <TList extends readonly unknown[]>(
    ...values: TList
  ): DeferredPromise<JoinedList<TList>, FailOf<TList[number]>, never>;
}
