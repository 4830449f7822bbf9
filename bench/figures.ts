import { fileURLToPath } from 'node:url';

import { format, resolveConfig } from 'prettier';

import type { ImplementationName } from './operation.js';
import { decimal, median, type Section } from './report.js';

/** The rows of the README. Of several workloads, the first that is compared with the column counts. */
const works: readonly (readonly [work: string, ...workloads: string[]])[] = [
  ['create, one `always`, `resolve`', 'settle, 1 handler'],
  ['the same through `promise()`', 'promise, 1 handler'],
  ['the same through `$.Deferred`', 'drop-in, 1 handler'],
  ['create, ten `always`, `resolve`', 'settle, 10 handlers'],
  ['`always` on a settled one', 'late, 1 handler'],
  ['`notify`, beside `Subject.next`', 'notify, 200,000 calls'],
  ['a chain of `then`, for each step', 'then-chain, 10,000 hops', 'then-chain, 200 hops'],
  ['`when` of 1,000', 'when, 1,000 deferreds'],
  ['`when` of 1,000 `promise()`', 'when-promises, 1,000 promises'],
  ['`toDeferred(of(1))`, beside `lastValueFrom`', 'to-deferred, 2,000 sources'],
  ['memory, pending with one `always`', 'memory, 1 handler'],
  ['the same memory through `promise()`', 'memory-promise, 1 handler'],
];

const columns: readonly ImplementationName[] = ['raw', 'native', 'jquery'];

/** Formats the figures of the README from a run of all benchmarks. Rows that were not measured are left out. */
export async function figures(sections: readonly Section[], node: string, jquery: string): Promise<string> {
  const find = (names: readonly string[]): Section[] => sections.filter(({ name }) => names.includes(name));
  const cell = (compared: readonly Section[], column: ImplementationName): string => {
    const ratio = compared.flatMap(({ rows }) => rows).find(({ against }) => against === column)?.ratio;
    return ratio === undefined ? '–' : decimal(ratio, 2);
  };
  const ratios = works
    .map(([work, ...names]) => ({ work, compared: find(names) }))
    .filter(({ compared }) => compared.length > 0)
    .map(({ work, compared }) => tableRow(work, ...columns.map((column) => cell(compared, column))));
  const sizes = find(['size'])
    .flatMap(({ rows }) => rows)
    .map(({ label, figures: [bytes = NaN] }) => tableRow(`\`${label}\``, decimal(bytes)));
  const depths = find(['depth, 100,000 deferreds'])
    .flatMap(({ rows }) => rows)
    .map(({ label, figures: depth }) => `${decimal(median(depth))} in ${label}`);
  const text = [
    '<!-- figures:start (from `npm run bench -- --markdown`) -->',
    '',
    'Time or memory as a share of what the peer takes: smaller is better.',
    '',
    tableRow('Work', '`AsyncSubject`, one subscription a handler', 'native Promise', `jQuery ${jquery}`),
    tableRow('---', '---', '---', '---'),
    ...ratios,
    '',
    'Bytes of an import, minified and compressed by brotli, without RxJS and Angular. An entry, or a name of one, beside the core shows the bytes that it adds. The script includes the parts of RxJS that it uses.',
    '',
    tableRow('Import', 'Bytes'),
    tableRow('---', '---'),
    ...sizes,
    '',
    `Levels that \`done\` handlers nest, each of which resolves the next deferred: ${depths.join(', ')}. The measurement ends at 100,000.`,
    '',
    `All figures are from one run of the benchmarks with Node.js ${node}. Ratios vary with the load: \`npm run bench\` measures them on your machine.`,
    '',
    '<!-- figures:end -->',
  ].join('\n');
  const config = await resolveConfig(fileURLToPath(import.meta.url));
  return format(text, { ...config, parser: 'markdown' });
}

function tableRow(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
