import { Observable, type Subscriber } from 'rxjs';

import { toOutcome, type Emission } from '../state/emission.js';
import { markHandled } from '../state/rejections.js';
import { progressOf, type Settlement } from '../state/settlement.js';
import { retain } from './consumers.js';

/**
 * Gives the first argument as an observable, which then completes or fails. No observable that is handed out is made of
 * the subject: its `source` and its `lift` would give the subject away.
 */
export function asObservable(settlement: Settlement): Observable<unknown> {
  return observe(settlement, (subscriber, { kind, value }) => {
    if (kind === 'resolve') {
      subscriber.next(value);
      subscriber.complete();
    } else {
      subscriber.error(value);
    }
  });
}

/** Gives the outcome as an observable that never fails. */
export function outcomesOf(settlement: Settlement): Observable<unknown> {
  return (settlement.outcome$ ??= observe(settlement, (subscriber) => {
    subscriber.next(outcomeOf(settlement));
    subscriber.complete();
  }));
}

/** Subscribers stand among the handlers, in the order of their subscription. */
function observe(
  settlement: Settlement,
  pass: (subscriber: Subscriber<unknown>, emission: Emission) => void,
): Observable<unknown> {
  return new Observable((subscriber) =>
    retain(settlement, {
      next(emission) {
        markHandled(settlement.runtime.rejectionHooks, emission);
        pass(subscriber, emission);
      },
    }),
  );
}

/** Gives the first argument of each notification, from the last one on, as an observable. It ends at the settlement. */
export function notificationsOf(settlement: Settlement): Observable<unknown> {
  return (settlement.progress$ ??= new Observable((subscriber) => {
    const progress = progressOf(settlement);
    let seen: Emission | undefined;
    const notify = (): void => {
      const { last } = progress;
      if (last !== seen) {
        seen = last;
        subscriber.next(last?.value);
      }
    };
    const observer = { next: notify };
    progress.subscribe(observer);
    subscriber.add(
      retain(settlement, {
        // The settlement may come in the midst of a notification, which this subscriber must still get.
        next() {
          notify();
          subscriber.complete();
        },
      }),
    );
    return () => {
      progress.unsubscribe(observer);
    };
  }));
}

/** Gives the public record of the state. */
export function outcomeOf({ settled }: Settlement): object {
  return settled ? toOutcome(settled) : { state: 'pending' };
}
