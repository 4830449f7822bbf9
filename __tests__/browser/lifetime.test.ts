import type { Page } from 'playwright-core';

import { toPath, type Answer } from './answer.js';
import { installed, ours } from './page.js';
import { setUp } from './set-up.js';

jest.setTimeout(180_000);

const { server, open } = setUp();

describe.each([
  ['a request in a page', 'ours', ours],
  ['a request of jQuery in a page', 'jquery', installed],
])('%s', (_kind, run, code) => {
  let page: Page;

  beforeAll(async () => {
    page = await open(code);
  });

  function url(name: string, answer: Answer): string {
    return `${server.origin}/${run}/${name}/${toPath(answer)}`;
  }

  /** Runs code in the page, with a signal to leave by and a request that is not answered. */
  async function leave(name: string, code: string): Promise<string> {
    await page.evaluate(`
      window.first = '${url('first', { body: 'first' })}';
      window.controller = new AbortController();
      window.hanging = () => page.get('${url(name, { fault: 'no answer' })}');
      (({ get, Deferred, oneShot, toDeferred, when }) => { ${code} })(page);
    `);
    await server.arrival(`${run}/${name}`);
    return page.evaluate<string>(`
      controller.abort();
      new Promise((resolve) => setTimeout(() => resolve(window.request?.state())));
    `);
  }

  it.each([
    ['itself', 'hanging().until(controller.signal)'],
    ['the result of then()', 'get(first).then(hanging).until(controller.signal)'],
    ['the result of finally()', 'get(first).finally(hanging).until(controller.signal)'],
    ['the result of pipe()', 'get(first).pipe(hanging).until(controller.signal)'],
    ['what a deferred was resolved with', 'Deferred().resolve(hanging()).then().until(controller.signal)'],
    ['when()', 'when(hanging(), 1).until(controller.signal)'],
    ['when.all()', 'when.all([hanging()]).until(controller.signal)'],
    ['toDeferred()', 'toDeferred(hanging(), { signal: controller.signal })'],
    ['oneShot()', 'oneShot(hanging).get({ signal: controller.signal })'],
  ])('is closed when the last that waits has left: %s (S36)', async (name, code) => {
    await leave(name, code);
    await server.idle(run);
    expect(server.seen(`${run}/${name}`).map(({ end }) => end)).toStrictEqual(['closed by the client']);
  });

  it.each([
    ['done()', 'request.done(() => undefined)'],
    ['await', 'Promise.all([request])'],
    ['when.all()', 'when.all([request])'],
  ])('stays open while it is wanted by %s (S38)', async (name, keep) => {
    const state = await leave(
      `kept by ${name}`,
      `window.request = hanging(); ${keep}; request.until(controller.signal);`,
    );
    expect(state).toBe('pending');
    await page.evaluate('void request.abort()');
    await server.idle(run);
  });
});
