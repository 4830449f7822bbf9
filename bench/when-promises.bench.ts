import type { TimedOperation } from './operation.js';
import { throughPromise } from './through-promise.js';
import { operation as when } from './when.bench.js';

/** The same as `when`, with the promises of `promise()`. */
export const operation: TimedOperation = {
  ...when,
  name: 'when-promises',
  title: 'create n, wait for the promise() of all of them, resolve each, to the end',
  workloads: when.workloads.map((workload) => ({ ...workload, unit: 'promise', per: 'promise' })),
  prepare: (implementation, n) => when.prepare(throughPromise(implementation), n),
};
