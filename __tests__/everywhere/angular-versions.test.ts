import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import ts from 'typescript';

import config from '../../jest.config.js';
import { installAngular, modulesOf, versions, type Installed } from './angular-versions.js';

// The first run installs Angular.
jest.setTimeout(900_000);

const root = resolve(__dirname, '..', '..');

interface Results {
  readonly numTotalTests: number;
  readonly numPassedTests: number;
  readonly testResults: readonly { readonly name: string; readonly message: string }[];
}

/** Runs the tests of `rx-deferred/angular` with the packages and the types of another version of Angular. */
async function runTests({ home, node }: Installed, version: string): Promise<Results> {
  const folder = mkdtempSync(join(home, 'run-'));
  const modules = modulesOf(home);
  try {
    const tsconfig = join(folder, 'tsconfig.json');
    const { config: own } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
      config: { compilerOptions: { paths: Record<string, string[]> } };
    };
    writeFileSync(
      tsconfig,
      JSON.stringify({
        extends: join(root, 'tsconfig.test.json'),
        compilerOptions: {
          // The types are those of this version, so that it is ts-jest that checks them.
          isolatedModules: false,
          paths: {
            ...Object.fromEntries(
              Object.entries(own.compilerOptions.paths).map(([name, files]) => [
                name,
                files.map((file) => join(root, file)),
              ]),
            ),
            rxjs: [join(root, 'node_modules', 'rxjs')],
            ...Object.fromEntries(modules.map(([name, { types }]) => [name, [types]])),
          },
        },
      }),
    );
    writeFileSync(
      join(folder, 'jest.config.json'),
      JSON.stringify({
        ...config,
        rootDir: root,
        testMatch: ['<rootDir>/__tests__/angular/*.test.ts', '<rootDir>/__tests__/types/angular.test.ts'],
        transform: { ...config.transform, '\\.ts$': ['ts-jest', { tsconfig }] },
        moduleNameMapper: {
          ...config.moduleNameMapper,
          ...Object.fromEntries(modules.map(([name, file]) => [`^${name}$`, file.default])),
          '^rxjs$': join(root, 'node_modules', 'rxjs'),
          '^rxjs/(.*)$': join(root, 'node_modules', 'rxjs', 'dist', 'cjs', '$1'),
        },
      }),
    );
    const output = join(folder, 'results.json');
    const jestFile = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
    const child = spawn(
      node,
      [jestFile, '--config', join(folder, 'jest.config.json'), '--json', '--outputFile', output, '--runInBand'],
      { cwd: root, stdio: 'ignore', env: { ...process.env, ANGULAR_VERSION: version } },
    );
    await new Promise((done, fail) => child.on('close', done).on('error', fail));
    return JSON.parse(readFileSync(output, 'utf8')) as Results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

it.each(
  versions
    .filter(({ framework }) => framework !== versionOf('@angular/core'))
    .map((each) => [each.framework, each] as const),
)('passes all tests of rx-deferred/angular with Angular %s', async (_, version) => {
  const results = await runTests(installAngular(version), version.framework);
  expect(results.testResults.map(({ message }) => message).join('')).toBe('');
  expect(results.numPassedTests).toBe(results.numTotalTests);
  expect(results.numPassedTests).toBeGreaterThan(100);
});

it('covers all versions that the package allows', () => {
  const { peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    peerDependencies: Record<string, string>;
  };
  expect(peerDependencies).toMatchObject({ '@angular/core': '>=20 <23', '@angular/common': '>=20 <23' });
  expect(versions.map(({ major }) => major)).toStrictEqual([20, 21, 22]);
  expect(versions.map(({ framework }) => framework)).toContain(versionOf('@angular/core'));
});

function versionOf(name: string): string {
  const manifest = readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
