import { isMet, type Verdict } from './budgets.js';

/** A line of the table: the figures of one task, and how rx-deferred compares with it. */
export interface Row {
  readonly label: string;
  /** One for each round, in the order they were taken. */
  readonly figures: readonly number[];
  readonly ratio?: number | undefined;
  readonly budget?: number | undefined;
}

/** The widths of the columns: label, figure, range, ratio, budget. The last column needs none. */
const widths = [24, 16, 26, 12, 11] as const;

export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const upper = Math.floor(sorted.length / 2);
  const high = sorted[upper] ?? NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[upper - 1] ?? NaN) + high) / 2;
}

/** Gives the lines of one workload, under a heading that names it and its unit. */
export function table(name: string, title: string, unit: string, rows: readonly Row[]): string {
  const heading = columns('', unit, 'range of rounds', 'ratio', 'budget');
  return [`\n${name}: ${title}`, heading, rule, ...rows.map(line)].join('\n');
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
  const verdict = isMet({ what: label, actual, budget }) ? 'ok' : 'MISSED';
  return columns(...cells, ratio === undefined ? '' : decimal(ratio), `≤ ${decimal(budget)}`, verdict);
}

function columns(label: string, ...cells: readonly string[]): string {
  const [first, ...others] = widths;
  const right = others.map((width, i) => (cells[i] ?? '').padStart(width));
  return `${label.padEnd(first)}${right.join('')}  ${cells[others.length] ?? ''}`.trimEnd();
}

/** Three significant digits: the rest means nothing. */
function decimal(value: number): string {
  return value.toLocaleString('en', value >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 });
}
