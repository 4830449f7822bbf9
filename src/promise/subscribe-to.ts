import {
  Subscription,
  throwIfEmpty,
  type MonoTypeOperatorFunction,
  type ObservableInput,
  type TeardownLogic,
} from 'rxjs';

import { callReporting, reportError } from '../base/errors.js';
import { isFunction, isObject, isPromising, thenOf } from '../base/guards.js';
import { isInterop, toObservable } from '../base/observable-input.js';
import { createEmission, Emission } from '../state/emission.js';
import { toArray } from '../state/one-or-many.js';
import { fromOutside, markHandled } from '../state/rejections.js';
import { emit, progressOf, Settlement, subscribe, type Runtime } from '../state/settlement.js';
import { abortWith, forget } from './abort.js';
import { adopt } from './adopt.js';

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
    subscriber.follow(source, empty === 'reject' && throwIfEmpty());
  }
  return settlement;
}

/**
 * Calls a function at the first value of an observable, or with its error, when it has unsubscribed. Returns a function
 * that unsubscribes.
 */
export function onFirst(
  runtime: Runtime,
  source: ObservableInput<unknown>,
  callback: (reason?: unknown) => void,
): () => void {
  const settlement = new Settlement(runtime);
  const subscriber = new SourceSubscriber(settlement, 'resolve');
  progressOf(settlement).subscribe({
    next() {
      subscriber.unsubscribe();
      callback();
    },
  });
  subscribe(settlement, {
    next(emission) {
      if (emission.kind === 'reject') {
        markHandled(runtime, emission);
        callback(emission.value);
      }
    },
  });
  subscriber.follow(source);
  return () => {
    toArray(settlement.sources).forEach(forget);
    subscriber.unsubscribe();
  };
}

/**
 * The subscriber of a source: each value notifies, and the last one resolves. RxJS uses it directly, like the replay of
 * a settlement. It can unsubscribe even while the source emits synchronously. Errors of teardowns are reported: they
 * change no outcome, and stop no source.
 */
class SourceSubscriber {
  closed = false;
  private source: object = this;
  private last: Emission | undefined = undefined;
  private teardowns: Subscription | undefined = undefined;

  constructor(
    private readonly settlement: Settlement,
    private readonly empty: Empty,
  ) {}

  /** Subscribes to a source, or waits for it if it is a promise. An error of that is an error of the source. */
  follow(source: ObservableInput<unknown>, operator?: MonoTypeOperatorFunction<unknown> | false): void {
    this.source = source;
    try {
      if (isInterop(source) ? isPromising(source) : isFunction(thenOf(source))) {
        this.add(
          adopt(this.settlement, source, (emission) => {
            if (emission.kind === 'reject') {
              this.end(emission);
            } else {
              this.next(emission.value);
              this.complete();
            }
          }),
        );
      } else {
        const observable = toObservable(source);
        (operator ? observable.pipe(operator) : observable).subscribe(this);
      }
    } catch (error) {
      if (this.closed) {
        reportError(error);
      } else {
        this.error(error);
      }
    }
  }

  add(teardown: TeardownLogic): void {
    if (teardown) {
      this.teardowns ??= new Subscription();
      this.teardowns.add(teardown);
      if (this.closed) {
        this.unsubscribe();
      }
    }
  }

  remove(teardown: Exclude<TeardownLogic, void>): void {
    this.teardowns?.remove(teardown);
  }

  unsubscribe(): void {
    this.closed = true;
    callReporting(() => this.teardowns?.unsubscribe());
  }

  next(value: unknown): void {
    if (!this.closed) {
      this.last = new Emission('notify', undefined, value);
      emit(this.settlement, this.last);
    }
  }

  error(reason: unknown): void {
    this.end(fromOutside(this.settlement.runtime, new Emission('reject', undefined, reason), this.source));
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

  private end(emission: Emission): void {
    if (!this.closed) {
      emit(this.settlement, emission);
      this.unsubscribe();
    }
  }
}
