import { expectEqual, need, type TimedOperation } from './operation.js';

const addOne = (value: number): number => value + 1;

export const operation: TimedOperation = {
  name: 'then-chain',
  title: 'create, then × n, resolve, to the end',
  measures: 'ns',
  workloads: [
    {
      // Without jquery, where each hop takes a timer.
      n: 10_000,
      unit: 'hop',
      per: 'hop',
      implementations: ['rx-deferred', 'native', 'bluebird'],
    },
    {
      n: 200,
      unit: 'hop',
      per: 'hop',
      implementations: ['rx-deferred', 'native', 'bluebird', 'jquery-deferred', 'jquery'],
      labels: { 'jquery-deferred': 'jquery-deferred (sync)' },
    },
  ],
  prepare(implementation, n) {
    const chaining = need(implementation.chaining);
    return {
      units: n,
      run(finish) {
        const deferred = chaining.create();
        let promise = chaining.promiseOf(deferred);
        for (let i = 0; i < n; i++) {
          promise = chaining.then(promise, addOne);
        }
        chaining.end(promise, (value) => {
          expectEqual('the end of the chain', value, n);
          finish();
        });
        chaining.resolve(deferred, 0);
      },
    };
  },
};
