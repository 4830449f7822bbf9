import { setUp } from '../browser/set-up.js';
import {
  examplesOfMarkdown,
  examplesOfRepository,
  needsBrowser,
  scriptParameters,
  toScript,
  type Example,
} from '../documentation.js';
import type { Claim } from './example-page.js';

jest.setTimeout(180_000);

const { open } = setUp();
const examples = examplesOfRepository();
const inBrowser = examples.filter((example) => example.runs && needsBrowser(example));

/** Executes an example in a page of its own, and checks its claims. Errors that are reported in the page fail it, too. */
async function execute(example: Example): Promise<void> {
  const page = await open("export { run } from '../dom/example-page';");
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  const args = [scriptParameters, toScript(example)].map((arg) => JSON.stringify(arg)).join();
  const claims = await page.evaluate<Claim[]>(`page.run(${args})`);
  // What is reported comes in a task of its own.
  await page.evaluate('new Promise((resolve) => setTimeout(resolve))');
  await page.close();
  for (const { claim, actual, expected } of claims) {
    expect({ [claim]: actual }).toEqual({ [claim]: expected });
  }
  expect(errors).toEqual([]);
}

it.each(inBrowser.map((example) => [`${example.subject} in ${example.file}`, example] as const))(
  'is right in the documentation: %s',
  async (_, example) => {
    await execute(example);
  },
);

it('has an example for every function of the entry', () => {
  const subjects = examples.map(({ subject }) => subject);
  const functions = Object.keys(jest.requireActual<object>('rx-deferred/dom'));
  expect(subjects).toEqual(expect.arrayContaining(functions));
});

describe('the test of the documentation in a page', () => {
  const only = (...code: string[]): Example => {
    const [example] = examplesOfMarkdown('a.md', ['# Title', '```ts', ...code, '```'].join('\n'));
    if (example === undefined) {
      throw new Error('Expected an example');
    }
    return example;
  };

  it('takes examples of the entry, but not those of Node.js or Angular', () => {
    const dom = "import { fromEvents } from 'rx-deferred/dom';";
    expect(needsBrowser(only(dom))).toBe(true);
    expect(needsBrowser(only("import { EventEmitter } from 'node:events';", dom))).toBe(false);
    expect(needsBrowser(only("import { Component } from '@angular/core';", dom))).toBe(false);
    expect(needsBrowser(only("import { Deferred } from 'rx-deferred';"))).toBe(false);
  });

  it('passes what is right, with a document and the modules', async () => {
    await execute(
      only(
        "import { Deferred } from 'rx-deferred';",
        "import { fromEvents } from 'rx-deferred/dom';",
        "import { of } from 'rxjs';",
        "const image = document.createElement('img');",
        "[image.localName, typeof of, undefined, NaN]; // => ['img', 'function', undefined, NaN]",
        "await Deferred().resolve({ a: [typeof fromEvents] }); // => { a: ['function'] }",
      ),
    );
  });

  it('fails on a wrong value, named by its expression', async () => {
    await expect(execute(only('1 + 1; // => 3'))).rejects.toThrow(/"1 \+ 1": 3/);
    await expect(execute(only('const log = [1]; log; // => []', 'log.pop();'))).rejects.toThrow(/"log"/);
  });

  it('fails on what throws, now or in a task of its own', async () => {
    await expect(execute(only("throw new Error('oops');"))).rejects.toThrow('oops');
    await expect(execute(only("setTimeout(() => { throw new Error('later'); });"))).rejects.toThrow('later');
  });

  it('fails on a value that would not be the same outside of the page', async () => {
    await expect(execute(only('document.body; // => document.body'))).rejects.toThrow('HTMLBodyElement');
    await expect(execute(only('new Map(); // => new Map()'))).rejects.toThrow('Map');
    await expect(execute(only('alert; // => alert'))).rejects.toThrow('function');
  });

  it('fails on a module that a page cannot load', async () => {
    await expect(execute(only("import fs from 'fs';", 'fs; // => 1'))).rejects.toThrow('got fs');
  });
});
