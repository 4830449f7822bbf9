import { Subscription } from 'rxjs';

import { expected, hooks } from './errors.js';
import { isFunction } from './guards.js';
import { abortWith, own, signalOf } from './lifetime.js';
import type { Settlement } from './settlement.js';
import type { DeferredOptions } from './types.js';

/** Checks what a deferred is made with, and gives its signal. */
export function check(init: unknown, options: DeferredOptions | undefined): AbortSignal | undefined {
  if (init && !isFunction(init)) {
    throw expected('init', 'a function', init);
  }
  return signalOf(options);
}

/** Starts the work of a new deferred. */
export function start(settlement: Settlement, deferred: object, init: unknown, signal: AbortSignal | undefined): void {
  if (hooks.owner.captureStacks) {
    settlement.createdAt = new Error('Made here');
  }
  if (isFunction(init) && !signal?.aborted) {
    const teardown = init.call(deferred, deferred);
    if (isFunction(teardown)) {
      own(settlement, () => void teardown.call(undefined));
    } else if (teardown instanceof Subscription) {
      own(settlement, () => {
        teardown.unsubscribe();
      });
    }
  }
  if (signal !== undefined) {
    abortWith(settlement, signal);
  }
}
