import type { Implementation } from './implementations/implementation.js';

/** The implementations, each a file in `implementations/`, with their labels in the table. */
export const implementationLabels = {
  'rx-deferred': 'rx-deferred',
  floor: 'floor',
  raw: 'raw AsyncSubject',
  native: 'native Promise',
  'p-defer': 'p-defer',
  bluebird: 'bluebird',
  'jquery-deferred': 'jquery-deferred',
  jquery: 'jquery',
  installed: 'rx-deferred/jquery',
} as const;

export type ImplementationName = keyof typeof implementationLabels;

/** One size of an operation. */
export interface Workload {
  readonly n: number;
  /** The unit of n. */
  readonly unit: string;
  /** The unit that the figure refers to, such as one deferred. */
  readonly per: string;
  /** The implementation to compare with the others: `rx-deferred`, unless another part of this package is measured. */
  readonly subject?: ImplementationName;
  /** The implementations to measure. `labels` override the usual ones if another part of a library is measured. */
  readonly implementations: readonly ImplementationName[];
  readonly labels?: Partial<Record<ImplementationName, string>>;
}

interface OperationBase {
  readonly name: string;
  /** The work, described from the perspective of a user. */
  readonly title: string;
  readonly workloads: readonly Workload[];
}

/** Work whose time is measured. */
export interface TimedTask {
  /** The divisor of the figure: the number of deferreds, handlers, hops or calls in one run. */
  readonly units: number;
  /** Prepares this many runs, outside the measured time. */
  setUp?(runs: number): void;
  /** Does the work, calls `finish` at its very end, and throws if the result is wrong. */
  run(finish: () => void): void;
}

export interface TimedOperation extends OperationBase {
  readonly measures: 'ns';
  prepare(implementation: Implementation, n: number): TimedTask;
}

/** Objects whose memory is measured. */
export interface MemoryTask {
  allocate(): unknown;
  /** Settles all allocated objects, calls `finish` at the very end, and throws if the result is wrong. */
  check(objects: readonly unknown[], finish: () => void): void;
}

export interface MemoryOperation extends OperationBase {
  readonly measures: 'bytes';
  prepare(implementation: Implementation, n: number): MemoryTask;
}

/** Work whose calls nest. */
export interface NestingTask {
  /** Does the work, and calls `finish` before it returns if the work is complete and the result is right. */
  run(finish: () => void): void;
}

/** More is better here: the ratio is the depth of the other implementation divided by that of the subject. */
export interface DepthOperation extends OperationBase {
  readonly measures: 'depth';
  prepare(implementation: Implementation, n: number): NestingTask;
}

export type Operation = TimedOperation | MemoryOperation | DepthOperation;

export function subjectOf({ subject = 'rx-deferred' }: Workload): ImplementationName {
  return subject;
}

/** Returns `<operation>, <n> <unit>`, the key of budgets. */
export function workloadName({ name }: Operation, { n, unit }: Workload): string {
  return `${name}, ${n.toLocaleString('en')} ${unit}${n === 1 ? '' : 's'}`;
}

/** Returns `<operation>, <n> <unit>: <implementation>`. */
export function taskName(operation: Operation, workload: Workload, implementation: ImplementationName): string {
  return `${workloadName(operation, workload)}: ${implementation}`;
}

/** Returns a part of an implementation that an operation requires. */
export function need<T>(part: T | undefined): T {
  if (part === undefined) {
    throw new Error('Expected an implementation that has this operation');
  }
  return part;
}

/** Throws if a result is wrong, so that a wrong implementation cannot win. */
export function expectEqual(what: string, actual: unknown, expected: unknown): void {
  if (actual !== expected) {
    throw new Error(`Expected ${what} to be ${String(expected)}, got ${String(actual)}`);
  }
}
