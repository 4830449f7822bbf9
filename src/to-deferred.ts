import type { ObservableInput, ObservedValueOf } from 'rxjs';

import { expected } from './base/errors.js';
import { isObject } from './base/guards.js';
import { isObservableInput } from './base/observable-input.js';
import { coreRuntime } from './deferred.js';
import { signalOf } from './promise/abort.js';
import { DeferredObject } from './promise/deferred-object.js';
import { subscribeTo } from './promise/subscribe-to.js';
import type { SingleOf } from './types/args.js';
import type { DeferredPromise } from './types/promise.js';
import './types/rxjs.js';

/** A promise of work that can be aborted. */
export interface AbortablePromise<TDone = unknown, TFail = unknown, TProgress = unknown> extends DeferredPromise<
  TDone,
  TFail,
  TProgress
> {
  /**
   * Rejects with the reason, by default the `AbortError` of the platform, and ends the work. Returns the promise.
   *
   * @remarks Synchronous. It has no effect on a settled promise.
   * @example
   * ```ts
   * import { NEVER } from 'rxjs';
   * import { toDeferred } from 'rx-deferred';
   *
   * const log: string[] = [];
   * toDeferred(NEVER).fail((error) => log.push((error as Error).name)).abort();
   *
   * log; // => ['AbortError']
   * ```
   */
  abort(this: void, reason?: unknown): this;
}

/** The options of `toDeferred`. */
export interface ToDeferredOptions<TEmpty = never> {
  /** Aborts the promise, and unsubscribes from the source. The listener is removed at the settlement. */
  readonly signal?: AbortSignal | null | undefined;

  /**
   * How to settle if the source completes without a value: `'resolve'`, the default, without arguments; `'reject'`,
   * with the `EmptyError` of RxJS; or `{ value }`, which resolves with that value.
   */
  readonly empty?: 'resolve' | 'reject' | { readonly value: TEmpty } | undefined;
}

/** `toDeferred` as the last argument of `pipe`. */
export interface ToDeferredOperator<TEmpty = never> {
  <TSource extends ObservableInput<unknown>>(source: TSource): FromSource<TSource, TEmpty>;
}

/** The promise that `toDeferred` returns for a source. */
export type FromSource<TSource extends ObservableInput<unknown>, TEmpty = never> = AbortablePromise<
  SingleOf<Observed<TSource, TEmpty>>,
  unknown,
  SingleOf<Observed<TSource>>
>;

/** The list of one value. Its condition is always true, and delays {@link SingleOf} until the source is known. */
type Observed<TSource extends ObservableInput<unknown>, TEmpty = never> = keyof TSource extends unknown
  ? [value: ObservedValueOf<TSource> | TEmpty]
  : never;

/**
 * Converts an observable in its `pipe`: `source$.pipe(toDeferred())`.
 *
 * @param options - As for `toDeferred(source, options)`.
 * @returns The last argument for `pipe`, which returns the promise.
 * @throws TypeError if the signal is not an `AbortSignal`, or if `empty` is unknown, when the source is converted.
 */
export function toDeferred<TEmpty = never>(options?: ToDeferredOptions<TEmpty>): ToDeferredOperator<TEmpty>;
/**
 * Converts an observable to a promise, with a single subscription: each value notifies, the last one resolves.
 *
 * @param source - An observable, of any library, or an input that RxJS can convert to one: a promise, an array, an
 * iterable, an async iterable or a stream. Without it, `toDeferred` returns the last argument for `source$.pipe(…)`.
 * @param options - `signal` aborts the promise. `empty` determines how to settle if there is no value.
 * @returns A promise with an `abort(reason?)` method, which unsubscribes and rejects. It rejects with an error of the
 * source.
 * @throws TypeError if `source` cannot be converted, if the signal is not an `AbortSignal`, or if `empty` is unknown.
 * @remarks
 * Subscribes before it returns, and notifies and settles synchronously with the source. If the signal has already
 * aborted, there is no subscription.
 *
 * @see {@link https://rxjs.dev/api/index/function/lastValueFrom | lastValueFrom}, which this does with progress
 * @example
 * ```ts
 * import { map, of } from 'rxjs';
 * import { toDeferred } from 'rx-deferred';
 *
 * const log: unknown[] = [];
 * const last = of(1, 2).pipe(
 *   map((n) => n * 10),
 *   toDeferred(),
 * );
 * last.progress((value) => log.push(`progress ${value}`)).done((value) => log.push(`done ${value}`));
 *
 * log; // => ['progress 20', 'done 20']
 * ```
 */
export function toDeferred<TSource extends ObservableInput<unknown>>(
  source: TSource,
  options?: ToDeferredOptions,
): FromSource<TSource>;
export function toDeferred<TSource extends ObservableInput<unknown>, TEmpty>(
  source: TSource,
  options?: ToDeferredOptions<TEmpty>,
): FromSource<TSource, TEmpty>;
export function toDeferred(source?: unknown, options?: ToDeferredOptions<unknown>): unknown {
  if (isObservableInput(source)) {
    const { empty } = options ?? {};
    if (empty !== undefined && empty !== 'resolve' && empty !== 'reject' && !isObject(empty)) {
      throw expected('empty', "'resolve', 'reject' or { value }", empty);
    }
    return new DeferredObject(subscribeTo(coreRuntime, source, empty, signalOf(options)));
  }
  if (source === undefined || (isObject(source) && ('signal' in source || 'empty' in source))) {
    return (input: ObservableInput<unknown>) => toDeferred(input, source as ToDeferredOptions<unknown>);
  }
  throw expected('source', 'an observable or an input that RxJS can convert to one', source);
}
