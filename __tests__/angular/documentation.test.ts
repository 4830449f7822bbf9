/** @jest-environment jsdom */
import './test-bed.js';

import { examplesOfRepository, execute, needsAngular, type Example, type Surroundings } from '../documentation.js';

const surroundings: Surroundings = {
  require: (name) => jest.requireActual<object>(name),
  check: (actual, expected, claim) => {
    expect({ [claim]: actual }).toEqual({ [claim]: expected });
  },
};

const titleOf = ({ subject, file, line }: Example): string => `${subject} in ${file}:${String(line)}`;
const isTest = ({ code }: Example): boolean => /^it\(/m.test(code);

const runnable = examplesOfRepository().filter((example) => example.runs && needsAngular(example));
const examples = runnable.filter((example) => !isTest(example));
const tests = runnable.filter(isTest);

it.each(examples.map((example) => [titleOf(example), example] as const))(
  'is right in the documentation: %s',
  async (_, example) => {
    await execute(example, surroundings);
  },
);

describe.each(tests.map((example) => [titleOf(example), example] as const))(
  'the tests in the documentation: %s',
  (_, example) => {
    // It adds them before it returns.
    const failure = execute(example, surroundings).then(
      () => undefined,
      (error: unknown) => error,
    );

    it('can be added', async () => {
      expect(await failure).toBeUndefined();
    });
  },
);

it('has an example for every function of the entry, and tests', () => {
  const subjects = examples.map(({ subject }) => subject);
  const functions = Object.keys(jest.requireActual<object>('rx-deferred/angular'));
  expect(subjects).toEqual(expect.arrayContaining(functions));
  expect(tests).not.toEqual([]);
});
