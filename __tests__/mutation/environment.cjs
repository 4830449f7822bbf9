const { TestEnvironment: NodeEnvironment } = require('jest-environment-node');

/** How long a test may take, in milliseconds, whatever limit it has set itself: a mutant must not wait for long. */
const limit = 5_000;

/** Makes an environment for the tests of a mutant: it loads and runs as few as it can, until the first one fails. */
const forMutants = (Environment) =>
  class extends Environment {
    constructor(config, context) {
      super(config, context);
      const { testNamePattern } = config.globalConfig;
      const { files } = config.projectConfig.testEnvironmentOptions;
      // The name of each test begins with the name of its file. Without a pattern all tests are run.
      this.global.testFiles = files.filter((file) => !testNamePattern || testNamePattern.includes(`(${escape(file)} `));
    }

    handleTestEvent({ name, test, hook }, { rootDescribeBlock, testNamePattern }) {
      if (name === 'run_start' && testNamePattern) {
        // To skip thousands of tests takes seconds.
        keep(rootDescribeBlock, (test) => testNamePattern.test(nameOf(test)));
      } else if (name === 'test_start') {
        test.timeout = limit;
      } else if (name === 'hook_start' && hook.type.endsWith('Each')) {
        hook.timeout = limit;
      } else if (name === 'test_done' && test.errors.length > 0) {
        keep(rootDescribeBlock, ({ startedAt }) => startedAt);
      }
    }
  };

/** Removes all tests but those of a kind, in place: the runner is going through them. */
function keep(block, isKept) {
  const kept = block.children.filter((child) =>
    child.type === 'test' ? isKept(child) : keep(child, isKept).length > 0,
  );
  return Object.assign(block.children, kept, { length: kept.length });
}

/** Returns the name of a test as it stands in the pattern. */
function nameOf({ parent, name }) {
  return parent?.parent ? `${nameOf(parent)} ${name}` : name;
}

/** Escapes a name as Stryker does in the pattern. */
function escape(name) {
  return name.replace(/[.*+\-?^${}()|[\]\\]/g, '\\$&');
}

module.exports = forMutants(NodeEnvironment);
module.exports.forMutants = forMutants;
