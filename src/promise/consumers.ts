import { join } from '../state/consumers.js';
import type { Observer } from '../state/emission.js';
import { append } from '../state/one-or-many.js';
import { subscribe, unsubscribe, type Settlement } from '../state/settlement.js';
import { forget, leave } from './abort.js';

/** Makes a settlement wait for another one. If it has been left already, the other one is left at once. */
export function waitFor(consumer: Settlement, source: Settlement): void {
  if (consumer.left) {
    join(source);
    leave(source, consumer.settled?.value);
  } else if (!consumer.settled) {
    join(source);
    consumer.sources = append(consumer.sources, source);
  }
}

/** Subscribes an observer that, unlike a handler, counts as a consumer. Returns a function that unsubscribes it. */
export function retain(settlement: Settlement, observer: Observer): () => void {
  join(settlement);
  subscribe(settlement, observer);
  return () => {
    unsubscribe(settlement, observer);
    forget(settlement);
  };
}
