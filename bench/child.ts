/** Measures one task in its own process and prints the figure. For a depth, prints 1 if it is reached, otherwise 0. */
import { once } from 'node:events';

import type { Implementation } from './implementations/implementation.js';
import type { ImplementationName, MemoryTask, NestingTask, Operation, TimedTask } from './operation.js';

export interface Effort {
  /** The number of measurements of each task, each in a new process. */
  readonly rounds: number;
  /** The warm-up, in milliseconds of processor time, including that of the optimiser. */
  readonly warmUp: number;
  /** The minimum length of a sample in milliseconds: enough for its garbage to be collected within it. */
  readonly sample: number;
  /** The time in milliseconds for all samples, including their preparation. */
  readonly measure: number;
  /** The minimum number of samples, even if they take longer. */
  readonly minSamples: number;
  /** The number of objects whose memory is measured. */
  readonly objects: number;
}

export interface Job {
  /** The name of a `<operation>.bench.ts`. */
  readonly operation: string;
  readonly n: number;
  readonly implementation: ImplementationName;
  readonly effort: Effort;
}

/** The end of a run. A synchronous run ends before `wait()` is called. */
class Finish {
  private finished = false;
  private wake: (() => void) | undefined;

  readonly call = (): void => {
    this.finished = true;
    this.wake?.();
  };

  /** Returns `undefined` if the run has already ended. */
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

/** Returns the nanoseconds of one unit in the fastest sample. */
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

/** Returns the bytes that one object retains. */
async function measureMemory(task: MemoryTask, effort: Effort): Promise<number> {
  const objects: unknown[] = new Array<unknown>(effort.objects).fill(undefined);
  const settle = (pending: readonly unknown[]): Promise<void> | undefined => {
    const finish = new Finish();
    task.check(pending, finish.call);
    return finish.wait();
  };
  // Creates everything that exists only once: code, shapes, caches.
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

/** Returns 1 if the work is complete when the run returns, without an error, thrown or reported; otherwise 0. */
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
  // The stack may have overflowed in the code of a timer, and then none fires: the process signals when it is idle.
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
