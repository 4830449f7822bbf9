import { Observable, type Subscriber } from 'rxjs';

import { toOutcome, type Emission, type Observer } from '../state/emission.js';
import { markHandled, passOn } from '../state/rejections.js';
import { progressOf, subscribe, unsubscribe, type Settlement } from '../state/settlement.js';
import { retain } from './consumers.js';

/**
 * Creates an observable of the first argument. No public observable is derived from the subject, because its `source`
 * and its `lift` would expose the subject.
 */
export function asObservable(settlement: Settlement): Observable<unknown> {
  return observe(settlement, (subscriber, emission) => {
    const { kind, value } = emission;
    if (kind === 'resolve') {
      subscriber.next(value);
      subscriber.complete();
    } else {
      passOn(settlement.runtime, emission, () => {
        subscriber.error(value);
      });
    }
  });
}

/** Returns the observable of the outcome, which never fails. */
export function outcomesOf(settlement: Settlement): Observable<unknown> {
  return (settlement.outcome$ ??= observe(settlement, (subscriber, emission) => {
    markHandled(settlement.runtime, emission);
    subscriber.next(outcomeOf(settlement));
    subscriber.complete();
  }));
}

/** Creates an observable whose subscribers take their place among the handlers, in the order of subscription. */
function observe(
  settlement: Settlement,
  pass: (subscriber: Subscriber<unknown>, emission: Emission) => void,
): Observable<unknown> {
  return new Observable((subscriber) =>
    retain(settlement, {
      next(emission) {
        pass(subscriber, emission);
      },
    }),
  );
}

/** Returns the observable of the first argument of each notification, starting with the last one. */
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
    const end: Observer = {
      // The deferred may settle while a notification is being delivered, which this subscriber must still receive.
      next() {
        notify();
        subscriber.complete();
      },
    };
    progress.subscribe(observer);
    subscribe(settlement, end);
    return () => {
      progress.unsubscribe(observer);
      unsubscribe(settlement, end);
    };
  }));
}

/** Returns the public record of the state. */
export function outcomeOf({ settled }: Settlement): object {
  return settled ? toOutcome(settled) : { state: 'pending' };
}
