/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

/** The unit tests of the core, which have to reach all of it. Types are checked elsewhere. */
const config: Config = {
  testMatch: ['<rootDir>/__tests__/*.test.ts', '<rootDir>/__tests__/{base,state,promise}/*.test.ts'],
  transform: { '\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.coverage.json' }] },
  moduleNameMapper: {
    '^rx-deferred$': '<rootDir>/src/index.ts',
    '^rx-deferred/(ajax|jquery|angular|dom|trace)$': '<rootDir>/src/$1/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  restoreMocks: true,
  maxWorkers: '100%',
  workerGracefulExitTimeout: 10_000,
  testTimeout: 60_000,
  collectCoverage: true,
  collectCoverageFrom: ['src/*.ts', 'src/{base,state,promise}/*.ts'],
  coverageReporters: [['text', { skipFull: true }], 'json'],
  coverageThreshold: { global: { statements: 100, branches: 100, lines: 100 } },
};

export default config;
