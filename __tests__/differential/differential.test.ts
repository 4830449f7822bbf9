import fc from 'fast-check';

import { script as anyScript } from './arbitrary.js';
import { differences } from './differences.js';
import { createJQuery, createRxDeferred, EndlessTurn } from './implementations.js';
import { interpret } from './interpreter.js';
import { printScript } from './print.js';
import type { Script } from './script.js';

const runs = Number(process.env['DIFFERENTIAL_RUNS'] ?? 10_000);
const seed = Number(process.env['DIFFERENTIAL_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

const jquery = createJQuery();
const ours = createRxDeferred();

beforeAll(() => {
  jest.useFakeTimers({
    doNotFake: ['setImmediate', 'clearImmediate', 'nextTick', 'queueMicrotask', 'Date', 'hrtime', 'performance'],
  });
});

afterAll(() => {
  jest.useRealTimers();
});

/** Gives both logs, or nothing if jQuery would never come to an end. */
async function logs(script: Script): Promise<[theirs: string[], ours: string[]] | undefined> {
  try {
    return [await interpret(script, jquery), await interpret(script, ours)];
  } catch (error) {
    if (error instanceof EndlessTurn) {
      return undefined;
    }
    throw error;
  }
}

/** The lines of a log that another does not have, or not as often. */
function without(log: readonly string[], other: readonly string[]): string[] {
  const rest = [...other];
  return log.filter((line) => {
    const found = rest.indexOf(line);
    if (found >= 0) {
      rest.splice(found, 1);
    }
    return found < 0;
  });
}

function sideBySide(left: readonly string[], right: readonly string[]): string {
  const width = Math.max(...left.map((line) => line.length), 10);
  const rows = Array.from({ length: Math.max(left.length, right.length) }, (_, i) => {
    const [a = '', b = ''] = [left[i], right[i]];
    return `${a === b ? '  ' : '! '}${a.padEnd(width)} | ${b}`;
  });
  return [`  ${'jquery'.padEnd(width)} | rx-deferred`, ...rows].join('\n');
}

describe('differential', () => {
  it(`does what jquery does, in ${String(runs)} random scripts`, async () => {
    let endless = 0;
    const property = fc.asyncProperty(anyScript, async (script) => {
      const both = await logs(script);
      if (both === undefined) {
        endless += 1;
        return true;
      }
      return both[0].join('\n') === both[1].join('\n');
    });
    const result = await fc.check(property, { numRuns: runs, seed });

    if (result.failed) {
      const [script] = result.counterexample ?? [];
      const both = script && (await logs(script));
      throw new Error(
        [
          `DIFFERENTIAL_SEED=${String(seed)} shows a difference, after ${String(result.numRuns)} scripts:`,
          script && printScript(script),
          both && sideBySide(...both),
          result.errorInstance,
        ].join('\n\n'),
      );
    }
    expect(endless).toBeLessThan(runs / 20);
  }, 600_000);

  it.each(differences)('differs by $decision: $summary', async ({ script, options, theirs, ours: expected }) => {
    const [left, right] = [await interpret(script, jquery, options), await interpret(script, ours, options)];
    expect({ theirs: without(left, right), ours: without(right, left) }).toEqual({ theirs, ours: expected });
  });
});
