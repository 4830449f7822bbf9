import { transform } from 'esbuild';
import { defineConfig, type Options } from 'tsup';

const target = 'es2022';

type Plugin = NonNullable<Options['plugins']>[number];

/** Makes CommonJS of each chunk. The way that tsup has for it compiles below the target. */
const commonJs: Plugin = {
  name: 'common-js',
  renderChunk: (code, { path }) =>
    path.endsWith('.cjs')
      ? transform(code, { format: 'cjs', target, sourcefile: path, sourcemap: 'external' })
      : undefined,
};

const common: Options = {
  entry: { index: 'src/index.ts', ajax: 'src/ajax/index.ts' },
  target,
  // The entries share one copy of the core.
  splitting: true,
  sourcemap: true,
};

export default defineConfig([
  { ...common, format: 'esm', dts: true },
  { ...common, format: 'esm', outExtension: () => ({ js: '.cjs' }), plugins: [commonJs] },
  { ...common, format: 'cjs', dts: { only: true } },
]);
