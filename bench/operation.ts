import type { Implementation } from './implementations/implementation.js';

/** The implementations, each a file in `implementations/`, and how the table calls them. */
export const implementationLabels = {
  'rx-deferred': 'rx-deferred',
  floor: 'floor',
  raw: 'raw AsyncSubject',
  native: 'native Promise',
  bluebird: 'bluebird',
  'jquery-deferred': 'jquery-deferred',
  jquery: 'jquery',
  installed: 'rx-deferred/jquery',
} as const;

export type ImplementationName = keyof typeof implementationLabels;

/** One size of an operation. */
export interface Workload {
  readonly n: number;
  /** What there are n of. */
  readonly unit: string;
  /** What the figure is counted for, such as one deferred. */
  readonly per: string;
  /** Who is held against the others: `rx-deferred`, unless another part of this package is measured. */
  readonly subject?: ImplementationName;
  /** Who takes part; another label than usual where another part of the library is measured. */
  readonly implementations: readonly ImplementationName[];
  readonly labels?: Partial<Record<ImplementationName, string>>;
}

interface OperationBase {
  readonly name: string;
  /** What is done, in the words of a user. */
  readonly title: string;
  readonly workloads: readonly Workload[];
}

/** Work that is timed. */
export interface TimedTask {
  /** What the figure is divided by: how many deferreds, handlers, hops or calls one run is. */
  readonly units: number;
  /** Prepares this many runs, outside the time measured. */
  setUp?(runs: number): void;
  /** Does the work, calls `finish` at its very end, and throws if the result is wrong. */
  run(finish: () => void): void;
}

export interface TimedOperation extends OperationBase {
  readonly measures: 'ns';
  prepare(implementation: Implementation, n: number): TimedTask;
}

/** Objects whose memory is counted. */
export interface MemoryTask {
  allocate(): unknown;
  /** Settles all that were allocated, calls `finish` at the very end, and throws if the result is wrong. */
  check(objects: readonly unknown[], finish: () => void): void;
}

export interface MemoryOperation extends OperationBase {
  readonly measures: 'bytes';
  prepare(implementation: Implementation, n: number): MemoryTask;
}

/** Calls that nest. */
export interface NestingTask {
  /** Does the work, and calls `finish` before it returns if all of it is done and the result is right. */
  run(finish: () => void): void;
}

/** The more the better: what is compared is how much deeper the others get. */
export interface DepthOperation extends OperationBase {
  readonly measures: 'depth';
  prepare(implementation: Implementation, n: number): NestingTask;
}

export type Operation = TimedOperation | MemoryOperation | DepthOperation;

export function subjectOf({ subject = 'rx-deferred' }: Workload): ImplementationName {
  return subject;
}

/** Gives `<operation>, <n> <unit>`, which is what budgets are set for. */
export function workloadName({ name }: Operation, { n, unit }: Workload): string {
  return `${name}, ${n.toLocaleString('en')} ${unit}${n === 1 ? '' : 's'}`;
}

/** Gives `<operation>, <n> <unit>: <implementation>`. */
export function taskName(operation: Operation, workload: Workload, implementation: ImplementationName): string {
  return `${workloadName(operation, workload)}: ${implementation}`;
}

/** Gives the part of an implementation that an operation cannot do without. */
export function need<T>(part: T | undefined): T {
  if (part === undefined) {
    throw new Error('Expected an implementation that has this operation');
  }
  return part;
}

/** Fails a task whose result is wrong, so that a wrong answer cannot win. */
export function expectEqual(what: string, actual: unknown, expected: unknown): void {
  if (actual !== expected) {
    throw new Error(`Expected ${what} to be ${String(expected)}, got ${String(actual)}`);
  }
}
