const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { transformSync } = require('esbuild');

const own = readFileSync(__filename);

/** Converts the ES modules of packages to CommonJS, which jest runs. */
module.exports = {
  getCacheKey: (source, file) => createHash('sha1').update(own).update(file).update(source).digest('hex'),
  process: (source, file) => {
    // What a file named .mjs imports by default from CommonJS is all of it, also from a module that is converted here.
    const sourcefile = file.replace(/\.mjs$/, '.js');
    return { code: transformSync(source, { format: 'cjs', loader: 'js', target: 'es2022', sourcefile }).code };
  },
};
