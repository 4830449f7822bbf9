import { need, type TimedOperation } from './operation.js';
import { Tally } from './tally.js';

/** The total of each run, for any number per deferred, so that all sizes have the same warm-up and garbage. */
const branches = 10_000;
const value = 7;
const reason = 3;

export const operation: TimedOperation = {
  name: 'until',
  title: 'n branches of a pending deferred by until(signal), abort every other one, resolve',
  measures: 'ns',
  workloads: [1_000, 10_000].map((n) => ({
    n,
    unit: 'signal',
    per: 'branch',
    implementations: ['rx-deferred'],
  })),
  prepare(implementation, n) {
    const branching = need(implementation.branching);
    const tally = new Tally();
    const { handler } = tally;
    const deferreds = branches / n;
    let unused: AbortController[][] = [];
    return {
      units: branches,
      // Creating a controller costs more than a branch, and is not part of the work.
      setUp(runs) {
        unused = Array.from({ length: runs * deferreds }, () => Array.from({ length: n }, () => new AbortController()));
      },
      run(finish) {
        tally.expect(branches, (branches / 2) * (reason + value), finish);
        for (const controllers of unused.splice(-deferreds)) {
          const deferred = branching.create();
          for (const { signal } of controllers) {
            branching.until(deferred, signal, handler);
          }
          for (let i = 0; i < n; i += 2) {
            controllers[i]?.abort(reason);
          }
          branching.resolve(deferred, value);
        }
      },
    };
  },
};
