const { buildSync } = require('../../node_modules/esbuild');

const { activeMutant = process.env.__STRYKER_ACTIVE_MUTANT__ } = globalThis.__stryker__ ?? {};

/** Tells by the console what is covered, once for each test: see chromium.ts. */
const covering = `{
  covered: new Set(),
  mutantCoverage: {
    static: new Proxy({}, {
      set: (_, id) => {
        const { covered } = globalThis.__stryker__;
        return covered.has(id) || (covered.add(id), console.debug('covered', id), true);
      },
    }),
    perTest: {},
  },
}`;

const context = activeMutant === undefined ? covering : JSON.stringify({ activeMutant });
const banner = { js: `globalThis.__stryker__ ??= ${context};` };

/** Tells the code of pages and of their workers which mutant is active. That of Node.js reads it in its environment. */
exports.buildSync = (options) => buildSync({ ...options, ...(options.platform !== 'node' && { banner }) });
