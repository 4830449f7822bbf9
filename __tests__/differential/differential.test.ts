import { scripts } from './arbitrary.js';
import { areEqual, Pair } from './compare.js';
import { coreDifferences, differences } from './differences.js';
import { createJQuery, createRxDeferred } from './implementations.js';

const runs = Number(process.env['DIFFERENTIAL_RUNS'] ?? 10_000);

beforeAll(() => {
  jest.useFakeTimers({
    doNotFake: ['setImmediate', 'clearImmediate', 'nextTick', 'queueMicrotask', 'Date', 'hrtime', 'performance'],
  });
});

afterAll(() => {
  jest.useRealTimers();
});

describe('differential', () => {
  const pair = new Pair(createJQuery('4.0.0'), createRxDeferred());

  it(`does what jquery does, in ${String(runs)} random scripts`, async () => {
    await pair.run(scripts(), runs, areEqual);
  }, 600_000);

  it.each([...coreDifferences, ...differences])(
    'differs by $decision: $summary',
    async ({ script, options, theirs, ours }) => {
      expect(await pair.difference(script, options)).toEqual({ theirs, ours });
    },
  );
});
