import { need, type DepthOperation } from './operation.js';
import { sumBelow, Tally } from './tally.js';

export const operation: DepthOperation = {
  name: 'depth',
  title: 'done handlers that resolve the next deferred, n at the most; ratio: that line / rx-deferred',
  measures: 'depth',
  workloads: [
    {
      n: 100_000,
      unit: 'deferred',
      per: 'stack',
      implementations: ['rx-deferred', 'jquery-deferred', 'jquery'],
    },
  ],
  prepare(implementation, n) {
    const nesting = need(implementation.nesting);
    const tally = new Tally();
    const deferreds = Array.from({ length: n }, () => nesting.create());
    for (let i = 1; i < n; i++) {
      nesting.doneResolves(deferreds[i - 1], deferreds[i]);
    }
    return {
      run(finish) {
        nesting.resolve(deferreds[0], 0);
        tally.expect(n, sumBelow(n), finish);
        for (const deferred of deferreds) {
          nesting.done(deferred, tally.handler);
        }
      },
    };
  },
};
