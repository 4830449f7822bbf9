import { join } from '../state/consumers.js';
import type { Emission, Observer } from '../state/emission.js';
import { append, toArray } from '../state/one-or-many.js';
import { handledWith } from '../state/rejections.js';
import { emit, subscribe, unsubscribe, type Settlement } from '../state/settlement.js';
import { forget, leave, release } from './abort.js';

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

/**
 * Settles a settlement, maybe before its sources. As with `Promise.all`, their own rejections count as handled then.
 * Work that another consumer has left before ends.
 */
export function settle(consumer: Settlement, emission: Emission): void {
  const sources = toArray(consumer.sources);
  const mark = handledWith(consumer.runtime, emission);
  try {
    emit(consumer, emission);
  } finally {
    for (const source of sources) {
      if (mark) {
        source.beforeRejection = mark;
      }
      if (source.left === false) {
        release([source]);
      }
    }
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
