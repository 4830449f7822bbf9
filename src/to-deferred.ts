import { Subscription, throwIfEmpty, type ObservableInput, type TeardownLogic } from 'rxjs';

import { expected } from './errors.js';
import { isObject } from './guards.js';
import { Call, createCall } from './handlers.js';
import { abortWith, signalOf } from './lifetime.js';
import { core, toAbortable } from './methods.js';
import { isObservableInput, toObservable } from './observable-input.js';
import { createSettlement, fire, type Settlement } from './settlement.js';
import type { FromSource, ToDeferredOperator, ToDeferredOptions } from './types.js';

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
export function toDeferred<TSource extends ObservableInput<unknown>, TEmpty = never>(
  source: TSource,
  options?: ToDeferredOptions<TEmpty>,
): FromSource<TSource, TEmpty>;
export function toDeferred(source?: unknown, options?: ToDeferredOptions<unknown>): unknown {
  if (isObservableInput(source)) {
    return toAbortable(subscribeTo(source, options));
  }
  if (source === undefined || (isObject(source) && ('signal' in source || 'empty' in source))) {
    return (input: ObservableInput<unknown>) => toDeferred(input, source as ToDeferredOptions<unknown>);
  }
  throw expected('source', 'an observable, or what RxJS takes for one', source);
}

function subscribeTo(source: ObservableInput<unknown>, options?: ToDeferredOptions<unknown>): Settlement {
  const settlement = createSettlement(core);
  const { empty = 'resolve' } = options ?? {};
  if (empty !== 'resolve' && empty !== 'reject' && !isObject(empty)) {
    throw expected('empty', "'resolve', 'reject' or { value }", empty);
  }
  const signal = signalOf(options);
  const intake = new Intake(settlement, empty);
  settlement.work = intake;
  if (signal) {
    abortWith(settlement, signal);
  }
  if (!settlement.call) {
    const observable = toObservable(source);
    (empty === 'reject' ? observable.pipe(throwIfEmpty()) : observable).subscribe(intake);
  }
  return settlement;
}

/**
 * The subscriber of the source: each value notifies, the last one resolves. As with the replay of a settlement, RxJS
 * takes it as it is. It can be ended even while the source emits synchronously.
 */
class Intake {
  closed = false;
  private teardowns: Subscription | undefined = undefined;

  constructor(
    private readonly settlement: Settlement,
    private readonly empty: unknown,
  ) {}

  next(value: unknown): void {
    if (!this.closed) {
      fire(this.settlement, new Call('pending', undefined, value));
    }
  }

  error(reason: unknown): void {
    this.end(new Call('rejected', undefined, reason));
  }

  complete(): void {
    const { empty } = this;
    const last = this.settlement.notifications?.last;
    this.end(
      last
        ? new Call('resolved', undefined, last.value)
        : isObject(empty)
          ? new Call('resolved', undefined, empty['value'])
          : createCall('resolved', undefined, []),
    );
  }

  add(teardown: TeardownLogic): void {
    if (teardown) {
      this.teardowns ??= new Subscription();
      this.teardowns.add(teardown);
      if (this.closed) {
        this.teardowns.unsubscribe();
      }
    }
  }

  remove(teardown: Exclude<TeardownLogic, void>): void {
    this.teardowns?.remove(teardown);
  }

  unsubscribe(): void {
    this.closed = true;
    this.teardowns?.unsubscribe();
  }

  private end(call: Call): void {
    if (!this.closed) {
      fire(this.settlement, call);
      this.unsubscribe();
    }
  }
}
