import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

import { buildSync } from 'esbuild';

const root = resolve(__dirname, '..', '..');

const { size: budgets } = JSON.parse(readFileSync(join(root, 'bench', 'budgets.json'), 'utf8')) as {
  /** The bytes that an entry may have, minified and compressed by brotli, without its peers. */
  size: Record<string, number>;
};

function sizeOf(entry: string): number {
  const { outputFiles } = buildSync({
    stdin: { contents: `export * from './src/${entry}.ts';`, resolveDir: root },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    external: ['rxjs'],
  });
  return brotliCompressSync(outputFiles[0]?.contents ?? '').length;
}

/** `rx-deferred` is the entry `index`, and `rx-deferred/name` is `name/index`. */
const entryOf = (name: string): string => [...name.split('/').slice(1), 'index'].join('/');

describe('the size of an entry', () => {
  it.each(Object.entries(budgets))('of %s is at most %i bytes', (name, budget) => {
    expect(sizeOf(entryOf(name))).toBeLessThanOrEqual(budget);
  });

  it('has a budget for every entry of the package', () => {
    const { name, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      name: string;
      exports: Record<string, unknown>;
    };
    const entries = Object.keys(exports).filter((path) => !path.endsWith('.json'));

    expect(Object.keys(budgets).sort()).toEqual(entries.map((path) => name + path.slice(1)).sort());
  });
});
