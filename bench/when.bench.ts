import { expectEqual, need, type TimedOperation } from './operation.js';
import { sumBelow } from './tally.js';

export const operation: TimedOperation = {
  name: 'when',
  title: 'create n, wait for all of them, resolve each, to the end',
  measures: 'ns',
  workloads: [
    {
      n: 1_000,
      unit: 'deferred',
      per: 'deferred',
      implementations: ['rx-deferred', 'raw', 'native', 'bluebird', 'jquery-deferred', 'jquery'],
      labels: { raw: 'raw forkJoin', native: 'native Promise.all', bluebird: 'bluebird all' },
    },
  ],
  prepare(implementation, n) {
    const combining = need(implementation.combining);
    return {
      units: n,
      run(finish) {
        const deferreds = Array.from({ length: n }, () => combining.create());
        combining.all(deferreds, (values) => {
          expectEqual('the number of values', values.length, n);
          expectEqual('the last value', values[n - 1], n - 1);
          expectEqual(
            'the sum of the values',
            values.reduce((sum, value) => sum + value, 0),
            sumBelow(n),
          );
          finish();
        });
        for (let i = 0; i < n; i++) {
          combining.resolve(deferreds[i], i);
        }
      },
    };
  },
};
