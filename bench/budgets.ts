import { readFileSync } from 'node:fs';

/** The contents of `budgets.json`. */
interface Budgets {
  /** By workload, then by the counterpart of the comparison: an implementation, or a task of another workload. */
  readonly ratio: Partial<Record<string, Readonly<Record<string, number>>>>;
  /** Bytes of an import, minified and compressed: see `measureSizes`. */
  readonly size: Readonly<Record<string, number>>;
}

export const budgets = JSON.parse(readFileSync(new URL('budgets.json', import.meta.url), 'utf8')) as Budgets;

/** A ratio or a figure, and its budget. */
export interface Verdict {
  readonly what: string;
  readonly actual: number;
  readonly budget: number;
}

export function isMet({ actual, budget }: Pick<Verdict, 'actual' | 'budget'>): boolean {
  return actual <= budget;
}
