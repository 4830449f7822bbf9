'use strict';

const path = require('node:path');
const promisesAplusTests = require('promises-aplus-tests');

/** How many tests Promises/A+ has (S19). Fewer mean that some were not run. */
const total = 872;

/** Milliseconds. The tests wait for timers of their own, which a loaded machine fires late. */
const timeout = 5000;

const adapters = ['deferred', 'promise', 'derived', 'jquery', 'traced'];

/** Runs the suite for one adapter. Gives what failed, and how many tests passed. */
function check(adapter) {
  const result = { passed: 0, failures: [] };
  const reporter = function (runner) {
    runner.on('pass', () => {
      result.passed += 1;
    });
    runner.on('fail', (test, error) => {
      result.failures.push(`${test.fullTitle()}\n${error.stack ?? String(error)}`);
    });
  };
  forgetTests();
  return new Promise((resolve) => {
    promisesAplusTests(adapter, { timeout, reporter }, (error) => {
      if (error && result.failures.length === 0) {
        result.failures.push(String(error));
      }
      resolve(result);
    });
  });
}

/** A test file describes its tests when it is loaded, which happens once, unless it is forgotten. */
function forgetTests() {
  const folder = path.join(path.dirname(require.resolve('promises-aplus-tests')), 'tests');
  for (const file of Object.keys(require.cache).filter((name) => name.startsWith(folder))) {
    Reflect.deleteProperty(require.cache, file);
  }
}

async function main() {
  let isPassed = true;
  process.exitCode = 1; // also where a suite does not come to its end
  for (const name of adapters) {
    const { passed, failures } = await check(require(`./${name}.cjs`));
    console.log(`Promises/A+, ${name}: ${passed} of ${total} passed`);
    for (const failure of failures) {
      console.error(`\n${failure}`);
    }
    isPassed &&= passed === total && failures.length === 0;
  }
  process.exitCode = isPassed ? 0 : 1;
}

main();
