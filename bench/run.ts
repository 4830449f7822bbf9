/**
 * Runs the benchmarks and compares the figures with `budgets.json`.
 *
 *     npm run bench                    all of them
 *     npm run bench -- settle when     those whose name contains one of the words
 *     npm run bench -- --quick         fewer and shorter rounds, and only the tasks that have a budget
 *     npm run bench -- --node <path>   measures with another Node.js, the binary at that path
 *     npm run bench -- --markdown      writes the figures of README.md and docs/figures.md
 *     npm run bench -- size --markdown writes only the bytes there
 *     npm run bench:check              exits with 1 if a budget is missed
 *
 * Sources of wrong figures, and the countermeasures:
 * - The garbage and the type feedback of one implementation slow the next: each task runs in a process of its own,
 *   by plain Node.js, on a production build, so every call site of the shared loops sees one implementation only.
 * - The speed of the machine varies: tasks that are compared take turns, round by round, in an order that rotates.
 *   Within a process the fastest sample counts; over the rounds the median does, and the range is shown beside it.
 *   Only ratios within one run are meaningful.
 * - The optimiser decides differently from process to process, so a few rounds may miss a budget that many meet: what
 *   misses one is measured in three times as many rounds, and all of them count.
 * - Timers are coarse, and the cost of garbage comes later: a sample repeats its work for many milliseconds, so that
 *   the collector runs within it. The warm-up is measured in processor time, because a busy machine also delays the
 *   optimiser.
 * - The optimiser removes unused results: deferreds escape, handlers sum up their arguments, and every run checks the
 *   number of calls and the sum. A task with a wrong result, or without an end, fails the whole run.
 * - Unequal work: all implementations go through the same loop and the same handler. Promises are asynchronous, so
 *   their time is that until the last handler has run. The end of a chain, or of a combination, is observed by `then`
 *   on promises and on rx-deferred, and by `done` on jquery, where `then` would add a timer. jquery gets a jsdom window
 *   with the `setTimeout` of Node.js, because that of jsdom is slower.
 * - The depth of the stack grows as the optimiser shrinks its frames, and an overflow leaves inconsistent state behind:
 *   the maximum depth is found by a search, with a new process for each attempt.
 */
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { isMet } from './budgets.js';
import type { Effort } from './child.js';
import { compare } from './compare.js';
import { findWrongFigures, writeFigures, writeSizes, type Setting } from './figures.js';
import { workloadName, type Operation } from './operation.js';
import { loadOperations, operationNames } from './operations.js';
import { describeMiss, table, verdictsOf, type Section } from './report.js';
import { measure, tasksOf } from './rounds.js';
import { measureComplete, measureSizes } from './sizes.js';
import { packageVersion, Workspace } from './workspace.js';

const { values: options, positionals: words } = parseArgs({
  allowPositionals: true,
  options: {
    check: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
    node: { type: 'string', default: process.execPath },
    quick: { type: 'boolean', default: false },
  },
});

const node = resolve(options.node);
const nodeVersion = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim().replace('v', '');

const effort: Effort = options.quick
  ? { rounds: 3, warmUp: 250, sample: 8, measure: 100, minSamples: 2, objects: 20_000 }
  : { rounds: 5, warmUp: 500, sample: 10, measure: 150, minSamples: 3, objects: 50_000 };

const setting: Setting = {
  node: nodeVersion,
  processors: `${String(cpus().length)} × ${cpus()[0]?.model ?? 'unknown processor'}`,
  rxjs: packageVersion('rxjs'),
  jquery: packageVersion('jquery'),
};

const sections: Section[] = [];

function report(section: Section): void {
  sections.push(section);
  console.log(table(section));
}

function isWanted(name: string): boolean {
  return words.length === 0 || words.some((word) => name.includes(word));
}

function isOperationWanted(operation: Operation): boolean {
  return operation.workloads.some((workload) => isWanted(workloadName(operation, workload)));
}

function reportSetting(): void {
  const version = (name: string): string => `${name} ${packageVersion(name)}`;
  console.log(
    [
      `Node ${nodeVersion}, ${setting.processors}`,
      ['rxjs', 'jquery', 'jquery-deferred', 'p-defer', 'bluebird'].map(version).join(', '),
      `${String(effort.rounds)} rounds, each task in a process of its own; a figure is the median of the rounds`,
      'three times as many rounds for what misses a budget in these',
      ...(options.quick ? [] : ['fewer rounds for memory and depth, and for what no budget compares']),
      'ratio: rx-deferred / that line. Absolute times of different runs do not compare.',
      'floor: one AsyncSubject made and completed, and a plain array of callbacks called.',
      'raw: an AsyncSubject with subscribe({ next, error }) for each handler.',
      'promises are asynchronous: their time is the time until the last handler has run.',
      "jquery: in a jsdom window whose setTimeout is Node's.",
    ].join('\n'),
  );
}

function reportVerdicts(): number {
  const verdicts = sections.flatMap(verdictsOf);
  const missed = verdicts.filter((verdict) => !isMet(verdict));
  const met = verdicts.length - missed.length;
  const seconds = String(Math.round(performance.now() / 1000));
  console.log(`\n${String(met)} of ${String(verdicts.length)} budgets met, in ${seconds} s`);
  for (const verdict of missed) {
    console.log(describeMiss(verdict));
  }
  return missed.length;
}

async function measureAndCompare(operation: Operation): Promise<Section[]> {
  const { rounds } = effort;
  const tasks = tasksOf(operation, options.quick);
  await measure(workspace, tasks, effort, 0, rounds);
  const sections = compare(operation, tasks, nodeVersion);
  if (sections.flatMap(verdictsOf).every(isMet)) {
    return sections;
  }
  await measure(workspace, tasks, effort, rounds, 2 * rounds);
  return compare(operation, tasks, nodeVersion);
}

const operations = (await loadOperations()).filter(isOperationWanted);
const isComplete = !options.quick && words.length === 0;
if (options.markdown && !isComplete && words.join() !== 'size') {
  throw new Error("Expected a complete run for the figures of the documents, or 'size' alone");
}
if (operations.length === 0 && !isWanted('size')) {
  throw new Error(`Expected words out of ${[...operationNames, 'size'].join(', ')}, got ${words.join(', ')}`);
}
reportSetting();
const workspace = await Workspace.create(node);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void workspace.remove().finally(() => process.exit(1));
  });
}
try {
  for (const operation of operations) {
    (await measureAndCompare(operation)).forEach(report);
  }
  if (isWanted('size')) {
    report(await measureSizes(workspace));
    report(await measureComplete(workspace));
  }
} finally {
  await workspace.remove();
}
const missed = reportVerdicts();
if (options.markdown) {
  await (isComplete ? writeFigures(sections, setting) : writeSizes(sections, setting));
}
const wrong = isWanted('size') ? await findWrongFigures(sections, setting) : [];
if (wrong.length > 0) {
  console.log(`The documents are wrong:\n${wrong.join('\n')}`);
}
if (wrong.length > 0 || (missed > 0 && options.check)) {
  process.exitCode = 1;
}
