import type { TimedOperation } from './operation.js';
import { sumBelow, Tally } from './tally.js';

const deferreds = 1_000;

/** Lets deferreds escape from the loop, as in user code, so that the optimiser cannot eliminate them. */
export let kept: unknown;

export const operation: TimedOperation = {
  name: 'settle',
  title: 'create, always × n, resolve',
  measures: 'ns',
  workloads: [1, 10].map((n) => ({
    n,
    unit: 'handler',
    per: 'deferred',
    implementations: ['rx-deferred', 'floor', 'raw', 'native', 'p-defer', 'bluebird', 'jquery-deferred', 'jquery'],
  })),
  prepare({ settling }, n) {
    const tally = new Tally();
    const { handler } = tally;
    return {
      units: deferreds,
      run(finish) {
        tally.expect(deferreds * n, n * sumBelow(deferreds), finish);
        for (let i = 0; i < deferreds; i++) {
          const deferred = settling.create();
          kept = deferred;
          for (let j = 0; j < n; j++) {
            settling.always(deferred, handler);
          }
          settling.resolve(deferred, i);
        }
      },
    };
  },
};
