/** Measures one task, in a process of its own, and prints the figure; of a depth 1 or 0, for whether it is reached. */
import { once } from 'node:events';

import type { Implementation } from './implementations/implementation.js';
import type { ImplementationName, MemoryTask, NestingTask, Operation, TimedTask } from './operation.js';

export interface Effort {
  /** How often each task is measured, each time in a new process. */
  readonly rounds: number;
  /** Milliseconds of processor time, the optimiser's own included, before anything counts. */
  readonly warmUp: number;
  /** The least milliseconds of one sample: enough for its garbage to be collected within it. */
  readonly sample: number;
  /** Milliseconds to take samples for, their preparation included. */
  readonly measure: number;
  /** Samples to take even if that needs longer. */
  readonly minSamples: number;
  /** Objects to count the memory of. */
  readonly objects: number;
}

export interface Job {
  /** The name of a `<operation>.bench.ts`. */
  readonly operation: string;
  readonly n: number;
  readonly implementation: ImplementationName;
  readonly effort: Effort;
}

/** What a run tells when it is over, which for a synchronous one is before anyone waits for it. */
class Finish {
  private finished = false;
  private wake: (() => void) | undefined;

  readonly call = (): void => {
    this.finished = true;
    this.wake?.();
  };

  /** Gives nothing to await where the end has come already. */
  wait(): Promise<void> | undefined {
    return this.finished
      ? undefined
      : new Promise((resolve) => {
          this.wake = resolve;
        });
  }
}

async function time(task: TimedTask, runs: number): Promise<number> {
  if (task.setUp !== undefined) {
    task.setUp(runs);
    collectGarbage();
  }
  const start = performance.now();
  for (let i = 0; i < runs; i++) {
    const finish = new Finish();
    task.run(finish.call);
    const end = finish.wait();
    if (end !== undefined) {
      await end;
    }
  }
  return performance.now() - start;
}

/** Gives the nanoseconds of one unit in the fastest sample. */
async function measureTime(task: TimedTask, effort: Effort): Promise<number> {
  let runs = 1;
  const start = process.cpuUsage();
  for (;;) {
    const took = await time(task, runs);
    if (took < effort.sample) {
      runs = Math.ceil(runs * Math.min(10, (1.2 * effort.sample) / Math.max(took, 0.01)));
    } else if (milliseconds(process.cpuUsage(start)) >= effort.warmUp) {
      break;
    }
  }
  let fastest = Infinity;
  const end = performance.now() + effort.measure;
  for (let samples = 0; samples < effort.minSamples || performance.now() < end; samples++) {
    fastest = Math.min(fastest, await time(task, runs));
  }
  return (fastest * 1e6) / (runs * task.units);
}

function milliseconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000;
}

/** Gives the bytes that one object keeps alive. */
async function measureMemory(task: MemoryTask, effort: Effort): Promise<number> {
  const objects: unknown[] = new Array<unknown>(effort.objects).fill(undefined);
  const settle = (pending: readonly unknown[]): Promise<void> | undefined => {
    const finish = new Finish();
    task.check(pending, finish.call);
    return finish.wait();
  };
  // For whatever is made only once: code, shapes, caches.
  await settle(Array.from({ length: 1_000 }, () => task.allocate()));
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < objects.length; i++) {
    objects[i] = task.allocate();
  }
  collectGarbage();
  const after = process.memoryUsage().heapUsed;
  await settle(objects);
  return (after - before) / objects.length;
}

/** Tells whether all happens within the run, without an error that it throws, or that is reported later. */
async function measureDepth(task: NestingTask): Promise<number> {
  const finish = new Finish();
  let errors = 0;
  const countError = (): void => {
    errors += 1;
  };
  process.on('uncaughtException', countError);
  try {
    task.run(finish.call);
  } catch {
    countError();
  }
  const ended = finish.wait() === undefined;
  // The stack may have ended within a timer's own code, and then no timer fires: the process tells when it is idle.
  await once(process, 'beforeExit');
  return ended && errors === 0 ? 1 : 0;
}

function collectGarbage(): void {
  if (globalThis.gc === undefined) {
    throw new Error('Expected to be run by node --expose-gc');
  }
  globalThis.gc();
}

const { operation: operationName, n, implementation: name, effort } = JSON.parse(process.argv[2] ?? '') as Job;
const { operation } = (await import(`./${operationName}.bench.js`)) as { operation: Operation };
const { implementation } = (await import(`./implementations/${name}.js`)) as { implementation: Implementation };

function measure(): Promise<number> {
  switch (operation.measures) {
    case 'ns':
      return measureTime(operation.prepare(implementation, n), effort);
    case 'bytes':
      return measureMemory(operation.prepare(implementation, n), effort);
    case 'depth':
      return measureDepth(operation.prepare(implementation, n));
  }
}

const figure = await measure();
process.stdout.write(JSON.stringify(figure));
