import type { TimedOperation } from './operation.js';
import { operation as settle } from './settle.bench.js';
import { throughPromise } from './through-promise.js';

/** The same as `settle`, through `promise()`, as every service returns it. */
export const operation: TimedOperation = {
  ...settle,
  name: 'promise',
  title: 'create, promise(), always × n on it, resolve',
  workloads: settle.workloads.filter(({ n }) => n === 1),
  prepare: (implementation, n) => settle.prepare(throughPromise(implementation), n),
};
