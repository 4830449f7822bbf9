import type { Page } from 'playwright-core';

import { toPath, type Answer } from '../browser/answer.js';
import { bundle } from '../browser/page.js';
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

/** Executes an example in a page of its own, and checks its claims. Errors that are reported in the page fail it, too. */
async function execute(example: Example, prepare?: (page: Page) => Promise<unknown>): Promise<void> {
  const page = await open("export { run } from '../dom/example-page';");
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  await prepare?.(page);
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

/** Waits in a page until the bar has another state. */
const barChanged = 'new Promise((resolve) => new MutationObserver(resolve).observe(bar, { attributes: true }))';

describe('the flow in README.md', () => {
  const [worker, flow, ...others] = examples.filter(
    ({ file, subject }) => file === 'README.md' && subject === 'A flow in a page',
  );

  let runs = 0;

  /** Starts the flow in a page with its worker, and executes code after it. Returns what the server has seen of it. */
  const start = async (answer: Answer, ...code: string[]): Promise<(readonly string[])[]> => {
    if (!worker || !flow) {
      throw new Error('Expected a flow in README.md');
    }
    const run = `flow/${String(++runs)}`;
    const page = `
      document.body.innerHTML = \`
        <dialog><form method="dialog"><button value="yes">Yes</button> <button>No</button></form></dialog>
        <progress></progress> <p>Card</p> <output></output>\`;
      const [dialog, bar, card, message] = ['dialog', 'progress', 'p', 'output'].map((name) => document.querySelector(name));
      const [yes, no] = dialog.querySelectorAll('button');
      const worker = new Worker(URL.createObjectURL(new Blob([${JSON.stringify(bundle(worker.code))}])));
      const file = new Blob(['x'.repeat(8_000_000)]);
      const leave = new AbortController();
      const log = [];
      const view = { dialog, bar, card, message, worker };
      const published = publish(file, view, leave.signal);
      const ended = published.progress((part) => log.push(part)).catch(() => undefined);
      const isZipping = () => new Promise((resolve) => published.progress(resolve));
      const isSent = () => fetch('/${run}/seen');
      const isShown = async () => {
        while (card.getAnimations().length === 0) {
          await new Promise(requestAnimationFrame);
        }
      };`;
    await execute({ ...flow, code: [flow.code, page, ...code, 'worker.terminate();'].join('\n') }, (page) =>
      page.route('**/files', (route) => route.continue({ url: `${server.origin}/${run}/${toPath(answer)}` })),
    );
    await server.idle('flow');
    return server.seen(run).map(({ method, headers, end }) => [method, headers['content-type'] ?? '', end]);
  };

  const type = 'application/gzip';
  const json = { type: 'application/json', body: '{"id":7}' };

  it('is the only one', () => {
    expect(others).toEqual([]);
  });

  it('asks, zips in a worker, sends, shows the card, and says so', async () => {
    const seen = await start(
      json,
      'yes.click();',
      'await isShown();',
      "[bar.dataset.state, card.dataset.id, message.textContent]; // => ['resolved', '7', '']",
      'await published;',
      "message.textContent; // => 'Published'",
      'const zipped = log.filter((part) => typeof part === "number");',
      '[zipped.at(-1), zipped.length > 1]; // => [1, true]',
      "log.some(({ direction, ratio }) => direction === 'upload' && ratio === 1); // => true",
    );
    expect(seen).toEqual([['POST', type, 'answered']]);
  });

  it('sends nothing when the dialog is dismissed', async () => {
    const seen = await start(json, 'no.click();', 'await ended;', "message.textContent; // => 'Cancelled'");
    expect(seen).toEqual([]);
  });

  it('closes the dialog when its signal aborts, so that a click sends nothing', async () => {
    const seen = await start(
      json,
      'leave.abort();',
      'await ended;',
      "[dialog.open, message.textContent]; // => [false, 'Cancelled']",
      'yes.click();',
      'await new Promise((resolve) => setTimeout(resolve));',
      'log; // => []',
    );
    expect(seen).toEqual([]);
  });

  it('sends nothing when its signal aborts with a reason of its own while the worker zips', async () => {
    const seen = await start(
      json,
      'yes.click();',
      'await isZipping();',
      "leave.abort('The page is left');",
      'await ended;',
      "[bar.dataset.state, message.textContent]; // => ['rejected', 'Cancelled']",
    );
    expect(seen).toEqual([]);
  });

  it.each([
    ['its signal aborts', ['yes.click();', 'await isSent();', 'leave.abort();', 'await ended;']],
    [
      'the one who has subscribed to it unsubscribes',
      [
        'leave.abort();',
        'await ended;',
        'const subscription = publish$(file, view).subscribe();',
        'yes.click();',
        'await isSent();',
        'subscription.unsubscribe();',
      ],
    ],
  ])('closes the request when %s', async (_, code) => {
    const seen = await start(
      { ...json, held: 'all' },
      ...code,
      "[bar.dataset.state, card.dataset.id, message.textContent]; // => ['rejected', undefined, 'Cancelled']",
    );
    expect(seen).toEqual([['POST', type, 'closed by the client']]);
  });

  it('ends when its signal aborts while the card appears', async () => {
    await start(
      json,
      'yes.click();',
      'await isShown();',
      'leave.abort();',
      'await ended;',
      "message.textContent; // => 'Cancelled'",
    );
  });

  it.each<[string, Answer, string[]]>([
    ['the server fails', { status: 500 }, []],
    [
      'the worker dies',
      json,
      [
        // In the task of the click: the worker, which goes on, cannot have answered by then.
        `await ${barChanged};`,
        "worker.dispatchEvent(new ErrorEvent('error'));",
      ],
    ],
  ])('says that nothing was published when %s', async (_, answer, code) => {
    await start(
      answer,
      'yes.click();',
      ...code,
      'await ended;',
      "[message.textContent, card.dataset.id]; // => ['Not published', undefined]",
    );
  });
});

describe('the flow in docs/dom.md', () => {
  const flow = examples.find(({ file, subject }) => file === 'docs/dom.md' && subject === 'A flow');

  it('rejects with a reason of its own when its upload is cancelled', async () => {
    if (!flow) {
      throw new Error('Expected a flow in docs/dom.md');
    }
    const act = `
      const begun = ${barChanged};
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
