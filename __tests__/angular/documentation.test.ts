/** @jest-environment jsdom */
import './test-bed.js';

import { examplesOfRepository, execute, needsAngular } from '../documentation.js';

const examples = examplesOfRepository().filter((example) => example.runs && needsAngular(example));

it.each(examples.map((example) => [`${example.subject} in ${example.file}`, example] as const))(
  'is right in the documentation: %s',
  async (_, example) => {
    await execute(example, {
      require: (name) => jest.requireActual<object>(name),
      check: (actual, expected, claim) => {
        expect({ [claim]: actual }).toEqual({ [claim]: expected });
      },
    });
  },
);

it('has an example for every function of the entry', () => {
  const subjects = examples.map(({ subject }) => subject);
  const functions = Object.keys(jest.requireActual<object>('rx-deferred/angular'));
  expect(subjects).toEqual(expect.arrayContaining(functions));
});
