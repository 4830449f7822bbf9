import type { ObservableInput } from 'rxjs';

import { expected } from '../base/errors.js';
import { isObservableInput } from '../base/observable-input.js';
import { isSignal, onAbort } from '../base/signal.js';
import type { Emission, Observer } from '../state/emission.js';
import { emit, progressOf, Settlement, subscribe, unsubscribe } from '../state/settlement.js';
import { abort, abortion, end } from './abort.js';
import { waitFor } from './consumers.js';
import { onFirst } from './subscribe-to.js';

/** An event that ends the derived promise. */
type Notifier = AbortSignal | ObservableInput<unknown>;

/** Derives the settlement of the promise that `until` returns. */
export function until(source: Settlement, notifier: Notifier): Settlement {
  if (!isSignal(notifier) && !isObservableInput(notifier)) {
    throw expected('notifier', 'an AbortSignal or an observable', notifier);
  }
  return fork(source, notifier);
}

/** Derives a settlement that settles as its source does, in the order of the handlers, or rejects with the notifier. */
export function fork(source: Settlement, notifier?: Notifier): Settlement {
  const derived = new Settlement(source.runtime);
  const progress = progressOf(source);
  const forward: Observer = {
    next(emission: Emission): void {
      emit(derived, emission);
    },
  };
  subscribe(derived, {
    next() {
      progress.unsubscribe(forward);
      unsubscribe(source, forward);
    },
  });
  if (notifier) {
    subscribe(derived, {
      next: isSignal(notifier)
        ? onAbort(notifier, (reason) => {
            abort(derived, reason);
          })
        : onFirst(source.runtime, notifier, (rejection = abortion(derived)) => {
            end(derived, rejection);
          }),
    });
  }
  waitFor(derived, source);
  if (!derived.settled) {
    progress.subscribe(forward);
    subscribe(source, forward);
  }
  return derived;
}
