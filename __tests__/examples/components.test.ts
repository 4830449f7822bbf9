import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';

import type { Browser, Page } from 'playwright-core';

import { listen, type RunningServer } from '../../examples/listen.js';
import { startChromium } from '../browser/chromium.js';
import { openPage } from '../browser/open-page.js';
import { bundle } from '../browser/page.js';
import { examplesOfMarkdown, examplesOfRepository, type Example } from '../documentation.js';
import { compileComponents } from './components.js';

jest.setTimeout(180_000);

const components = examplesOfRepository().filter(({ code }) => code.includes('@Component('));

const wrong = `
import { HttpClient } from '@angular/common/http';
import { Component, inject } from '@angular/core';
import { deferredResource, fromHttpEvents } from 'rx-deferred/angular';

@Component({
  selector: 'app-user',
  template: \`
    <progress [value]="user.progress()?.ratio"></progress>
    {{ user.error() ?? 'none' }}
    {{ name ?? 'nobody' }}
  \`,
})
export class UserPage {
  readonly http = inject(HttpClient);
  readonly name: string = 'Ada';
  readonly user = deferredResource(() => fromHttpEvents(this.http.get('/user', { observe: 'events' })));
}`;
const [mistake] = examplesOfMarkdown('wrong.md', ['```ts', wrong, '```'].join('\n'));

/** The component that README.md shows. */
const shown = components.find(({ file }) => file === 'README.md');

if (!mistake || !shown) {
  throw new Error('Expected two examples');
}

let compiled = new Map<Example, { errors: string[]; code: string }>();

beforeAll(() => {
  compiled = compileComponents([...components, mistake]);
});

it.each(components.map((example) => [`${example.file}:${String(example.line)} ${example.subject}`, example] as const))(
  'is compiled with strict templates: %s',
  (_, example) => {
    expect(compiled.get(example)?.errors).toEqual([]);
  },
);

it('finds mistakes in templates, and what is not needed there', () => {
  expect(compiled.get(mistake)?.errors).toEqual([
    expect.stringMatching(/^wrong\.md:10 Property 'ratio' does not exist on type 'HttpProgressEvent'/),
    expect.stringMatching(/^wrong\.md:12 .*the '\?\?' operator can be safely removed/),
  ]);
});

describe('the component of README.md', () => {
  let chromium: Browser;
  let server: RunningServer;
  let page: Page;
  let output: string[];
  let script: string;

  /** The requests, in order, each with its end once it has one. */
  let seen: string[];
  let files: string[];

  /** Lets the server read what is uploaded. */
  let read: () => void;
  let reading: Promise<void>;

  /** What the server does with the next request. */
  let next: 'answer' | 'fail' | 'hold';

  beforeAll(async () => {
    script = bundle(`
      import '@angular/compiler';
      import { provideHttpClient } from '@angular/common/http';
      import { provideBrowserGlobalErrorListeners, provideZonelessChangeDetection } from '@angular/core';
      import { bootstrapApplication } from '@angular/platform-browser';
      ${compiled.get(shown)?.code ?? ''}
      export const application = bootstrapApplication(FilesPage, {
        providers: [provideZonelessChangeDetection(), provideBrowserGlobalErrorListeners(), provideHttpClient()],
      });
      export const bootstrapAgain = async () =>
        (await application).bootstrap(FilesPage, document.body.appendChild(document.createElement('app-files')));
    `);
    chromium = await startChromium();
    server = await listen(
      createServer((request, response) => {
        answer(request, response).catch((error: unknown) => {
          response.destroy(error as Error);
        });
      }),
    );
  });

  afterAll(async () => {
    server.stop();
    await chromium.close();
  });

  beforeEach(async () => {
    seen = [];
    files = ['a.txt'];
    next = 'answer';
    reading = new Promise((resolve) => {
      read = resolve;
    });
    ({ page, output } = await openPage(chromium, {}, 120_000));
  });

  afterEach(async () => {
    await page.context().close();
    expect(output).toEqual(['Angular is running in development mode.']);
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    if (url === '/') {
      response.setHeader('content-type', 'text/html').end('<!doctype html><link rel="icon" href="data:,"><app-files>');
      return;
    }
    const log = seen;
    const i = log.push(method) - 1;
    response.on('close', () => {
      log[i] = `${method} ${response.writableFinished ? String(response.statusCode) : 'closed'}`;
    });
    response.setHeader('content-type', 'application/json');
    const action = next;
    next = 'answer';
    if (action === 'fail') {
      response.writeHead(503).end();
    } else if (method === 'POST') {
      await reading;
      const size = (await buffer(request)).length;
      files.push(`b.txt, ${String(size)} bytes`);
      response.end('"b.txt"');
    } else if (action === 'answer') {
      response.end(JSON.stringify(files));
    }
  }

  async function open(): Promise<void> {
    await page.goto(server.origin);
    await page.addScriptTag({ content: script });
  }

  const text = (words: string) => page.getByText(words).waitFor();
  const press = (name: string) => page.getByRole('button', { name }).click();
  const until = async (...requests: string[]) => {
    while (seen.join() !== requests.join()) {
      await setTimeout(10);
    }
  };

  const size = 24 * 1024 * 1024;
  const choose = (bytes = size) =>
    page
      .getByLabel('File')
      .first()
      .setInputFiles({ name: 'b.txt', mimeType: 'text/plain', buffer: Buffer.alloc(bytes) });

  /** Chooses a file that is larger than all that is stored on the way, and waits until a part has been sent. */
  async function send(): Promise<void> {
    await open();
    await text('a.txt');
    await choose();
    await page.waitForFunction('((bar) => bar?.value > 0 && bar.value < bar.max)(document.querySelector("progress"))');
  }

  it('loads the list by a second try', async () => {
    next = 'fail';
    await open();
    await page.getByRole('alert').filter({ hasText: '503' }).waitFor();
    await press('Try again');
    await text('a.txt');
    await until('GET 503', 'GET 200');
    expect(seen).toEqual(['GET 503', 'GET 200']);
    expect(output.splice(1)).toEqual([expect.stringContaining('status of 503')]);
  });

  it('shows how much was sent, sends once, and shows the new list', async () => {
    await send();
    await choose();
    expect(await page.evaluate('document.querySelector("progress").max')).toBe(size);
    read();
    await text(`b.txt, ${String(size)} bytes`);
    expect(await page.getByRole('progressbar').count()).toBe(0);
    await until('GET 200', 'POST 200', 'GET 200');
    expect(seen).toEqual(['GET 200', 'POST 200', 'GET 200']);
  });

  it('loads the list again after a file that was sent while it was loaded', async () => {
    next = 'hold';
    read();
    await open();
    await until('GET');
    await choose(1);
    await text('b.txt, 1 bytes');
    await until('GET closed', 'POST 200', 'GET 200');
  });

  it('loads the list again for all who show it, by one request', async () => {
    next = 'fail';
    read();
    await open();
    await page.getByRole('alert').waitFor();
    next = 'fail';
    await page.evaluate('page.bootstrapAgain()');
    await page.getByRole('alert').nth(1).waitFor();
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await page.getByText('a.txt').nth(1).waitFor();
    await choose(1);
    await page.getByText('b.txt, 1 bytes').nth(1).waitFor();
    await until('GET 503', 'GET 503', 'GET 200', 'POST 200', 'GET 200');
    const failure: unknown = expect.stringContaining('status of 503');
    expect(output.splice(1)).toEqual([failure, 'Angular is running in development mode.', failure]);
  });

  it('closes the request by its button, which is no error', async () => {
    await send();
    await press('Cancel');
    await page.getByRole('progressbar').waitFor({ state: 'detached' });
    read();
    await until('GET 200', 'POST closed');
    expect(await page.getByRole('status').textContent()).toBe('');
  });

  it('closes the request with the component', async () => {
    await send();
    await page.evaluate('page.application.then((application) => application.destroy())');
    read();
    await until('GET 200', 'POST closed');
  });

  it('says what has failed', async () => {
    await open();
    await text('a.txt');
    next = 'fail';
    await choose();
    await page.getByRole('status').filter({ hasText: '503' }).waitFor();
    expect(seen.length).toBe(2);
    expect(output.splice(1)).toEqual([expect.stringContaining('503')]);
  });
});
