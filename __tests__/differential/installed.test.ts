import { scripts } from './arbitrary.js';
import { areEqual, Pair } from './compare.js';
import { differences, installedDifferences } from './differences.js';
import { createInstalled, createJQuery, createMixed } from './implementations.js';

const runs = Number(process.env['DIFFERENTIAL_RUNS'] ?? 5_000);

describe.each(['3.7.1', '4.0.0'] as const)('jQuery %s with rx-deferred/jquery', (version) => {
  const stock = createJQuery(version);
  const pair = new Pair(stock, createInstalled(version));

  it(`does what it does without, in ${String(runs)} random scripts`, async () => {
    await pair.run(scripts({ copies: true }), runs, areEqual);
  }, 600_000);

  it(`does so until a handler throws, and throws that at the same call, in ${String(runs)} random scripts`, async () => {
    let escapes = 0;
    await pair.run(scripts({ copies: true, throwing: true }), runs, ({ theirs, ours }) => {
      const length = 1 + theirs.findIndex((line) => line.includes(' throws '));
      if (length === 0) {
        return areEqual({ theirs, ours });
      }
      const [last = '', next = ''] = theirs.slice(length - 1);
      // Without a caller, or if the caller is a thenable that catches the error, there is no such line.
      const escaped = next.endsWith(last.replace(/.* throws/, ' threw'));
      escapes += escaped ? 1 : 0;
      return (
        areEqual({ theirs: theirs.slice(0, length), ours: ours.slice(0, length) }) &&
        (!escaped || ours.includes(next, length))
      );
    });

    expect(escapes).toBeGreaterThan(runs / 20);
  }, 600_000);

  it(`does what it does without, with deferreds that are older, in ${String(runs)} random scripts`, async () => {
    // Reported errors arrive in a separate task, unlike errors that jQuery throws in a timer.
    const withoutReports = (log: readonly string[]) => log.filter((line) => !line.startsWith('reported'));
    await new Pair(stock, createMixed(version)).run(scripts({ copies: true }), runs, ({ theirs, ours }) =>
      areEqual({ theirs: withoutReports(theirs), ours: withoutReports(ours) }),
    );
  }, 600_000);

  it.each([...installedDifferences, ...differences])(
    'differs by $decision: $summary',
    async ({ script, options, theirs, ours }) => {
      expect(await pair.difference(script, options)).toEqual({ theirs, ours });
    },
  );
});
