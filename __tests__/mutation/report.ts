import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { aggregateResultsByModule, calculateMetrics } from 'mutation-testing-metrics';

import { filesIn, hashOf } from '../support/files.js';
import { parts, testsOf, type Part } from './parts.js';

type Result = Parameters<typeof aggregateResultsByModule>[0][string];

/** A report of Stryker. That of a part holds what it was made of in the place of the configuration. */
type Report = Result & { config?: { inputs?: string } };

const folder = join('reports', 'mutation');

/** The report of a part. */
export const reportOf = (part: Part): string => join(folder, `${part.name}.json`);

/** A hash of what the result of a part depends on: its code, its tests, and what runs them. */
function inputsOf(part: Part): string {
  const files = [
    ...filesIn(join('__tests__', 'support')),
    ...filesIn(join('__tests__', 'mutation')),
    ...filesIn(part.folder, part.isFlat),
    ...testsOf(part).map((file) => join('__tests__', file)),
    'package-lock.json',
  ];
  return hashOf(files.filter((name) => !name.endsWith('.md')));
}

/** Notes in the report of a part what it was made of. */
export function stamp(part: Part): void {
  write(reportOf(part), { ...read(part), config: { inputs: inputsOf(part) } });
}

/** Returns the report of a part, unless its code or its tests have changed since. */
export function currentReport(part: Part): Report | undefined {
  const report = existsSync(reportOf(part)) ? read(part) : undefined;
  return report?.config?.inputs === inputsOf(part) ? report : undefined;
}

/** Writes one report of all parts that have one, as JSON and as a page, and prints the score of each. */
export function summarize(): { readonly name: string; readonly score: number }[] {
  const reports = parts.flatMap((part) => {
    const report = currentReport(part);
    return report ? [[part, report] as const] : [];
  });
  const whole = aggregateResultsByModule(Object.fromEntries(reports.map(([part, report]) => [part.folder, report])));
  write(join(folder, 'mutation.json'), whole);
  writeFileSync(join(folder, 'mutation.html'), toPage(whole));

  const rows = [...reports.map(([{ name }, report]) => rowOf(name, report)), rowOf('all of these', whole)];
  console.table(Object.fromEntries(rows.map(({ name, ...row }) => [name, row])));
  return rows;
}

function rowOf(name: string, { files }: Report) {
  const { killed, timeout, survived, noCoverage, totalValid, mutationScore } = calculateMetrics(files).metrics;
  const score = Math.floor(mutationScore * 100) / 100;
  return { name, mutants: totalValid, killed, 'timed out': timeout, survived, 'not covered': noCoverage, score };
}

function read(part: Part): Report {
  return JSON.parse(readFileSync(reportOf(part), 'utf8')) as Report;
}

function write(file: string, report: Report): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify(report));
}

/** Makes a page of a report, with the elements that Stryker uses in its own. */
function toPage(report: Report): string {
  const elements = createRequire(import.meta.url).resolve('mutation-testing-elements/dist/mutation-test-elements.js');
  return `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <title>Mutants of rx-deferred</title>
  <script>${readFileSync(elements, 'utf8')}</script>
  <mutation-test-report-app title-postfix="rx-deferred"></mutation-test-report-app>
  <script>
    document.querySelector('mutation-test-report-app').report = ${JSON.stringify(report).replaceAll('<', '\\u003c')};
  </script>
</html>
`;
}
