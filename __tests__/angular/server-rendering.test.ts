import '@angular/compiler';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import {
  Component,
  provideZonelessChangeDetection,
  type ApplicationConfig,
  type ApplicationRef,
  type Type,
} from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { provideServerRendering, renderApplication } from '@angular/platform-server';
import { Deferred } from 'rx-deferred';
import { get } from 'rx-deferred/ajax';
import { deferredMutation, deferredResource, toResource } from 'rx-deferred/angular';

let server: Server;
let origin = '';

/** Answers a request with its own path, one timer later. */
function answer(path: string, response: ServerResponse): void {
  setTimeout(() => response.setHeader('content-type', 'text/plain').end(`answer to ${path}`), 10);
}

beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    answer(url, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});

beforeEach(() => {
  // Angular tells at each start that it is in development mode.
  jest.spyOn(console, 'log').mockReturnValue();
});

afterAll(async () => {
  server.closeAllConnections();
  await once(server.close(), 'close');
});

// The third parameter came with Angular 20.3.
const bootstrap = bootstrapApplication as (
  page: Type<unknown>,
  config: ApplicationConfig,
  context?: unknown,
) => Promise<ApplicationRef>;

/** Renders a component on the server, and gives the text of its paragraphs. */
async function render(page: Type<unknown>, template: string): Promise<string[]> {
  Component({ selector: 'app-root', template })(page);
  const html = await renderApplication(
    (context?: unknown) =>
      bootstrap(page, { providers: [provideZonelessChangeDetection(), provideServerRendering()] }, context),
    { document: '<html><body><app-root></app-root></body></html>', url: '/' },
  );
  return Array.from(html.matchAll(/<p>(.*?)<\/p>/g), ([, text = '']) => text);
}

it('renders what a resource loads from another server', async () => {
  class Page {
    readonly user = deferredResource(() => get<string>(`${origin}/user`));
    readonly next = deferredResource(() => (this.user.hasValue() ? get<string>(`${origin}/next`) : undefined));
  }
  const template = '<p>{{ user.value() }}</p><p>{{ next.value() ?? next.status() }}</p><p>{{ user.status() }}</p>';
  expect(await render(Page, template)).toStrictEqual(['answer to /user', 'answer to /next', 'resolved']);
});

/** Settles a deferred one timer later. */
function inTime<T>(d: T, settle: (d: T) => unknown): T {
  setTimeout(() => void settle(d), 10);
  return d;
}

it('renders the outcome of a deferred that was pending', async () => {
  class Page {
    readonly late = toResource(inTime(Deferred<string>(), (d) => d.resolve('late')));
    readonly failed = toResource(inTime(Deferred<string, string>(), (d) => d.reject('failed')));
    readonly settled = toResource(Deferred<string>().resolve('settled'));
  }
  const template = '<p>{{ late.value() }}</p><p>{{ failed.error()?.message }}</p><p>{{ settled.value() }}</p>';
  expect(await render(Page, template)).toStrictEqual(['late', 'failed', 'settled']);
});

it('renders the result of a mutation that the constructor calls, and waits for all its calls', async () => {
  class Page {
    readonly save = deferredMutation((path: string) => get<string>(origin + path));
    first = '';
    constructor() {
      this.save('/first').done((text) => (this.first = text));
      this.save('/second');
    }
  }
  const template = '<p>{{ save.value() }}</p><p>{{ first }}</p>';
  expect(await render(Page, template)).toStrictEqual(['answer to /second', 'answer to /first']);
});

it('does not wait for a loader or for work that throws, nor for what is idle or aborted', async () => {
  const fail = (): Deferred<string> => {
    throw new Error('broken');
  };
  class Page {
    readonly loaded = deferredResource(fail);
    readonly save = deferredMutation(fail);
    readonly idle = deferredResource(() => undefined);
    readonly never = deferredMutation(() => Deferred<string>());
    constructor() {
      this.save();
      this.never();
      this.never();
      this.never.abort();
    }
  }
  const template =
    '<p>{{ loaded.error()?.message }}</p><p>{{ save.error()?.message }}</p><p>{{ idle.status() }} {{ never.status() }}</p>';
  expect(await render(Page, template)).toStrictEqual(['broken', 'broken', 'idle idle']);
});
