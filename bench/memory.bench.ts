import type { MemoryOperation } from './operation.js';
import { Tally } from './tally.js';

const value = 7;

export const operation: MemoryOperation = {
  name: 'memory',
  title: 'create, always × n, and keep it pending',
  measures: 'bytes',
  workloads: [
    {
      n: 1,
      unit: 'handler',
      per: 'deferred',
      implementations: ['rx-deferred', 'floor', 'raw', 'native', 'p-defer', 'bluebird', 'jquery-deferred', 'jquery'],
    },
  ],
  prepare({ settling }, n) {
    const tally = new Tally();
    const { handler } = tally;
    return {
      allocate() {
        const deferred = settling.create();
        for (let i = 0; i < n; i++) {
          settling.always(deferred, handler);
        }
        return deferred;
      },
      check(deferreds, finish) {
        tally.expect(deferreds.length * n, deferreds.length * n * value, finish);
        for (const deferred of deferreds) {
          settling.resolve(deferred, value);
        }
      },
    };
  },
};
