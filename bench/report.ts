import { isMet, type Verdict } from './budgets.js';

/** A row of the table: the figures of one task, and the ratio of rx-deferred to it. */
export interface Row {
  readonly label: string;
  /** One for each round, in the order of measurement. */
  readonly figures: readonly number[];
  /** The counterpart of the comparison: an implementation, or a task of another workload. */
  readonly against?: string;
  readonly ratio?: number;
  readonly budget?: number | undefined;
}

/** A table, for one workload or for the sizes. */
export interface Section {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly rows: readonly Row[];
}

/** The widths of the columns: label, figure, range, ratio, budget. */
const widths = [30, 16, 26, 12, 11] as const;

export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const upper = Math.floor(sorted.length / 2);
  const high = sorted[upper] ?? NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[upper - 1] ?? NaN) + high) / 2;
}

/** Formats a section, with its name and unit as the heading. */
export function table({ name, title, unit, rows }: Section): string {
  const heading = columns('', unit, 'range of rounds', 'ratio', 'budget');
  return [`\n${name}: ${title}`, heading, rule, ...rows.map(line)].join('\n');
}

/** Returns the verdicts for the budgets of a section. */
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

/** Describes a missed budget in one line. */
export function describeMiss({ what, actual, budget }: Verdict): string {
  return `  ${what}: ${decimal(actual)}, budget ${decimal(budget)}`;
}

/** Shows the progress on a line that the next call overwrites. It is not written to a log. */
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

/** Formats a number with at most three significant digits, because more have no meaning. */
export function decimal(value: number, maximumSignificantDigits = 3): string {
  return value.toLocaleString('en', value >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits });
}
