import type { TimedOperation } from './operation.js';
import { Tally } from './tally.js';

const calls = 1_000;
const value = 7;

export const operation: TimedOperation = {
  name: 'late',
  title: 'always on a settled deferred',
  measures: 'ns',
  workloads: [
    {
      n: 1,
      unit: 'handler',
      per: 'call',
      implementations: ['rx-deferred', 'raw', 'native', 'p-defer', 'bluebird', 'jquery-deferred', 'jquery'],
    },
  ],
  prepare({ settling }) {
    const tally = new Tally();
    const { handler } = tally;
    const settled = settling.create();
    settling.resolve(settled, value);
    return {
      units: calls,
      run(finish) {
        tally.expect(calls, calls * value, finish);
        for (let i = 0; i < calls; i++) {
          settling.always(settled, handler);
        }
      },
    };
  },
};
