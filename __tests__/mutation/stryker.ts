import type { Stryker } from '@stryker-mutator/core';

import { excluded, patternsOf, testsOf, type Part } from './parts.js';

const folder = '<rootDir>/__tests__/mutation';

/** The options of Stryker for a part, or for some files of it. */
export function optionsOf(
  part: Part,
  report: string,
  mutate = patternsOf(part),
): ConstructorParameters<typeof Stryker>[0] {
  return {
    testRunner: 'jest',
    plugins: ['@stryker-mutator/jest-runner'],
    coverageAnalysis: 'perTest',
    mutate: [...mutate, ...excluded],
    jest: {
      projectType: 'custom',
      enableFindRelatedTests: false,
      config: {
        testMatch: [`${folder}/tests.ts`],
        testEnvironment: `./__tests__/mutation/${part.environment === 'jsdom' ? 'jsdom-' : ''}environment.cjs`,
        testEnvironmentOptions: { files: testsOf(part) },
        // Hooks of modules that several tests share have to be there for all of them.
        setupFilesAfterEnv: ['support/symbol-observable.ts', ...part.hooks].map(
          (file) => `<rootDir>/__tests__/${file}`,
        ),
        testTimeout: 60_000,
        restoreMocks: true,
        moduleNameMapper: {
          '^rx-deferred$': '<rootDir>/src/index.ts',
          '^rx-deferred/(.*)$': '<rootDir>/src/$1/index.ts',
          // All of RxJS is one file there: it is loaded for each mutant. Angular takes parts of it.
          ...(part.environment === 'node' && { '^rxjs$': '<rootDir>/node_modules/rxjs/dist/bundles/rxjs.umd.js' }),
          '^esbuild$': `${folder}/esbuild.cjs`,
          '/chromium\\.js$': `${folder}/chromium.ts`,
          '^(\\.{1,2}/.*)\\.js$': '$1',
        },
        transform: { '(\\.ts|\\.mjs|/p-defer/index\\.js)$': `${folder}/transform.cjs` },
        transformIgnorePatterns: ['/node_modules/(?!.*\\.mjs$|p-defer/)'],
      },
    },
    reporters: ['clear-text', process.stdout.isTTY ? 'progress' : 'progress-append-only', 'json'],
    clearTextReporter: { logTests: false, reportTests: false, reportScoreTable: false, allowEmojis: false },
    jsonReporter: { fileName: report },
    timeoutMS: 4_000,
    cleanTempDir: 'always',
    tempDirName: '.stryker-tmp',
  };
}
