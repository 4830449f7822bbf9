const { TestEnvironment } = require('jest-environment-node');

/** Runs no test after one has failed: a mutant is killed once. */
module.exports = class BailEnvironment extends TestEnvironment {
  hasFailed = false;

  handleTestEvent(event) {
    if (event.name === 'test_done') {
      this.hasFailed ||= event.test.errors.length > 0;
    } else if (event.name === 'test_start' && this.hasFailed) {
      event.test.mode = 'skip';
    }
  }
};
