import { isMet, type Verdict } from './budgets.js';

/** A line of the table: the figures of one task, and how rx-deferred compares with it. */
export interface Row {
  readonly label: string;
  /** One for each round, in the order they were taken. */
  readonly figures: readonly number[];
  /** What it is compared with: an implementation, or a task of another workload. */
  readonly against?: string;
  readonly ratio?: number;
  readonly budget?: number | undefined;
}

/** A table: one workload, or the sizes. */
export interface Section {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly rows: readonly Row[];
}

/** The widths of the columns: label, figure, range, ratio, budget. The last column needs none. */
const widths = [30, 16, 26, 12, 11] as const;

export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const upper = Math.floor(sorted.length / 2);
  const high = sorted[upper] ?? NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[upper - 1] ?? NaN) + high) / 2;
}

/** Gives the lines of a section, under a heading that names it and its unit. */
export function table({ name, title, unit, rows }: Section): string {
  const heading = columns('', unit, 'range of rounds', 'ratio', 'budget');
  return [`\n${name}: ${title}`, heading, rule, ...rows.map(line)].join('\n');
}

/** Gives what the budgets of a section say. */
export function verdictsOf({ name, rows }: Section): Verdict[] {
  return rows.flatMap(({ label, figures, against, ratio, budget }) =>
    budget === undefined
      ? []
      : {
          what: `${name}, ${against === undefined ? label : `against ${label}`}`,
          actual: ratio ?? median(figures),
          budget,
        },
  );
}

/** Says in one line what a missed budget is about. */
export function describeMiss({ what, actual, budget }: Verdict): string {
  return `  ${what}: ${decimal(actual)}, budget ${decimal(budget)}`;
}

/** Shows what is under way, on one line that the next text takes the place of. A log gets no such line. */
export function progress(text: string): void {
  if (process.stderr.isTTY) {
    process.stderr.write(`\r\u001b[K${text}`);
  }
}

const rule = '─'.repeat(widths.reduce((sum: number, width) => sum + width, 8));

function line({ label, figures, ratio, budget }: Row): string {
  const range = figures.length > 1 ? `${decimal(Math.min(...figures))} … ${decimal(Math.max(...figures))}` : '';
  const cells = [label, decimal(median(figures)), range] as const;
  if (budget === undefined) {
    return columns(...cells, ratio === undefined ? '' : decimal(ratio), '');
  }
  const actual = ratio ?? median(figures);
  const verdict = isMet({ actual, budget }) ? 'ok' : 'MISSED';
  return columns(...cells, ratio === undefined ? '' : decimal(ratio), `≤ ${decimal(budget)}`, verdict);
}

function columns(label: string, ...cells: readonly string[]): string {
  const [first, ...others] = widths;
  const right = others.map((width, i) => (cells[i] ?? '').padStart(width));
  return `${label.padEnd(first)}${right.join('')}  ${cells[others.length] ?? ''}`.trimEnd();
}

/** Gives three significant digits of a fraction, or fewer: the rest means nothing. */
export function decimal(value: number, maximumSignificantDigits = 3): string {
  return value.toLocaleString('en', value >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits });
}
