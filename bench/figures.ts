import { readFile, writeFile } from 'node:fs/promises';

import { format, resolveConfig } from 'prettier';

import { ratioBudget } from './budgets.js';
import type { ImplementationName } from './operation.js';
import { decimal, median, type Row, type Section } from './report.js';

/** The tables of a document, which stand between two comments. */
interface Figures {
  readonly file: URL;
  readonly tables: string;

  /** The rows that are the same in each run. */
  readonly sizes: readonly string[];

  /** The ratios that a row may state, by its title. */
  readonly limits: ReadonlyMap<string, readonly Limit[]>;
}

/** The budget of a ratio in a cell, and how that is written. */
interface Limit {
  readonly what: string;
  readonly budget: number | undefined;
  readonly isKept: (stated: number, budget: number) => boolean;
}

/** What the ratios of a run depend on, beside the code. */
export interface Setting {
  readonly node: string;
  readonly processors: string;
  readonly rxjs: string;
  readonly jquery: string;
}

/** A column of the README, and the row of the package in the table of sizes. */
const libraries: readonly (readonly [against: ImplementationName | undefined, title: string])[] = [
  [undefined, 'rx-deferred'],
  ['jquery', 'jQuery'],
  ['native', 'Promise'],
  ['raw', 'RxJS alone'],
  ['p-defer', 'p-defer'],
  ['bluebird', 'bluebird'],
];

/** The rows of the README. */
const comparisons: readonly (readonly [work: string, workload: string])[] = [
  ['Time to create one, add a handler, and settle it', 'settle, 1 handler'],
  ['The same with ten handlers', 'settle, 10 handlers'],
  ['Time of a handler that is added late', 'late, 1 handler'],
  ['Memory of a pending one with a handler', 'memory, 1 handler'],
];

/** The rows of `docs/figures.md`. Of several workloads, the first that is compared with the column counts. */
const works: readonly (readonly [work: string, ...workloads: string[]])[] = [
  ['create, one `always`, `resolve`', 'settle, 1 handler'],
  ['the same through `promise()`', 'promise, 1 handler'],
  ['the same through `$.Deferred`', 'drop-in, 1 handler'],
  ['create, ten `always`, `resolve`', 'settle, 10 handlers'],
  ['`always` on a settled one', 'late, 1 handler'],
  ['a chain of `then`, for each step', 'then-chain, 10,000 hops', 'then-chain, 200 hops'],
  ['`when` of 1,000', 'when, 1,000 deferreds'],
  ['`when` of 1,000 `promise()`', 'when-promises, 1,000 promises'],
  ['memory, pending with one `always`', 'memory, 1 handler'],
  ['the same memory through `promise()`', 'memory-promise, 1 handler'],
];

const columns: readonly ImplementationName[] = ['raw', 'native', 'jquery'];

/** The rows of `docs/figures.md` that are compared with one method or function each. */
const counterparts: readonly (readonly [work: string, workload: string, against: ImplementationName])[] = [
  ['`notify`, beside `Subject.next` of RxJS', 'notify, 200,000 calls', 'raw'],
  ['`notify`, beside that of jQuery', 'notify, 200,000 calls', 'jquery'],
  ['`toDeferred(of(1))`, beside `lastValueFrom` of RxJS', 'to-deferred, 2,000 sources', 'native'],
];

/** Writes the figures of a run of all benchmarks into the documents that state them. */
export async function writeFigures(sections: readonly Section[], setting: Setting): Promise<void> {
  for (const { file, tables } of figuresOf(sections, setting)) {
    await rewrite(file, () => `\n${tables}\n\n`);
  }
}

/** Writes the sizes alone, each into the row that has its title. */
export async function writeSizes(sections: readonly Section[], setting: Setting): Promise<void> {
  for (const { file, sizes } of figuresOf(sections, setting)) {
    const bySubject = new Map(sizes.map((row) => [firstCell(row), row]));
    await rewrite(file, (before) => before.replaceAll(/^\|.*$/gm, (row) => bySubject.get(firstCell(row)) ?? row));
  }
}

async function rewrite(file: URL, replace: (figures: string) => string): Promise<void> {
  const before = await readFile(file, 'utf8');
  const after = before.replace(/(?<=<!-- figures:start.*-->\n).*(?=<!-- figures:end -->)/s, replace);
  const config = await resolveConfig(file);
  await writeFile(file, await format(after, { ...config, parser: 'markdown' }));
}

function firstCell(row: string): string | undefined {
  return row.split('|')[1]?.trim();
}

/** Returns what the documents state wrongly: sizes that are not those of this run, and ratios beyond their budgets. */
export async function findWrongFigures(sections: readonly Section[], setting: Setting): Promise<string[]> {
  const wrong: string[] = [];
  for (const { file, sizes, limits } of figuresOf(sections, setting)) {
    const rows = (await readFile(file, 'utf8')).replaceAll(/ +/g, ' ').split('\n');
    wrong.push(...sizes.filter((row) => !rows.includes(row)).map((row) => `size, now ${row}`));
    for (const [title, ofRow] of limits) {
      const cells =
        rows
          .find((row) => row.startsWith(`| ${title} |`))
          ?.split(' | ')
          .slice(1) ?? [];
      ofRow.forEach(({ what, budget, isKept }, i) => {
        const stated = parseFloat(cells[i] ?? '');
        if (budget === undefined ? !Number.isNaN(stated) : !isKept(stated, budget)) {
          wrong.push(`${what}: stated ${cells[i] ?? 'nowhere'}, budget ${String(budget)}`);
        }
      });
    }
  }
  return wrong;
}

function figuresOf(sections: readonly Section[], setting: Setting): Figures[] {
  return [comparison(sections, setting), allFigures(sections, setting)];
}

/** What `README.md` states: the other libraries as multiples of this one. */
function comparison(sections: readonly Section[], { node }: Setting): Figures {
  const { rows } = sectionOf(sections, 'size with all that is imported');
  const alone = sectionOf(sections, 'size').rows.find(({ label }) => label === '{ Deferred }');
  const bytesOf = (row: Pick<Row, 'figures'> | undefined): string =>
    row?.figures[0] === undefined ? '–' : decimal(row.figures[0]);
  const complete = libraries.map(([, title]) => bytesOf(rows.find(({ label }) => label.startsWith(title))));
  const withoutRxJS = libraries.map(([against], i) => (against === 'raw' ? '–' : (complete[i] ?? '–')));
  const sizes = [
    tableRow('Bytes of the import, with all that it needs', ...complete),
    tableRow('The same without those of RxJS', bytesOf(alone), ...withoutRxJS.slice(1)),
  ];
  const tables = [
    tableRow('', ...libraries.map(([, title]) => title)),
    tableRow('---', ...libraries.map(() => '---')),
    ...comparisons.map(([work, workload]) =>
      tableRow(
        work,
        ...libraries.map(([against]) => {
          const ratio = against === undefined ? 1 : ratioOf([sectionOf(sections, workload)], against);
          return ratio === undefined ? '–' : decimal(1 / ratio, 2);
        }),
      ),
    ),
    ...sizes,
  ].join('\n');
  const limits = comparisons.map(([work, workload]) => {
    const ofRow = libraries.map(([against, title]): Limit => ({
      what: `README.md, ${work}, ${title}`,
      budget: against === undefined ? 1 : ratioBudget(node, workload, against),
      isKept: (stated, budget) => stated >= parseFloat(decimal(1 / budget, 2)),
    }));
    return [work, ofRow] as const;
  });
  return { file: new URL('../README.md', import.meta.url), tables, sizes, limits: new Map(limits) };
}

/** What `docs/figures.md` states. */
function allFigures(sections: readonly Section[], { node, processors, rxjs, jquery }: Setting): Figures {
  const sizes = sectionOf(sections, 'size').rows.map(({ label, figures: [bytes = NaN] }) =>
    tableRow(`\`${label}\``, decimal(bytes)),
  );
  const depths = sectionOf(sections, 'depth, 100,000 deferreds').rows.map(
    ({ label, figures }) => `${decimal(median(figures))} in ${label}`,
  );
  const tables = [
    '## Time and memory',
    '',
    `What rx-deferred takes, as a share of what the other takes: smaller is better. The ratios are from one run with Node.js ${node}, RxJS ${rxjs} and jQuery ${jquery} on ${processors}.`,
    '',
    tableRow('Work', '`AsyncSubject`, one subscription a handler', 'native Promise', 'jQuery'),
    tableRow('---', '---', '---', '---'),
    ...works.map(([work, ...workloads]) => {
      const compared = workloads.map((workload) => sectionOf(sections, workload));
      return tableRow(
        work,
        ...columns.map((column) => {
          const ratio = ratioOf(compared, column);
          return ratio === undefined ? '–' : decimal(ratio, 2);
        }),
      );
    }),
    '',
    tableRow('One method or function', 'Share'),
    tableRow('---', '---'),
    ...counterparts.map(([work, workload, against]) => {
      const ratio = ratioOf([sectionOf(sections, workload)], against);
      return tableRow(work, ratio === undefined ? '–' : decimal(ratio, 2));
    }),
    '',
    '## Depth',
    '',
    `Levels that \`done\` handlers nest, each of which resolves the next deferred: ${depths.join(', ')}. The measurement ends at 100,000. \`jquery-deferred\` is a package with the Deferred of jQuery 1.8 alone.`,
    '',
    '## Bytes',
    '',
    'Bytes of an import, minified and compressed by brotli, without RxJS and Angular. An entry, or a name of one, beside the core shows the bytes that it adds. The script includes the parts of RxJS that it uses.',
    '',
    tableRow('Import', 'Bytes'),
    tableRow('---', '---'),
    ...sizes,
  ].join('\n');
  const limits = works.map(([work, ...workloads]) => {
    const ofRow = columns.map((column): Limit => ({
      what: `docs/figures.md, ${work}, ${column}`,
      budget: workloads.map((workload) => ratioBudget(node, workload, column)).find(Boolean),
      isKept: (stated, budget) => stated <= budget,
    }));
    return [work, ofRow] as const;
  });
  const ofCounterparts = counterparts.map(([work, workload, against]) => {
    const ofRow: readonly Limit[] = [
      {
        what: `docs/figures.md, ${work}`,
        budget: ratioBudget(node, workload, against),
        isKept: (stated, budget) => stated <= budget,
      },
    ];
    return [work, ofRow] as const;
  });
  return {
    file: new URL('../docs/figures.md', import.meta.url),
    tables,
    sizes,
    limits: new Map([...limits, ...ofCounterparts]),
  };
}

function sectionOf(sections: readonly Section[], name: string): Pick<Section, 'rows'> {
  return sections.find((section) => section.name === name) ?? { rows: [] };
}

function ratioOf(sections: readonly Pick<Section, 'rows'>[], column: ImplementationName): number | undefined {
  return sections.flatMap(({ rows }) => rows).find(({ against }) => against === column)?.ratio;
}

function tableRow(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
