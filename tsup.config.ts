import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { index: 'src/index.ts' },
  format: ['esm', 'cjs'],
  target: 'es2022',
  // For CommonJS, tsup would split by a compiler that goes below the target.
  splitting: false,
  sourcemap: true,
  clean: true,
  dts: true,
});
