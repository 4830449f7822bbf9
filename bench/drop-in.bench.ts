import type { TimedOperation } from './operation.js';
import { operation as settle } from './settle.bench.js';

/** The same as `settle`, through `$.Deferred`. */
export const operation: TimedOperation = {
  ...settle,
  name: 'drop-in',
  title: '$.Deferred: create, always × n, resolve',
  workloads: [1, 10].map((n) => ({
    n,
    unit: 'handler',
    per: 'deferred',
    subject: 'installed',
    implementations: ['installed', 'jquery'],
  })),
};
