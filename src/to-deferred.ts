import type { ObservableInput, ObservedValueOf } from 'rxjs';

import { expected } from './base/errors.js';
import { isObject } from './base/guards.js';
import { isObservableInput } from './base/observable-input.js';
import { coreRuntime } from './deferred.js';
import { signalOf } from './promise/abort.js';
import { DeferredObject } from './promise/methods.js';
import { subscribeTo } from './promise/source.js';
import type { Single } from './types/args.js';
import type { DeferredPromise } from './types/promise.js';
import './types/rxjs.js';

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

/**
 * Makes a promise of an observable, subscribing once and now: each value notifies, the last one resolves.
 *
 * @param source - Whatever RxJS takes for an observable: another library's too, a promise, an array, any iterable or
 * async iterable, a stream. Without it, this is the last argument of `source$.pipe(…)`.
 * @param options - `signal` aborts it. `empty` says what becomes of a source without a value.
 * @returns A promise, with `abort(reason?)`, which unsubscribes and rejects. An error of the source rejects.
 * @throws TypeError for what is no source, a signal that is none, or an unknown `empty`.
 * @remarks Synchronous where the source is. A source with a signal that is aborted already is not subscribed to.
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
export function toDeferred<TEmpty = never>(options?: ToDeferredOptions<TEmpty>): ToDeferredOperator<TEmpty>;
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
