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

const { server, open } = setUp();
const examples = examplesOfRepository();
const inBrowser = examples.filter((example) => example.runs && needsBrowser(example));

/**
 * Executes an example in a page of its own, and checks its claims. Errors that are reported in the page fail it, too.
 * Returns the paths of the requests that it has sent to the server of the page.
 */
async function execute(example: Example): Promise<string[]> {
  const page = await open("export { run } from '../dom/example-page';");
  const errors: string[] = [];
  const paths: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('request', (request) => {
    const { origin, pathname } = new URL(request.url());
    if (origin === server.origin) {
      paths.push(pathname);
    }
  });
  const args = [scriptParameters, toScript(example)].map((arg) => JSON.stringify(arg)).join();
  const claims = await page.evaluate<Claim[]>(`page.run(${args})`);
  // What is reported comes in a task of its own.
  await page.evaluate('new Promise((resolve) => setTimeout(resolve))');
  await page.close();
  for (const { claim, actual, expected } of claims) {
    expect({ [claim]: actual }).toEqual({ [claim]: expected });
  }
  expect(errors).toEqual([]);
  return paths;
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

describe('the flow in README.md', () => {
  const [flow, ...others] = examples.filter(({ file, code }) => file === 'README.md' && code.includes('showDialog('));

  /** Starts the flow in a page with a row that fades, and executes the code after it. Returns the requests. */
  const start = async (...code: string[]): Promise<string[]> => {
    if (!flow) {
      throw new Error('Expected a flow in README.md');
    }
    const page = `
      document.body.innerHTML = \`
        <style>.row { transition: opacity 60s } .row.fading { opacity: 0 }</style>
        <p class="row">Row</p>
        <dialog><form method="dialog"><button value="yes">Yes</button> <button>No</button></form></dialog>
        <progress></progress> <output></output>\`;
      const find = (selector) => document.querySelector(selector);
      const [row, dialog, bar, message] = ['.row', 'dialog', 'progress', 'output'].map(find);
      const [yes, no] = dialog.querySelectorAll('button');
      const leave = new AbortController();
      const removed = remove({ row, dialog, bar, message }, leave.signal);
      const fading = new Promise((resolve) => row.addEventListener('transitionrun', resolve));
      const ended = removed.catch(() => undefined);
    `;
    return execute({ ...flow, code: [flow.code, page, ...code].join('\n') });
  };

  it('is the only one', () => {
    expect(others).toEqual([]);
  });

  it('asks, sends, shows what is under way, and removes the row when its animation has ended', async () => {
    const paths = await start(
      'yes.click();',
      'await fading;',
      "[bar.dataset.state, row.isConnected, message.textContent]; // => ['resolved', true, '']",
      'row.getAnimations()[0].finish();',
      'await removed;',
      "[row.isConnected, message.textContent]; // => [false, '']",
    );
    expect(paths).toEqual(['/remove']);
  });

  it('sends nothing when the dialog is dismissed', async () => {
    const paths = await start(
      'no.click();',
      'await ended;',
      "[row.isConnected, message.textContent]; // => [true, 'Cancelled']",
    );
    expect(paths).toEqual([]);
  });

  it('closes the dialog when its signal aborts, so that a click sends nothing', async () => {
    const paths = await start(
      'leave.abort();',
      'await ended;',
      "[dialog.open, message.textContent]; // => [false, 'Cancelled']",
      'yes.click();',
      'await new Promise((resolve) => setTimeout(resolve));',
      'row.isConnected; // => true',
    );
    expect(paths).toEqual([]);
  });

  it('removes the row when its animation is cancelled, and when the signal aborts after the server has answered', async () => {
    const paths = await start(
      'yes.click();',
      'await fading;',
      'leave.abort();',
      "row.style.display = 'none';",
      'await removed;',
      "[row.isConnected, message.textContent]; // => [false, '']",
    );
    expect(paths).toEqual(['/remove']);
  });
});

describe('the flow in docs/dom.md', () => {
  const flow = examples.find(({ file, subject }) => file === 'docs/dom.md' && subject === 'A flow');

  it('rejects with a reason of its own when its upload is cancelled', async () => {
    if (!flow) {
      throw new Error('Expected a flow in docs/dom.md');
    }
    const act = `
      const begun = new Promise((resolve) => new MutationObserver(resolve).observe(bar, { attributes: true }));
      const cancelled = publish(new Blob(['text']), url, port2, leave.signal);
      dialog.querySelector('button').click();
      await begun;
      bar.dataset.state; // => 'pending'
      cancel.click();
      await cancelled.catch(String); // => 'Error: The upload was cancelled'
      bar.dataset.state; // => 'rejected'`;
    await execute({ ...flow, code: `${flow.code}\nconst leave = new AbortController();${act}` });
  });
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
