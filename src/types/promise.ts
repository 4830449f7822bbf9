import type { Observable, ObservableInput } from 'rxjs';

import type {
  Args,
  ChannelOf,
  Channels,
  channels,
  Either,
  First,
  HandlerArgs,
  Params,
  Single,
  ThenArgs,
  ThenHandlerArgs,
  ThenList,
} from './args.js';
import type { Callback, Maybe, Nothing } from './callback.js';
import type { DeferredState, Outcome, SettledOutcome } from './outcome.js';
import type { DoneFrom, FailFrom, InferredReceiver, ProgressFrom, ThenDone, ThenFail, Unchanged } from './receiver.js';

/** A function that is called with the arguments of an emission, and with its context as `this`. */
export type Handler<TList extends readonly unknown[]> = (...args: HandlerArgs<TList>) => unknown;

/** One handler, or any nesting of arrays and array-likes of them. Other values are ignored. */
export type Handlers<TList extends readonly unknown[]> =
  Handler<TList> | (object & ArrayLike<Handlers<TList>>) | false | null | undefined;

/**
 * The read-only side of a deferred: everything but the methods that settle it.
 *
 * @remarks
 * Every method is bound: it can be detached from the object and called as a plain function. The chaining methods
 * return their receiver.
 *
 * @typeParam TDone - The arguments of a resolution: a tuple is an argument list, any other type a single argument,
 * `void` no argument.
 * @typeParam TFail - The arguments of a rejection, in the same form.
 * @typeParam TProgress - The arguments of a notification, in the same form.
 * @see {@link https://api.jquery.com/Types/#Promise | jQuery's promise}
 */
export interface DeferredPromise<TDone = unknown, TFail = unknown, TProgress = unknown> {
  /**
   * Runs handlers when the deferred is resolved, or at once if it already is.
   *
   * @remarks
   * Handlers receive the arguments of `resolve`, and its receiver as `this` (`undefined` if that is the deferred). They
   * run synchronously, in the order in which they were added. Return values are ignored. An error that a handler throws
   * does not stop the other handlers: it is reported in a later task, as RxJS reports unhandled errors. Differs from
   * jQuery: there the error escapes from `resolve()` (D-001).
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
   * Handlers receive the arguments of `reject`, and its receiver as `this`. Timing, order and errors are as in
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
   * Runs handlers when the deferred is resolved or rejected, or at once if it already is.
   *
   * @remarks
   * Handlers receive the arguments of `resolve` or `reject`, and its receiver as `this`. They are added to the next and
   * to the error channel, and run in the order in which `done`, `fail` and `always` handlers were added.
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
   * d.always((value) => log.push(value)); // late handlers receive the same
   *
   * log; // => ['hidden', 1]
   * ```
   */
  always(this: void, ...handlers: Handlers<Args<Either<TDone, TFail>>>[]): this;

  /**
   * Runs handlers at every notification, and at once with the last one, if there was one.
   *
   * @remarks
   * Handlers receive the arguments of `notify`, and its receiver as `this`, synchronously and in the order in which
   * they were added. There are no notifications after the settlement, but a late handler still receives the last one.
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
   * Returns a new promise for the result of the callbacks, by the rules of Promises/A+.
   *
   * @remarks
   * A callback runs in a microtask, with all arguments and the context. The new promise resolves with its return value,
   * as a single argument without a context. A returned thenable is followed; a returned deferred keeps its own
   * arguments, context and progress. If a callback throws, the error is passed to `Deferred.exceptionHook`, and the new
   * promise rejects with it. Without a callback, the emission is passed on unchanged. `onProgress` maps notifications;
   * an error in it is reported, and that notification is dropped. Differs from jQuery, where callbacks run in a timer
   * task (D-002).
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
  // Channels from the receiver. TypeScript tries overloads that have a parameter of type `null` before others.
  then<RDone = Unchanged, RCaught = Unchanged, TSelf = unknown>(
    this: InferredReceiver<TSelf>,
    onFulfilled?: Maybe<Callback<TSelf, ThenHandlerArgs<DoneFrom<TSelf>>, RDone>>,
    onRejected?: Maybe<Callback<TSelf, ThenHandlerArgs<FailFrom<TSelf>>, RCaught>>,
    onProgress?: null,
  ): DeferredPromise<
    ThenDone<TSelf, RDone, RCaught>,
    ThenFail<TSelf, RDone, RCaught>,
    ProgressFrom<TSelf | RDone | RCaught>
  >;
  then<RProgress, RDone = Unchanged, RCaught = Unchanged, TSelf = unknown>(
    this: InferredReceiver<TSelf>,
    onFulfilled: Maybe<Callback<TSelf, ThenHandlerArgs<DoneFrom<TSelf>>, RDone>>,
    onRejected: Maybe<Callback<TSelf, ThenHandlerArgs<FailFrom<TSelf>>, RCaught>>,
    onProgress: Callback<TSelf, HandlerArgs<Args<ProgressFrom<TSelf>>>, RProgress>,
  ): DeferredPromise<ThenDone<TSelf, RDone, RCaught>, ThenFail<TSelf, RDone, RCaught>, [value: Awaited<RProgress>]>;
  // No callback: every channel is passed on.
  then(
    onFulfilled?: Nothing<First<TDone>>,
    onRejected?: null,
    onProgress?: null,
  ): DeferredPromise<TDone, TFail, TProgress>;
  // Only a filter of notifications.
  then<RProgress>(
    onFulfilled: Nothing<First<TDone>>,
    onRejected: null | undefined,
    onProgress: (...args: Params<Args<TProgress>>) => RProgress | PromiseLike<RProgress>,
  ): DeferredPromise<TDone, TFail, [value: RProgress]>;
  // Rejections only: the callback always throws, returns a deferred, or returns anything else.
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
  ): DeferredPromise<Either<Uninferred<TDone>, Single<RCaught>>, unknown, TProgress>;
  // Resolutions: the callback always throws, returns a deferred, or returns a value and rejections are passed on.
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
  // Callbacks and a filter of notifications.
  then<RProgress, RDone = First<TDone>, RFail = never>(
    onFulfilled: Maybe<(...args: ThenArgs<TDone>) => RDone | PromiseLike<RDone>>,
    onRejected: Maybe<(...args: ThenArgs<TFail>) => RFail | PromiseLike<RFail>>,
    onProgress: (...args: Params<Args<TProgress>>) => RProgress | PromiseLike<RProgress>,
  ): DeferredPromise<[value: RDone | RFail], unknown, [value: RProgress]>;
  // Any two callbacks. Errors about wrong callbacks refer to the last overload, so this one is the plainest.
  then<RDone = First<TDone>, RFail = never>(
    onFulfilled?: Maybe<(...args: ThenArgs<TDone>) => RDone | PromiseLike<RDone>>,
    onRejected?: Maybe<(...args: ThenArgs<TFail>) => RFail | PromiseLike<RFail>>,
    onProgress?: null,
  ): DeferredPromise<[value: RDone | RFail], unknown, TProgress>;

  /**
   * Returns a new promise in which a rejection is handled: `then(null, onRejected)`.
   *
   * @remarks
   * The callback runs in a microtask, with all arguments and the context of the rejection. The new promise resolves
   * with its return value, or rejects with the error that it throws.
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
  catch<RCaught = Unchanged, TSelf = unknown>(
    this: InferredReceiver<TSelf>,
    onRejected?: Maybe<Callback<TSelf, ThenHandlerArgs<FailFrom<TSelf>>, RCaught>>,
    // It puts this overload before the others, as in `then`.
    none?: null,
  ): DeferredPromise<
    ThenDone<TSelf, Unchanged, RCaught>,
    ThenFail<TSelf, Unchanged, RCaught>,
    ProgressFrom<TSelf | RCaught>
  >;
  catch(onRejected?: null): DeferredPromise<TDone, TFail, TProgress>;
  catch(onRejected: (...args: ThenArgs<TFail>) => never): DeferredPromise<TDone, unknown, TProgress>;
  catch<RDone, RFail, RProgress>(
    onRejected: (...args: ThenArgs<TFail>) => Channels<RDone, RFail, RProgress>,
  ): DeferredPromise<Either<TDone, ChannelOf<RDone>>, unknown, Either<TProgress, ChannelOf<RProgress>>>;
  catch<RCaught = never>(
    onRejected?: Maybe<(...args: ThenArgs<TFail>) => RCaught | PromiseLike<RCaught>>,
  ): DeferredPromise<Either<Uninferred<TDone>, Single<RCaught>>, unknown, TProgress>;

  /**
   * Returns a new promise that settles as this one does, after `onFinally` has finished.
   *
   * @remarks
   * The callback runs in a microtask, without arguments. If it returns a thenable, the new promise waits for that. All
   * arguments and the context are passed on, unless the callback throws or its thenable rejects: the new promise then
   * rejects with that error. For a synchronous callback that cannot change the outcome, use
   * {@link DeferredPromise.always}.
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
   * Returns a new promise for the result of synchronous filters.
   *
   * @deprecated Use {@link DeferredPromise.then}, as jQuery has advised since 1.8. For operators, use
   * `from(promise).pipe(…)`.
   * @remarks
   * Filters run synchronously, in the order of the handlers, with all arguments and the context. The new promise keeps
   * the context and the channel: a filtered rejection remains a rejection. A result with a `promise()` method is
   * unwrapped. Errors are not caught: an error in a filter is reported, and the new promise stays pending.
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
    doneFilter?: Maybe<(...args: Params<Args<Uninferred<TDone>>>) => RDone>,
    failFilter?: Maybe<(...args: Params<Args<Uninferred<TFail>>>) => RFail>,
    progressFilter?: Maybe<(...args: Params<Args<Uninferred<TProgress>>>) => RProgress>,
  ): DeferredPromise<
    Piped<TDone, RDone, RFail | RProgress>,
    Piped<TFail, RFail, RDone | RProgress>,
    Piped<TProgress, RProgress, RDone | RFail>
  >;

  /**
   * Returns the state of the deferred: `'pending'`, `'resolved'` or `'rejected'`.
   *
   * @remarks The state changes before the first handler runs.
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
   * Returns an observable of the first argument: it emits that and completes, or fails with the first argument of the
   * rejection.
   *
   * @remarks
   * A subscriber takes its place among the handlers, in the order of subscription. If the deferred is already settled,
   * the observable emits before `subscribe` returns. Unsubscribing removes the subscriber and does not settle or abort
   * the deferred. `from(d)` gives RxJS the same observable.
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
   * Returns the state of the deferred and, once it is settled, all arguments and the context.
   *
   * @returns A new record each time. Changing it does not affect the deferred.
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
   * Emits the outcome once the deferred is settled, and completes. It never fails.
   *
   * @remarks Always the same observable. It emits synchronously, in the order of the handlers. A subscriber marks a
   * rejection as handled. `for…in` and `JSON.stringify` do not list the property.
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
   * Emits the first argument of each notification, starting with the last one, and completes at the settlement.
   *
   * @remarks Always the same observable. It emits synchronously and never fails. `for…in` and `JSON.stringify` do not
   * list the property.
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
   * Returns a new promise that settles as this one does, or rejects when the notifier fires first.
   *
   * @remarks
   * The outcome and the progress are passed on synchronously, with all arguments and the context, in the order of the
   * handlers. When the notifier fires, the new promise rejects with the reason of the signal, with the error of the
   * observable, or with an `AbortError` if the observable emits a value, and it unsubscribes from this one. A signal
   * that has already aborted rejects the new promise before `until` returns.
   *
   * If this promise then has no other consumer, the work behind it is aborted: the source of a `toDeferred`, a request,
   * a one-shot, or a deferred with a teardown, wherever the promise waits for it, also through `when` and the promises
   * that callbacks return. Consumers are `done` handlers, subscribers, and promises that wait for this one. Handlers of
   * `always`, `fail` and `progress` only watch, and do not prevent the abort.
   *
   * @param notifier - An `AbortSignal`, or an object that RxJS can convert to an observable. The observable fires at its
   * first value or its error, but not at its completion.
   * @throws TypeError if the notifier is neither.
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
  until(
    this: void,
    // RxJS takes a string for a list of characters, but here it would be the name of an event.
    notifier: AbortSignal | (ObservableInput<unknown> & object),
  ): DeferredPromise<TDone, unknown, TProgress>;

  /**
   * Returns the promise of a deferred, always the same object; a promise without `abort()` returns itself. With a
   * target, puts the methods on the target and returns the target.
   *
   * @remarks
   * The promise is a lazy object like that of {@link DeferredPromise.then}: its methods are accessors on the prototype,
   * which bind when they are read. `for…in` and `$.extend` find them; object spread, `Object.assign` and `Object.keys`
   * do not. `promise(target)` puts own methods on the target, so `{ ...d.promise({}) }` has them all.
   *
   * @param target - An object or function to extend. Chaining methods called on it return it.
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
   * Names the kind of object for `Object.prototype.toString`: `'Deferred'` or `'DeferredPromise'`.
   *
   * @remarks
   * Plain objects, such as a target of {@link DeferredPromise.promise}, get no tag. A subclass may define its own.
   *
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const d = Deferred();
   *
   * [String(d), String(d.promise())]; // => ['[object Deferred]', '[object DeferredPromise]']
   * String(d.promise({})); // => '[object Object]'
   * ```
   */
  readonly [Symbol.toStringTag]: string;

  // It is no base type and comes last, for TypeScript 7: if it is compared first, `number` and `[value: number]` differ.
  readonly [channels]: Channels<ThenList<TDone>, ThenList<TFail>, ThenList<TProgress>>[typeof channels];
}

/**
 * The same channel, from which TypeScript infers nothing: `NoInfer` of TypeScript 5.4. For a generic function that takes a
 * promise, it infers the channels of a deferred from every method, and would infer `unknown` from these.
 */
type Uninferred<T> = [T][T extends unknown ? 0 : never];

/** A channel after `pipe`. It is `unknown` if any filter may return a promise, which can switch channels. */
type Piped<TOwn, TReturned, TOthers> = [Extract<TReturned | TOthers, { promise(): unknown }>] extends [never]
  ? [TReturned] extends [never]
    ? TOwn
    : [value: TReturned]
  : unknown;
