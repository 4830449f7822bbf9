const { TestEnvironment: NodeEnvironment } = require('jest-environment-node');

/** How long a test may take, in milliseconds, whatever limit it has set itself: a mutant must not wait for long. */
const limit = 3_000;

/** Makes an environment for the tests of a mutant: it loads as few files as it can, and ends at the first failure. */
const forMutants = (Environment) =>
  class extends Environment {
    hasFailed = false;

    constructor(config, context) {
      super(config, context);
      const { testNamePattern } = config.globalConfig;
      const { files } = config.projectConfig.testEnvironmentOptions;
      // The name of each test begins with the name of its file. Without a pattern all tests are run.
      this.global.testFiles = files.filter((file) => !testNamePattern || testNamePattern.includes(`(${escape(file)} `));
    }

    async handleTestEvent(event) {
      if (event.name === 'test_start') {
        event.test.timeout = limit;
        if (this.hasFailed) {
          event.test.mode = 'skip';
        }
      } else if (event.name === 'hook_start' && event.hook.type.endsWith('Each')) {
        event.hook.timeout = limit;
      } else if (event.name === 'test_done') {
        this.hasFailed ||= event.test.errors.length > 0;
      }
    }
  };

/** Escapes a name as Stryker does in the pattern. */
function escape(name) {
  return name.replace(/[.*+\-?^${}()|[\]\\]/g, '\\$&');
}

module.exports = forMutants(NodeEnvironment);
module.exports.forMutants = forMutants;
