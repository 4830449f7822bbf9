import { readFileSync } from 'node:fs';

/** What `budgets.json` holds. */
interface Budgets {
  /** For a workload, by whom it is compared with: an implementation, or a task of another workload. */
  readonly ratio: Partial<Record<string, Readonly<Record<string, number>>>>;
  /** Bytes, minified and compressed, for what is imported: see `measureSizes`. */
  readonly size: Readonly<Record<string, number>>;
}

export const budgets = JSON.parse(readFileSync(new URL('budgets.json', import.meta.url), 'utf8')) as Budgets;

/** One figure held against another, or against its budget alone. */
export interface Verdict {
  readonly what: string;
  readonly actual: number;
  readonly budget: number;
}

export function isMet({ actual, budget }: Pick<Verdict, 'actual' | 'budget'>): boolean {
  return actual <= budget;
}
