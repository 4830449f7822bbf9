import type { TimedOperation } from './operation.js';
import { Tally } from './tally.js';

const value = 7;

export const operation: TimedOperation = {
  name: 'many-handlers',
  title: 'resolve with n handlers waiting',
  measures: 'ns',
  workloads: [
    {
      n: 1_000,
      unit: 'handler',
      per: 'handler',
      implementations: ['rx-deferred', 'floor', 'raw', 'native', 'bluebird', 'jquery-deferred', 'jquery'],
    },
    {
      // Without raw, which takes minutes: each subscriber searches the list of all to remove itself.
      // Without promises, which are no faster than at 1,000 and take longest to set up.
      n: 1_000_000,
      unit: 'handler',
      per: 'handler',
      implementations: ['rx-deferred', 'floor', 'jquery-deferred', 'jquery'],
    },
  ],
  prepare({ settling }, n) {
    const tally = new Tally();
    const { handler } = tally;
    let waiting: unknown[] = [];
    return {
      units: n,
      setUp(runs) {
        waiting = Array.from({ length: runs }, () => {
          const deferred = settling.create();
          for (let i = 0; i < n; i++) {
            settling.always(deferred, handler);
          }
          return deferred;
        });
      },
      run(finish) {
        tally.expect(n, n * value, finish);
        settling.resolve(waiting.pop(), value);
      },
    };
  },
};
