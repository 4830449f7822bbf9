import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

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

  /** The requests, in order. */
  let seen: string[];
  let name: string;
  let hasLength: boolean;

  /** Sends the second half of the answers that have been held back. */
  let release: () => void;
  let released: Promise<void>;

  beforeAll(async () => {
    script = bundle(`
      import '@angular/compiler';
      import { provideHttpClient } from '@angular/common/http';
      import { provideBrowserGlobalErrorListeners, provideZonelessChangeDetection } from '@angular/core';
      import { bootstrapApplication } from '@angular/platform-browser';
      ${compiled.get(shown)?.code ?? ''}
      export const application = bootstrapApplication(UserPage, {
        providers: [provideZonelessChangeDetection(), provideBrowserGlobalErrorListeners(), provideHttpClient()],
      });
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

  beforeEach(() => {
    seen = [];
    name = 'Ada';
    hasLength = true;
    released = new Promise((resolve) => {
      release = resolve;
    });
  });

  afterEach(async () => {
    await page.context().close();
    expect(output).toEqual(['Angular is running in development mode.']);
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    if (url === '/') {
      response.setHeader('content-type', 'text/html').end('<!doctype html><link rel="icon" href="data:,"><app-user>');
      return;
    }
    seen.push(`${method} ${url}`);
    if (method === 'PUT') {
      ({ name } = JSON.parse(await text(request)) as { name: string });
    }
    const body = JSON.stringify({ name });
    response.setHeader('content-type', 'application/json');
    if (hasLength) {
      response.setHeader('content-length', body.length);
    }
    response.write(body.slice(0, 4));
    await released;
    response.end(body.slice(4));
  }

  async function open(): Promise<void> {
    ({ page, output } = await openPage(chromium, {}, 120_000));
    await page.goto(server.origin);
    await page.addScriptTag({ content: script });
  }

  const button = (label: string) => page.getByRole('button', { name: label }).waitFor();

  it('shows how much has arrived, then the name', async () => {
    await open();
    await page.waitForFunction('document.querySelector("progress")?.value === 4');
    expect(await page.evaluate('document.querySelector("progress").max')).toBe('{"name":"Ada"}'.length);
    release();
    await button('Rename Ada');
    expect(seen).toEqual(['GET /users/1']);
  });

  it('shows a bar without a value as long as nobody knows how much there is', async () => {
    hasLength = false;
    await open();
    await page.waitForFunction(`
      page.application.then((application) => {
        application.tick();
        return application.components[0].instance.user.progress()?.loaded === 4;
      })
    `);
    expect(await page.evaluate('document.querySelector("progress").matches(":indeterminate")')).toBe(true);
    release();
    await button('Rename Ada');
  });

  it('saves once for two clicks, and shows what was saved', async () => {
    release();
    await open();
    await button('Rename Ada');
    await page.evaluate('for (const click of [1, 2]) document.querySelector("button").click()');
    await button('Rename Grace');
    expect(seen).toEqual(['GET /users/1', 'PUT /users/1', 'GET /users/1']);
  });
});
