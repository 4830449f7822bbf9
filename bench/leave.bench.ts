import type { Unsubscribable } from 'rxjs';

import { expectEqual, need, type TimedOperation } from './operation.js';
import { Tally } from './tally.js';

/** The total of each run, for any number per deferred, so that all sizes have the same warm-up and garbage. */
const subscribers = 10_000;
const value = 7;

interface Waiting {
  readonly deferred: unknown;
  readonly subscriptions: readonly Unsubscribable[];
}

export const operation: TimedOperation = {
  name: 'leave',
  title: 'n subscribers of a pending deferred leave, in the order in which they came',
  measures: 'ns',
  workloads: [1_000, 10_000].map((n) => ({
    n,
    unit: 'subscriber',
    per: 'subscriber',
    implementations: ['rx-deferred', 'raw'],
  })),
  prepare(implementation, n) {
    const subscribing = need(implementation.subscribing);
    const tally = new Tally();
    const deferreds = subscribers / n;
    const tooMany = (): void => {
      expectEqual('the calls of those who have left', 1, 0);
    };
    let waiting: Waiting[] = [];
    return {
      units: subscribers,
      setUp(runs) {
        waiting = Array.from({ length: runs * deferreds }, () => {
          const deferred = subscribing.create();
          const subscriptions = Array.from({ length: n }, () => subscribing.subscribe(deferred, tooMany));
          return { deferred, subscriptions };
        });
      },
      run(finish) {
        tally.expect(deferreds, deferreds * value, finish);
        for (const { deferred, subscriptions } of waiting.splice(-deferreds)) {
          for (const subscription of subscriptions) {
            subscription.unsubscribe();
          }
          // This subscriber shows that the deferred was still pending.
          subscribing.subscribe(deferred, tally.handler);
          subscribing.resolve(deferred, value);
        }
      },
    };
  },
};
