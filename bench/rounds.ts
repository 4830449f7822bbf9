import { budgets } from './budgets.js';
import type { Effort, Job } from './child.js';
import { deepest } from './deepest.js';
import {
  subjectOf,
  taskName,
  workloadName,
  type ImplementationName,
  type Operation,
  type Workload,
} from './operation.js';
import { progress } from './report.js';
import type { Workspace } from './workspace.js';

/** One implementation at one workload, with a figure for each round in which it was measured. */
export interface Task {
  readonly operation: Operation;
  readonly workload: Workload;
  readonly implementation: ImplementationName;
  readonly figures: number[];
}

/** Returns all tasks of an operation, or only those with a budget. */
export function tasksOf(operation: Operation, budgetedOnly: boolean): Task[] {
  return operation.workloads.flatMap((workload) =>
    workload.implementations
      .map((implementation): Task => ({ operation, workload, implementation, figures: [] }))
      .filter((task) => !budgetedOnly || isBudgeted(task)),
  );
}

/** Measures tasks, which take turns in each round: from round `first` on, as many rounds as given. */
export async function measure(
  workspace: Workspace,
  tasks: readonly Task[],
  effort: Effort,
  first: number,
  rounds: number,
): Promise<void> {
  const end = first + rounds;
  for (let round = first; round < end; round++) {
    for (const task of rotated(tasks, round)) {
      if (!takesPart(task, round)) {
        continue;
      }
      progress(`round ${String(round + 1)} of ${String(end)}: ${nameOf(task)}`);
      task.figures.push(await figureOf(workspace, task, effort));
    }
  }
  progress('');
}

async function figureOf(workspace: Workspace, task: Task, effort: Effort): Promise<number> {
  const { operation, workload, implementation } = task;
  const job: Job = { operation: operation.name, n: workload.n, implementation, effort };
  const figure =
    operation.measures === 'depth'
      ? await deepest(workload.n, async (n) => (await workspace.run({ ...job, n })) > 0)
      : await workspace.run(job);
  if (!(figure > 0)) {
    throw new Error(`Expected a figure of ${nameOf(task)}, got ${String(figure)}`);
  }
  return figure;
}

function nameOf({ operation, workload, implementation }: Task): string {
  return taskName(operation, workload, implementation);
}

/** Skips rounds where fewer are enough: for tasks without a budget, or with the same figure in each round. */
function takesPart(task: Task, round: number): boolean {
  switch (task.operation.measures) {
    case 'ns':
      return round % 2 === 0 || isBudgeted(task);
    case 'bytes':
      return round < 2;
    case 'depth':
      return round < 1;
  }
}

/** Whether a budget applies to this task, or may apply. */
function isBudgeted({ operation, workload, implementation }: Task): boolean {
  return (
    implementation === subjectOf(workload) ||
    budgets.ratio[workloadName(operation, workload)]?.[implementation] !== undefined
  );
}

function rotated<T>(items: readonly T[], by: number): T[] {
  const first = by % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
}
