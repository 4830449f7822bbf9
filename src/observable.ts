import { Observable, type Subscriber } from 'rxjs';

import { toOutcome, type Call } from './handlers.js';
import { keep } from './lifetime.js';
import { progressOf, type Settlement } from './settlement.js';
import { handled } from './unhandled.js';

/**
 * Gives the first argument, and the end, as an observable. None of these is made of the subject: `source` and `lift`
 * would hand that out.
 */
export function asObservable(settlement: Settlement): Observable<unknown> {
  return observe(settlement, (subscriber, { state, value }) => {
    if (state === 'resolved') {
      subscriber.next(value);
      subscriber.complete();
    } else {
      subscriber.error(value);
    }
  });
}

/** Gives the outcome, once there is one, as an observable that never fails. */
export function outcomesOf(settlement: Settlement): Observable<unknown> {
  return (settlement.outcome$ ??= observe(settlement, (subscriber) => {
    subscriber.next(outcomeOf(settlement));
    subscriber.complete();
  }));
}

/** Subscribers stand among the handlers, in the order of their subscription. */
function observe(
  settlement: Settlement,
  emit: (subscriber: Subscriber<unknown>, call: Call) => void,
): Observable<unknown> {
  return new Observable((subscriber) => {
    const listener = {
      hear(call: Call): void {
        handled(call);
        emit(subscriber, call);
      },
    };
    return keep(settlement, listener);
  });
}

/** Gives the first argument of each notification, from the last one on, as an observable that ends at the settlement. */
export function notificationsOf(settlement: Settlement): Observable<unknown> {
  return (settlement.progress$ ??= new Observable((subscriber) => {
    const progress = progressOf(settlement);
    let seen: Call | undefined;
    const notify = (): void => {
      const { last } = progress;
      if (last !== seen) {
        seen = last;
        subscriber.next(last?.value);
      }
    };
    const listener = {
      // The settlement may come in the midst of a notification, which is not lost on those behind.
      hear(): void {
        notify();
        subscriber.complete();
      },
    };
    progress.add([notify]);
    subscriber.add(keep(settlement, listener));
    return () => {
      progress.remove(notify);
    };
  }));
}

/** Tells how a settlement stands, in a record of its own. */
export function outcomeOf({ call }: Settlement): object {
  return call ? toOutcome(call) : { state: 'pending' };
}
