import { join } from '../state/consumers.js';
import type { Observer } from '../state/emission.js';
import { append } from '../state/one-or-many.js';
import { subscribe, unsubscribe, type Settlement } from '../state/settlement.js';
import { forget, leave } from './abort.js';

/**
 * Makes a settlement wait for another one, unless it has settled. If it has been left already, the other one is left at
 * once.
 */
export function waitFor(consumer: Settlement, source: Settlement): void {
  const { settled, left } = consumer;
  if (!settled) {
    consumer.sources = append(consumer.sources, source);
  }
  if (!settled || left) {
    join(source);
  }
  if (left) {
    leave(source, settled?.value);
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
