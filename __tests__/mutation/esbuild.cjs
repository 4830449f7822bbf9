const { buildSync } = require('../../node_modules/esbuild');

const { activeMutant = process.env.__STRYKER_ACTIVE_MUTANT__, hitLimit } = globalThis.__stryker__ ?? {};

/** Tells by the console what is covered: see chromium.ts. */
const covering = `{
  mutantCoverage: { static: new Proxy({}, { set: (_, id) => (console.debug('covered', id), true) }), perTest: {} },
}`;

const context = activeMutant === undefined ? covering : JSON.stringify({ activeMutant, hitLimit, hitCount: 0 });

/** Tells the code of pages and of their workers which mutant is active. That of Node.js reads it in its environment. */
exports.buildSync = (options) =>
  buildSync({
    ...options,
    ...(options.platform !== 'node' && { banner: { js: `globalThis.__stryker__ ??= ${context};` } }),
  });
