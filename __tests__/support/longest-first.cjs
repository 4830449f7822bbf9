const { default: Sequencer } = require('@jest/test-sequencer');

/** What takes a minute or more: it would keep one core busy at the end, while the other one has nothing left to do. */
const long =
  /[\\/]__tests__[\\/](examples[\\/](angular|gallery)|package[\\/](jquery|package)|differential[\\/]installed|memory)\.test\.ts$/;

/** Starts what takes long first, and the rest in the order of Jest: by the time of the last run, or by size. */
module.exports = class extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    return [...sorted.filter(({ path }) => long.test(path)), ...sorted.filter(({ path }) => !long.test(path))];
  }
};
