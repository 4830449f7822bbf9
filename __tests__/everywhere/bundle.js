// Bundles `<entry>.html` and its script for production: node bundle.js <tool> <entry> <folder of the result>
import { promisify } from 'node:util';

import nodeResolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { rollup } from 'rollup';
import { build } from 'vite';
import webpack from 'webpack';

const [, , tool, entry, outDir] = process.argv;
const root = process.cwd();
const input = `${root}/${entry}.js`;

const tools = {
  async Vite() {
    const rolldownOptions = { input: `${root}/${entry}.html` };
    await build({ root, base: './', logLevel: 'warn', build: { outDir, rolldownOptions } });
  },

  async webpack() {
    const output = { path: outDir, filename: `${entry}.js` };
    const stats = await promisify(webpack)({ mode: 'production', context: root, entry: input, output });
    if (stats.hasErrors()) {
      throw new Error(stats.toString());
    }
  },

  async Rollup() {
    const bundle = await rollup({ input, plugins: [nodeResolve({ browser: true })] });
    await bundle.write({ dir: outDir, plugins: [terser()] });
  },
};

await tools[tool]();
