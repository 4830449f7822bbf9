import { need, type TimedOperation } from './operation.js';
import { sumBelow, Tally } from './tally.js';

export const operation: TimedOperation = {
  name: 'notify',
  title: 'create, progress, notify × n',
  measures: 'ns',
  workloads: [
    {
      n: 200_000,
      unit: 'call',
      per: 'call',
      implementations: ['rx-deferred', 'floor', 'raw', 'jquery-deferred', 'jquery'],
      labels: { raw: 'raw Subject.next', floor: 'floor (array only)' },
    },
  ],
  prepare(implementation, n) {
    const notifying = need(implementation.notifying);
    const tally = new Tally();
    const { handler } = tally;
    return {
      units: n,
      run(finish) {
        tally.expect(n, sumBelow(n), finish);
        const deferred = notifying.create();
        notifying.progress(deferred, handler);
        for (let i = 0; i < n; i++) {
          notifying.notify(deferred, i);
        }
      },
    };
  },
};
