/**
 * Runs the benchmarks and holds them against `budgets.json`.
 *
 *     npm run bench                    all of them
 *     npm run bench -- settle when     those whose name contains one of the words
 *     npm run bench -- --quick         fewer and shorter rounds, and only what a budget compares
 *     npm run bench:check              exits with 1 if a budget is missed
 *
 * What makes such figures lie, and what is done here against it:
 * - The garbage and the type feedback of one implementation slow the next: each task runs in a process of its own,
 *   by plain Node, on a production build, so every call site of the shared loops sees one implementation only.
 * - The machine changes its speed: tasks that are compared take turns, round by round, in an order that rotates.
 *   Within a process the fastest sample counts; over the rounds the median does, and the range is shown beside it.
 *   Only ratios within one run mean anything.
 * - Timers are coarse and garbage is paid for later: a sample repeats its work for many milliseconds, so that the
 *   collector runs within it. The warm-up before is counted in processor time, since a busy machine starves the
 *   optimiser too.
 * - The optimiser drops what nobody looks at: deferreds escape, handlers sum up what they get, and every run checks
 *   how many were called and with what. A task that gives a wrong result, or no end, fails the whole run.
 * - Comparing apples with pears: all implementations go through the same loop and the same handler. Promises are
 *   asynchronous, so theirs is the time until the last handler has run. The end of a chain, or of many, is heard by
 *   `then` on a promise and on rx-deferred, and by `done` on jquery, where a `then` would cost it a timer more.
 *   jquery gets a jsdom window whose `setTimeout` is Node's: jsdom's own is slower.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';

import { budgets, isMet, type Verdict } from './budgets.js';
import type { Effort } from './child.js';
import {
  implementationLabels,
  subjectOf,
  taskName,
  workloadName,
  type ImplementationName,
  type Operation,
  type Workload,
} from './operation.js';
import { describeMiss, median, progress, table, type Row } from './report.js';
import { packageVersion, Workspace } from './workspace.js';

const { values: options, positionals: words } = parseArgs({
  allowPositionals: true,
  options: { check: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false } },
});

/** In the order of the table. A new `bench/<operation>.bench.ts` gets its line here. */
const operationNames = [
  'settle',
  'drop-in',
  'late',
  'many-handlers',
  'notify',
  'then-chain',
  'when',
  'to-deferred',
  'memory',
];

const effort: Effort = options.quick
  ? { rounds: 3, warmUp: 100, sample: 8, measure: 100, minSamples: 2, objects: 20_000 }
  : { rounds: 5, warmUp: 150, sample: 10, measure: 150, minSamples: 3, objects: 50_000 };

interface Task {
  readonly operation: Operation;
  readonly workload: Workload;
  readonly implementation: ImplementationName;
  readonly figures: number[];
}

const verdicts: Verdict[] = [];

function isWanted(name: string): boolean {
  return words.length === 0 || words.some((word) => name.includes(word));
}

/** Whether a budget is about this task, or may be. */
function isBudgeted(operation: Operation, workload: Workload, implementation: ImplementationName): boolean {
  return implementation === subjectOf(workload) || budgetOf(operation, workload, implementation) !== undefined;
}

function budgetOf(operation: Operation, workload: Workload, against: string): number | undefined {
  return budgets.ratio[workloadName(operation, workload)]?.[against];
}

/** Leaves out rounds where fewer will do: no budget compares, or nothing changes from round to round. */
function takesPart({ operation, workload, implementation }: Task, round: number): boolean {
  return operation.measures === 'bytes'
    ? round < 2
    : round % 2 === 0 || isBudgeted(operation, workload, implementation);
}

function rotated<T>(items: readonly T[], by: number): T[] {
  const first = by % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
}

/** Measures all the tasks of an operation, in turn, for as many rounds as there are. */
async function measure(workspace: Workspace, operation: Operation): Promise<Task[]> {
  const tasks = operation.workloads.flatMap((workload) =>
    workload.implementations
      .filter((implementation) => !options.quick || isBudgeted(operation, workload, implementation))
      .map((implementation): Task => ({ operation, workload, implementation, figures: [] })),
  );
  for (let round = 0; round < effort.rounds; round++) {
    for (const task of rotated(tasks, round)) {
      const { implementation, workload } = task;
      if (!takesPart(task, round)) {
        continue;
      }
      progress(
        `round ${String(round + 1)} of ${String(effort.rounds)}: ${taskName(operation, workload, implementation)}`,
      );
      task.figures.push(await workspace.measure({ operation: operation.name, n: workload.n, implementation, effort }));
    }
  }
  progress('');
  return tasks;
}

/** Prints the table of each workload, and holds its ratios against the budgets. */
function report(operation: Operation, tasks: readonly Task[]): void {
  for (const workload of operation.workloads) {
    const own = tasks.filter((task) => task.workload === workload);
    const ours = own.find(({ implementation }) => implementation === subjectOf(workload));
    if (ours === undefined) {
      continue;
    }
    const compare = (figures: readonly number[], against: string): Pick<Row, 'ratio' | 'budget'> => {
      const ratio = median(ours.figures) / median(figures);
      const budget = budgetOf(operation, workload, against);
      if (budget !== undefined) {
        verdicts.push({ what: `${workloadName(operation, workload)}, against ${against}`, actual: ratio, budget });
      }
      return { ratio, budget };
    };
    const rows = own.map((task): Row => {
      const label = workload.labels?.[task.implementation] ?? implementationLabels[task.implementation];
      return { label, figures: task.figures, ...(task === ours ? {} : compare(task.figures, task.implementation)) };
    });
    const itself = tasks
      .filter((task) => task.workload !== workload)
      .map((task) => ({ task, name: taskName(operation, task.workload, task.implementation) }))
      .filter(({ name }) => budgetOf(operation, workload, name) !== undefined)
      .map(({ task, name }): Row => {
        const label = `itself at ${task.workload.n.toLocaleString('en')}`;
        return { label, figures: task.figures, ...compare(task.figures, name) };
      });
    const title = operation.title.replace(/\bn\b/, workload.n.toLocaleString('en'));
    const unit = `${operation.measures}/${workload.per}`;
    console.log(table(workloadName(operation, workload), title, unit, [...rows, ...itself]));
  }
}

async function reportSize(workspace: Workspace): Promise<void> {
  const rows: Row[] = [];
  const core = 'rx-deferred';
  const coreBytes = await workspace.measureSize([core]);
  for (const [entry, budget] of Object.entries(budgets.size)) {
    const bytes = entry.endsWith('.js')
      ? workspace.measureScript(entry)
      : entry === core
        ? coreBytes
        : (await workspace.measureSize([core, entry])) - coreBytes;
    verdicts.push({ what: `size, ${entry}`, actual: bytes, budget });
    rows.push({ label: entry, figures: [bytes], budget });
  }
  const title = 'the core, and what each other entry adds to it: minified, brotli, without rxjs; scripts are whole';
  console.log(table(`size, ${String(rows.length)} entries`, title, 'bytes', rows));
}

function reportSetting(): void {
  const processors = cpus();
  const version = (name: string): string => `${name} ${packageVersion(name)}`;
  console.log(
    [
      `Node ${process.versions.node}, ${String(processors.length)} × ${processors[0]?.model ?? 'unknown processor'}`,
      ['rxjs', 'jquery', 'jquery-deferred', 'bluebird'].map(version).join(', '),
      `${String(effort.rounds)} rounds, each task in a process of its own; a figure is the median of the rounds`,
      ...(options.quick ? [] : ['fewer rounds for memory, and for what no budget compares']),
      'ratio: rx-deferred / that line. Absolute times of different runs do not compare.',
      'floor: one AsyncSubject made and completed, and a plain array of callbacks called.',
      'raw: an AsyncSubject with subscribe({ next, error }) for each handler.',
      'promises are asynchronous: their time is the time until the last handler has run.',
      "jquery: in a jsdom window whose setTimeout is Node's.",
    ].join('\n'),
  );
}

function reportVerdicts(): number {
  const missed = verdicts.filter((verdict) => !isMet(verdict));
  const met = verdicts.length - missed.length;
  const seconds = String(Math.round(performance.now() / 1000));
  console.log(`\n${String(met)} of ${String(verdicts.length)} budgets met, in ${seconds} s`);
  for (const verdict of missed) {
    console.log(describeMiss(verdict));
  }
  return missed.length;
}

async function loadOperations(): Promise<Operation[]> {
  const loaded: Operation[] = [];
  for (const name of operationNames) {
    loaded.push(((await import(`./${name}.bench.ts`)) as { operation: Operation }).operation);
  }
  return loaded.filter((operation) =>
    operation.workloads.some((workload) => isWanted(workloadName(operation, workload))),
  );
}

const operations = await loadOperations();
if (operations.length === 0 && !isWanted('size')) {
  throw new Error(`Expected words out of ${[...operationNames, 'size'].join(', ')}, got ${words.join(', ')}`);
}
reportSetting();
const workspace = await Workspace.create();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void workspace.remove().finally(() => process.exit(1));
  });
}
try {
  for (const operation of operations) {
    report(operation, await measure(workspace, operation));
  }
  if (isWanted('size')) {
    await reportSize(workspace);
  }
} finally {
  await workspace.remove();
}
if (reportVerdicts() > 0 && options.check) {
  process.exitCode = 1;
}
