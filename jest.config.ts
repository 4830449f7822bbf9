/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

const config: Config = {
  // `npm run test:everywhere` and `npm run docs:check` have tests of their own, which take what they install or build.
  testMatch: ['<rootDir>/__tests__/**/*.test.ts', '!**/__tests__/{everywhere,site}/**'],
  transform: {
    '\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.test.json' }],
    // Angular and p-defer have ES modules only.
    '(\\.mjs|/p-defer/index\\.js)$': '<rootDir>/__tests__/support/es-modules.cjs',
  },
  transformIgnorePatterns: ['/node_modules/(?!.*\\.mjs$|p-defer/)'],
  moduleNameMapper: {
    '^rx-deferred$': '<rootDir>/src/index.ts',
    '^rx-deferred/ajax$': '<rootDir>/src/ajax/index.ts',
    '^rx-deferred/jquery$': '<rootDir>/src/jquery/index.ts',
    '^rx-deferred/angular$': '<rootDir>/src/angular/index.ts',
    '^rx-deferred/dom$': '<rootDir>/src/dom/index.ts',
    '^rx-deferred/trace$': '<rootDir>/src/trace/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  restoreMocks: true,
  testSequencer: '<rootDir>/__tests__/support/longest-first.cjs',
  // By default one core is left unused, which is half of two.
  maxWorkers: '100%',
  // A worker that holds the program of TypeScript takes more than half a second to exit on a loaded machine.
  workerGracefulExitTimeout: 10_000,
  // It ends what hangs. A loaded machine may take long for what does not, so no test is to come near it.
  testTimeout: 60_000,
  // Of `npm run test:coverage`: the unit tests of the core have to reach all of it.
  collectCoverageFrom: ['src/*.ts', 'src/{base,state,promise}/*.ts'],
  coverageReporters: [['text', { skipFull: true }], 'json'],
  coverageThreshold: { global: { statements: 100, branches: 100, lines: 100 } },
};

export default config;
