import { join } from 'node:path';

/** The files to load, relative to `__tests__`: the environment gives them. */
declare const testFiles: readonly string[];

// One file for all tests: to start a file, and to load RxJS, is most of what a mutant costs.
describe.each(testFiles)('%s', (file) => {
  jest.requireActual(join(__dirname, '..', file));
});
