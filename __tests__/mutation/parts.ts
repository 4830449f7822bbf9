import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A part of the source, which is run on its own. */
export interface Part {
  readonly name: string;
  /** The folder of its code. */
  readonly folder: string;
  /** Whether folders in that folder are parts of their own. */
  readonly isFlat: boolean;
  /** The folders of the tests that are run. Those that come first kill most mutants. */
  readonly tests: readonly string[];
  /** Modules of the tests that have hooks. */
  readonly hooks: readonly string[];
  /** The environment of the tests. */
  readonly environment: 'node' | 'jsdom';
}

const core = ['promise', 'state', '.', 'base', 'jquery'];

export const parts: readonly Part[] = [
  part('base', core),
  part('state', core),
  part('promise', core),
  part('top', core),
  { ...part('ajax', ['browser']), hooks: ['mutation/chromium.ts'] },
  part('jquery'),
  { ...part('trace'), hooks: ['trace/trace-log.ts'] },
  { ...part('angular'), hooks: ['angular/test-bed.ts'], environment: 'jsdom' },
  { ...part('dom'), hooks: ['mutation/chromium.ts'] },
];

function part(name: string, tests: readonly string[] = []): Part {
  const own = name === 'top' ? '.' : name;
  return {
    name,
    folder: join('src', own),
    isFlat: name === 'top',
    tests: [...new Set([own, ...tests])],
    hooks: [],
    environment: 'node',
  };
}

/** Modules that only export, have types, or run in a page alone: there is nothing to change in them. */
export const excluded = ['!src/**/index.ts', '!src/jquery/{auto,global,types}.ts'];

/**
 * Tests that are not run: they take too long to be run for each mutant, try something else each time, or need a browser
 * of their own.
 */
const leftOut =
  /^(browser\/(ajax|files)|.*\/(nesting|documentation|memory|properties|scale|consumers-graph|server-rendering))\./;

/** The files of the tests of a part, relative to `__tests__`, in the order in which they are run. */
export function testsOf(part: Part): string[] {
  return part.tests.flatMap((folder) =>
    readdirSync(join('__tests__', folder))
      .filter((file) => file.endsWith('.test.ts') && !leftOut.test(`${folder}/${file}`))
      .map((file) => join(folder, file)),
  );
}

/** The patterns of the code of a part. */
export function patternsOf({ folder, isFlat }: Part): string[] {
  return [`${folder}/${isFlat ? '*' : '**/*'}.ts`];
}

/** The part that a file of the source belongs to. */
export function partOf(file: string): Part | undefined {
  const [, name] = file.split('/');
  return parts.find((part) => (part.isFlat ? /^src\/[^/]+$/.test(file) : part.name === name));
}
