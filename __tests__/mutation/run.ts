/**
 * Makes small changes to the code, one at a time, and reports those that no test detects.
 *
 *     npm run test:mutation                          all parts of the code, one after the other
 *     npm run test:mutation -- dom angular           these parts
 *     npm run test:mutation -- src/dom/watch.ts      a file, or some lines of it: src/dom/watch.ts:10-20
 *     npm run test:mutation -- --again               also those parts that have a report of their present code and tests
 *
 * The reports are in `reports/mutation`. A run that was interrupted goes on with the first part that has no report.
 */
import { parseArgs } from 'node:util';

import { Stryker } from '@stryker-mutator/core';

import { partOf, parts } from './parts.js';
import { currentReport, reportOf, stamp, summarize } from './report.js';
import { optionsOf } from './stryker.js';

const least = 95;

const { values: options, positionals: words } = parseArgs({
  allowPositionals: true,
  options: { again: { type: 'boolean', default: false } },
});

const names = parts.map(({ name }) => name);
const files = words.filter((word) => word.startsWith('src/'));
const unknown = words.find((word) => !names.includes(word) && !files.includes(word));
if (unknown !== undefined) {
  throw new Error(`Expected a file in src, or one of ${names.join(', ')}, got ${unknown}`);
}

for (const part of parts) {
  const own = files.filter((file) => partOf(file) === part);
  if (own.length > 0) {
    await new Stryker(optionsOf(part, 'reports/mutation/files.json', own)).runMutationTest();
  }
}

const wanted = parts.filter(({ name }) => words.length === 0 || words.includes(name));
for (const [i, part] of wanted.entries()) {
  if (options.again || !currentReport(part)) {
    console.log(`\nPart ${String(i + 1)} of ${String(wanted.length)}: ${part.name}`);
    await new Stryker(optionsOf(part, reportOf(part))).runMutationTest();
    stamp(part);
  }
}

if (wanted.length > 0) {
  const low = summarize().filter(({ name, score }) => score < least && wanted.some((part) => part.name === name));
  for (const { name, score } of low) {
    console.error(`Expected a score of at least ${String(least)} % for ${name}, got ${String(score)} %`);
    process.exitCode = 1;
  }
}
