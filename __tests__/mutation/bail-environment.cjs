const { TestEnvironment } = require('jest-environment-node');

/** Tests that fail in instrumented code, which may hold the objects that they expect to be collected. */
const left = /deferred\.until\(\) leaves nothing on its (source|notifiers when the source settles)/;

/** Runs no test after one has failed: a mutant is killed once. */
module.exports = class BailEnvironment extends TestEnvironment {
  hasFailed = false;

  handleTestEvent(event) {
    if (event.name === 'test_done') {
      this.hasFailed ||= event.test.errors.length > 0;
    } else if (event.name === 'test_start' && (this.hasFailed || left.test(nameOf(event.test)))) {
      event.test.mode = 'skip';
    }
  }
};

function nameOf({ name, parent }) {
  return parent ? `${nameOf(parent)} ${name}` : name;
}
