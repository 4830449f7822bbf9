import type { Operation } from './operation.js';

/** The operations in the order of the table. A new `bench/<operation>.bench.ts` needs an entry here. */
export const operationNames = [
  'settle',
  'promise',
  'drop-in',
  'late',
  'many-handlers',
  'notify',
  'then-chain',
  'when',
  'when-promises',
  'to-deferred',
  'until',
  'leave',
  'memory',
  'memory-promise',
  'depth',
];

export async function loadOperations(): Promise<Operation[]> {
  const loaded: Operation[] = [];
  for (const name of operationNames) {
    loaded.push(((await import(`./${name}.bench.ts`)) as { operation: Operation }).operation);
  }
  return loaded;
}
