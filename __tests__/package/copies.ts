/** A program with both formats of the package, each of which is a copy of its own. It prints what each does with the deferreds of the other. */
export const copies = `
import { createRequire } from 'node:module';
import * as esm from 'rx-deferred';
const cjs = createRequire(import.meta.url)('rx-deferred');
const adopt = async (ours, theirs) => {
  const d = theirs.Deferred().notify(50);
  const log = [ours.isDeferred(d), ours.isDeferred(d.promise()), d instanceof ours.Deferred];
  ours.when(d, 1).done((...list) => log.push('several', list));
  ours.when(theirs.Deferred().rejectWith('context', ['a', 'b']), 1).fail(function (...list) {
    log.push('failed', String(this), list);
  });
  const next = ours.Deferred().resolve().then(() => d).progress((percent) => log.push('progress', percent));
  const one = ours.when(d).done((...list) => log.push('one', list));
  d.resolve(3, 4);
  await one;
  await next.done((...list) => log.push('then', list));
  return log;
};
console.log(JSON.stringify([await adopt(esm, cjs), await adopt(cjs, esm)]));
`;

const each = [true, false, false, 'failed', 'context', ['a', 'b'], 'several', [[3, 4], 1], 'one', [3, 4]];
const log = [...each, 'progress', 50, 'then', [3, 4]];

/** What {@link copies} prints. */
export const fromCopies = [log, log];
