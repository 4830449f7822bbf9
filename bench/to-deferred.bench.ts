import { of } from 'rxjs';

import { need, type TimedOperation } from './operation.js';
import { Tally } from './tally.js';

export const operation: TimedOperation = {
  name: 'to-deferred',
  title: 'of(1), to a deferred × n, and its value to a handler',
  measures: 'ns',
  workloads: [
    {
      n: 2_000,
      unit: 'source',
      per: 'source',
      implementations: ['rx-deferred', 'native'],
      labels: { native: 'native lastValueFrom' },
    },
  ],
  prepare(implementation, n) {
    const converting = need(implementation.converting);
    const tally = new Tally();
    const { handler } = tally;
    return {
      units: n,
      run(finish) {
        tally.expect(n, n, finish);
        for (let i = 0; i < n; i++) {
          converting.convert(of(1), handler);
        }
      },
    };
  },
};
