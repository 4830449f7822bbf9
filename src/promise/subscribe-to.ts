import { Subscription, throwIfEmpty, type ObservableInput, type TeardownLogic } from 'rxjs';

import { isObject } from '../base/guards.js';
import { toObservable } from '../base/observable-input.js';
import { createEmission, Emission } from '../state/emission.js';
import { emit, Settlement, type Runtime } from '../state/settlement.js';
import { abortWith } from './abort.js';

/** How to settle if a source completes without a value. */
export type Empty = 'resolve' | 'reject' | { readonly value?: unknown };

/** Subscribes to a source, unless the signal has aborted, and returns the settlement that follows the source. */
export function subscribeTo(
  runtime: Runtime,
  source: ObservableInput<unknown>,
  empty: Empty = 'resolve',
  signal?: AbortSignal,
): Settlement {
  const settlement = new Settlement(runtime);
  const subscriber = new SourceSubscriber(settlement, empty);
  settlement.teardown = subscriber;
  if (signal) {
    abortWith(settlement, signal);
  }
  if (!settlement.settled) {
    const observable = toObservable(source);
    (empty === 'reject' ? observable.pipe(throwIfEmpty()) : observable).subscribe(subscriber);
  }
  return settlement;
}

/**
 * The subscriber of a source: each value notifies, and the last one resolves. RxJS uses it directly, like the replay of
 * a settlement. It can unsubscribe even while the source emits synchronously.
 */
class SourceSubscriber {
  closed = false;
  private last: Emission | undefined = undefined;
  private teardowns: Subscription | undefined = undefined;

  constructor(
    private readonly settlement: Settlement,
    private readonly empty: Empty,
  ) {}

  next(value: unknown): void {
    if (!this.closed) {
      this.last = new Emission('notify', undefined, value);
      emit(this.settlement, this.last);
    }
  }

  error(reason: unknown): void {
    this.end(new Emission('reject', undefined, reason));
  }

  complete(): void {
    const { empty, last } = this;
    this.end(
      last
        ? new Emission('resolve', undefined, last.value)
        : isObject(empty)
          ? new Emission('resolve', undefined, empty.value)
          : createEmission('resolve', undefined, []),
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

  private end(emission: Emission): void {
    if (!this.closed) {
      emit(this.settlement, emission);
      this.unsubscribe();
    }
  }
}
