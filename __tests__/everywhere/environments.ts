import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { versions as angulars } from './angular-versions.js';

/** The folder whose `package.json` has all that the package is tried with. */
export const home = __dirname;

const root = resolve(__dirname, '..', '..');

interface Manifest {
  readonly version: string;
  readonly dependencies: Record<string, string>;
}

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

/** The peers of the package, and the types of one, in exact versions. */
export const { dependencies: peers } = manifestOf(home);

/** Returns the version of a package that is installed. */
const versionOf = (name: string, folder = home): string => manifestOf(join(folder, 'node_modules', name)).version;

/** A runtime: the package that has it, and how it runs a file. */
export interface Runtime {
  readonly name: string;
  readonly version: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** Finds the binary of the first package that is installed: there is one for each kind of processor. */
function runtime(name: string, packages: readonly string[], file: string, args: readonly string[] = []): Runtime {
  const found = packages.find((each) => existsSync(join(home, 'node_modules', each, file)));
  if (found === undefined) {
    throw new Error(`Expected ${packages.join(' or ')} for ${process.platform} ${process.arch}, got none`);
  }
  return { name, version: versionOf(found), command: join(home, 'node_modules', found, file), args };
}

const node = (major: string): Runtime =>
  runtime('Node.js', [`node${major}-linux-x64`, `node${major}-linux-arm64`], 'bin/node');

/** It runs the bundlers too, whichever Node.js runs the tests. */
export const node24 = node('24');

const nodes = [node('20'), node('22'), node24, node('26')];

const bun = runtime('Bun', ['@oven/bun-linux-x64', '@oven/bun-linux-aarch64'], 'bin/bun');

const deno = runtime('Deno', ['@deno/linux-x64-glibc', '@deno/linux-arm64-glibc'], 'deno', [
  'run',
  '--node-modules-dir=manual',
  '--allow-all',
]);

export const runtimes = [...nodes, bun, deno];

export const bundlers = (['Vite', 'webpack', 'Rollup'] as const).map((name) => ({
  name,
  version: versionOf(name.toLowerCase()),
}));

/** A TypeScript, with the path of its compiler. */
export const typescripts = ['5.0', '5.4', '5.9', '6.0', '7.0'].map((minor) => {
  const name = `typescript${minor}`;
  return { minor, version: versionOf(name), compiler: join(home, 'node_modules', name, 'bin', 'tsc') };
});

/** What runs the package in some test, as the table in `docs/support.md` has it. */
export const tried: Record<string, readonly string[]> = {
  'Node.js': nodes.map(({ version }) => version),
  ...Object.fromEntries([bun, deno, ...bundlers].map(({ name, version }) => [name, [version]])),
  esbuild: [versionOf('esbuild', root)],
  Angular: angulars.map(({ framework }) => framework),
  RxJS: [versionOf('rxjs')],
  jQuery: [versionOf('jquery3', root), versionOf('jquery', root)],
  TypeScript: typescripts.map(({ version }) => version),
  Chromium: [versionOf('@sparticuz/chromium', root)],
};
