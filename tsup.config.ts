import { resolve } from 'node:path';

import { transform } from 'esbuild';
import { defineConfig, type Options } from 'tsup';

const target = 'es2022';

type Plugin = NonNullable<Options['plugins']>[number];

/** Makes CommonJS of each chunk. The way that tsup has for it compiles below the target. */
const commonJs: Plugin = {
  name: 'common-js',
  renderChunk: (code, { path }) =>
    path.endsWith('.cjs')
      ? transform(code, { format: 'cjs', banner: '"use strict";', target, sourcefile: path, sourcemap: 'external' })
      : undefined,
};

const common: Options = {
  entry: {
    index: 'src/index.ts',
    ajax: 'src/ajax/index.ts',
    jquery: 'src/jquery/index.ts',
    angular: 'src/angular/index.ts',
    dom: 'src/dom/index.ts',
    trace: 'src/trace/index.ts',
    'jquery-auto': 'src/jquery/auto.ts',
  },
  target,
  // The entries share one copy of the core.
  splitting: true,
  sourcemap: true,
};

export default defineConfig([
  // Rollup merges the imports of a peer. It would drop the directive of the other format.
  { ...common, format: 'esm', dts: true, treeshake: true },
  { ...common, format: 'esm', outExtension: () => ({ js: '.cjs' }), plugins: [commonJs] },
  { ...common, format: 'cjs', dts: { only: true } },
  {
    entry: { 'rx-deferred.jquery': 'src/jquery/global.ts' },
    format: 'iife',
    globalName: 'rxDeferred',
    target,
    platform: 'browser',
    minify: true,
    sourcemap: true,
    noExternal: [/^rxjs/],
    esbuildOptions(options) {
      // Its own sources need no helpers where the target has classes and async iteration: that is 700 bytes less.
      options.alias = { rxjs: resolve('node_modules/rxjs/src/index.ts') };
    },
  },
]);
