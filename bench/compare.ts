import { ratioBudget } from './budgets.js';
import { implementationLabels, subjectOf, taskName, workloadName, type Operation } from './operation.js';
import { median, type Row, type Section } from './report.js';
import type { Task } from './rounds.js';

/** Compares the implementations at each workload of an operation, and workloads with each other. */
export function compare(operation: Operation, tasks: readonly Task[], nodeVersion: string): Section[] {
  return operation.workloads.flatMap((workload) => {
    const name = workloadName(operation, workload);
    const own = tasks.filter((task) => task.workload === workload);
    const ours = own.find(({ implementation }) => implementation === subjectOf(workload));
    if (ours === undefined) {
      return [];
    }
    const row = (label: string, { figures }: Task, against: string): Row => {
      const share = median(ours.figures) / median(figures);
      const ratio = operation.measures === 'depth' ? 1 / share : share;
      return { label, figures, against, ratio, budget: ratioBudget(nodeVersion, name, against) };
    };
    const rows = own.map((task): Row => {
      const { implementation, figures } = task;
      const label = workload.labels?.[implementation] ?? implementationLabels[implementation];
      return task === ours ? { label, figures } : row(label, task, implementation);
    });
    const itself = tasks
      .filter((task) => task.workload !== workload)
      .map((task) =>
        row(
          `itself at ${task.workload.n.toLocaleString('en')}`,
          task,
          taskName(operation, task.workload, task.implementation),
        ),
      )
      .filter(({ budget }) => budget !== undefined);
    const title = operation.title.replace(/\bn\b/, workload.n.toLocaleString('en'));
    return { name, title, unit: `${operation.measures}/${workload.per}`, rows: [...rows, ...itself] };
  });
}
