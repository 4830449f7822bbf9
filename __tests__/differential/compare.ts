import fc from 'fast-check';

import type { Implementation } from './implementations.js';
import { interpret, noEnd } from './interpreter.js';
import { printScript } from './print.js';
import type { Script } from './script.js';

const seed = Number(process.env['DIFFERENTIAL_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** What two implementations have logged. */
export interface Logs {
  readonly theirs: readonly string[];
  readonly ours: readonly string[];
}

/** Two implementations of which one is to do what the other does. */
export class Pair {
  constructor(
    private readonly theirs: Implementation,
    private readonly ours: Implementation,
  ) {}

  /** Runs random scripts, and fails with the smallest one on which the two do not agree. */
  async run(scripts: fc.Arbitrary<Script>, runs: number, agree: (logs: Logs) => boolean): Promise<void> {
    let endless = 0;
    const property = fc.asyncProperty(scripts, async (script) => {
      const logs = await this.#logs(script);
      endless += logs ? 0 : 1;
      return logs === undefined || agree(logs);
    });
    const result = await fc.check(property, { numRuns: runs, seed });

    if (result.failed) {
      const [script] = result.counterexample ?? [];
      // What ours throws at the interpreter is in the result.
      const logs = script && (await this.#logs(script).catch(() => undefined));
      throw new Error(
        [
          `DIFFERENTIAL_SEED=${String(seed)} shows a difference, after ${String(result.numRuns)} scripts:`,
          script && printScript(script),
          logs && sideBySide(logs),
          result.errorInstance,
        ].join('\n\n'),
      );
    }
    expect(endless).toBeLessThan(runs / 20);
  }

  /** Runs one script, and gives the lines that only one log has. */
  async difference(script: Script, options: Parameters<typeof interpret>[2]): Promise<Logs> {
    const theirs = await interpret(script, this.theirs, options);
    const ours = await interpret(script, this.ours, options);
    return { theirs: without(theirs, ours), ours: without(ours, theirs) };
  }

  /** Gives both logs, or nothing if theirs would never come to an end. */
  async #logs(script: Script): Promise<Logs | undefined> {
    const theirs = await interpret(script, this.theirs);
    return theirs.at(-1) === noEnd ? undefined : { theirs, ours: await interpret(script, this.ours) };
  }
}

export function areEqual({ theirs, ours }: Logs): boolean {
  return theirs.join('\n') === ours.join('\n');
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

function sideBySide({ theirs, ours }: Logs): string {
  const width = Math.max(...theirs.map((line) => line.length), 10);
  const rows = Array.from({ length: Math.max(theirs.length, ours.length) }, (_, i) => {
    const [a = '', b = ''] = [theirs[i], ours[i]];
    return `${a === b ? '  ' : '! '}${a.padEnd(width)} | ${b}`;
  });
  return [`  ${'jquery'.padEnd(width)} | rx-deferred`, ...rows].join('\n');
}
