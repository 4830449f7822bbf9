const { TestEnvironment } = require('jest-environment-node');

/** What does not work with code that counts what is run: this may hold what the test is to see collected. */
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
