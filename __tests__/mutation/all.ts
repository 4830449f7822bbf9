import '../support/symbol-observable.js';

import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');

/** What costs too much to be run for every mutant, or does not work with code that counts what is run. */
const left = /^(depth|documentation|interop|properties|scale)\./;

/** What costs more than the rest, and is needed for few mutants. */
const isLate = (file: string): boolean => /memory/.test(file);

// One file for all of them: most of what a mutant costs is to start a file and load RxJS. After the first failure no
// other test is run: see bail-environment.cjs.
const files = ['.', 'ajax', 'jquery']
  .flatMap((folder) => readdirSync(join(root, folder)).map((file) => ({ folder, file })))
  .filter(({ file }) => file.endsWith('.test.ts') && !left.test(file))
  .sort((a, b) => Number(isLate(a.file)) - Number(isLate(b.file)));

describe.each(files)('$folder/$file', ({ folder, file }) => {
  jest.requireActual(join(root, folder, file));
});
