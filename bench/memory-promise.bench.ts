import { operation as memory } from './memory.bench.js';
import type { MemoryOperation } from './operation.js';
import { throughPromise } from './through-promise.js';

/** The same as `memory`, through `promise()`, which always returns the same object: the deferred retains it. */
export const operation: MemoryOperation = {
  ...memory,
  name: 'memory-promise',
  title: 'create, promise(), always × n on it, and keep it pending',
  prepare: (implementation, n) => memory.prepare(throughPromise(implementation), n),
};
