import '../support/symbol-observable.js';

import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');

/** The folders of tests that run without a browser, a package or another library. */
const folders = ['.', 'base', 'state', 'promise', 'ajax', 'jquery'];

/** Tests that take too long to be run for every mutant. */
const isLeftOut = (file: string): boolean => /^(nesting|documentation|properties|scale)\./.test(file);

/** Tests that take longer than the rest, and kill few mutants. */
const isLate = (file: string): boolean => file.startsWith('memory.');

// One file for all tests: starting a file and loading RxJS is most of the cost of a mutant. After the first failure no
// other test is run: see bail-environment.cjs.
const files = folders
  .flatMap((folder) => readdirSync(join(root, folder)).map((file) => ({ folder, file })))
  .filter(({ file }) => file.endsWith('.test.ts') && !isLeftOut(file))
  .sort((a, b) => Number(isLate(a.file)) - Number(isLate(b.file)));

describe.each(files)('$folder/$file', ({ folder, file }) => {
  jest.requireActual(join(root, folder, file));
});
