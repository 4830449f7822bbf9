import fc from 'fast-check';

import type { Implementation } from './implementations.js';
import { interpret, noEnd } from './interpreter.js';
import { printScript } from './print.js';
import type { Script } from './script.js';

const seed = Number(process.env['DIFFERENTIAL_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** The logs of two implementations. */
export interface Logs {
  readonly theirs: readonly string[];
  readonly ours: readonly string[];
}

/** Two implementations, of which one is expected to behave like the other. */
export class Pair {
  constructor(
    private readonly theirs: Implementation,
    private readonly ours: Implementation,
  ) {}

  /** Runs random scripts, and fails with the smallest one on which the two disagree. */
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
      // An error of ours in the interpreter is part of the result.
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

  /** Runs one script, and returns the lines that appear in one log only. */
  async difference(script: Script, options: Parameters<typeof interpret>[2]): Promise<Logs> {
    const theirs = await interpret(script, this.theirs, options);
    const ours = await interpret(script, this.ours, options);
    return { theirs: without(theirs, ours), ours: without(ours, theirs) };
  }

  /** Returns both logs, or `undefined` if theirs would never end. */
  async #logs(script: Script): Promise<Logs | undefined> {
    const theirs = await interpret(script, this.theirs);
    return theirs.at(-1) === noEnd ? undefined : { theirs, ours: await interpret(script, this.ours) };
  }
}

export function areEqual({ theirs, ours }: Logs): boolean {
  return theirs.join('\n') === ours.join('\n');
}

/** Returns the lines of a log that are missing from another one, or less frequent there. */
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
