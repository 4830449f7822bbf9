const { createHash } = require('node:crypto');
const { transformSync } = require('esbuild');

/** Converts the ES modules of packages to CommonJS, which jest runs. */
module.exports = {
  getCacheKey: (source, file) => createHash('sha1').update(file).update(source).digest('hex'),
  process: (source, sourcefile) => ({
    code: transformSync(source, { format: 'cjs', loader: 'js', target: 'es2022', sourcefile }).code,
  }),
};
