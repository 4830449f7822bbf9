const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { transformSync } = require('esbuild');

const own = readFileSync(__filename);

/** Converts modules to CommonJS, without a look at their types. */
module.exports = {
  getCacheKey: (source, file) => createHash('sha1').update(own).update(file).update(source).digest('hex'),
  process: (source, file) => {
    const isTypeScript = file.endsWith('.ts');
    const { code } = transformSync(source, {
      format: 'cjs',
      loader: isTypeScript ? 'ts' : 'js',
      target: 'es2022',
      supported: { 'dynamic-import': false },
      banner: '"use strict";',
      sourcemap: 'inline',
      // What a file named .mjs imports by default from CommonJS is all of it, also from a module that is converted here.
      sourcefile: file.replace(/\.mjs$/, '.js'),
      tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
    });
    return { code };
  },
};
