import { readFileSync } from 'node:fs';

/** By workload, then by the counterpart of the comparison: an implementation, or a task of another workload. */
type Ratios = Partial<Record<string, Readonly<Partial<Record<string, number>>>>>;

/** The contents of `budgets.json`. */
interface Budgets {
  readonly ratio: Ratios;
  /** Those that differ on an old Node.js, by its major version. */
  readonly ratioOnNode: Partial<Record<string, Ratios>>;
  /** Bytes of an import, minified and compressed: see `measureSizes`. */
  readonly size: Readonly<Record<string, number>>;
}

export const budgets = JSON.parse(readFileSync(new URL('budgets.json', import.meta.url), 'utf8')) as Budgets;

/** Returns the budget of a ratio in a version of Node.js, if there is one. */
export function ratioBudget(nodeVersion: string, workload: string, against: string): number | undefined {
  const [major = ''] = nodeVersion.split('.');
  return [budgets.ratioOnNode[major], budgets.ratio].map((ratios) => ratios?.[workload]?.[against]).find(Boolean);
}

/** A ratio or a figure, and its budget. */
export interface Verdict {
  readonly what: string;
  readonly actual: number;
  readonly budget: number;
}

export function isMet({ actual, budget }: Pick<Verdict, 'actual' | 'budget'>): boolean {
  return actual <= budget;
}
