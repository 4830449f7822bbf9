import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Browser, Page } from 'playwright-core';

import { startChromium } from './chromium.js';
import { bundle, jQuerys, ours } from './page.js';

jest.setTimeout(180_000);

const folder = mkdtempSync(join(tmpdir(), 'rx-deferred-'));
let chromium: Browser;

beforeAll(async () => {
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>A page</title>');
  writeFileSync(join(folder, 'data.json'), '{"name":"Ada"}');
  chromium = await startChromium('--allow-file-access-from-files');
});

afterAll(async () => {
  await chromium.close();
  rmSync(folder, { recursive: true });
});

async function open(code: string): Promise<Page> {
  const page = await chromium.newPage();
  await page.goto(pathToFileURL(join(folder, 'index.html')).href);
  await page.addScriptTag({ content: bundle(code) });
  return page;
}

/** Sends a request, and gives what its handlers get, and the status. */
const send = (page: Page, file: string) =>
  page.evaluate(`new Promise((resolve) => {
    page.getJSON('${file}').always((...args) => {
      const jqXHR = args.find((arg) => arg.status !== undefined);
      resolve([...args.map((arg) => (arg === jqXHR ? 'jqXHR' : String(arg.name ?? arg))), jqXHR.status]);
    });
  })`);

describe('a page from a file, which has no statuses', () => {
  it.each([
    ['data.json', ['Ada', 'success', 'jqXHR', 200]],
    ['none.json', ['jqXHR', 'error', expect.any(String), 0]],
  ])('loads files as with jQuery: %s', async (file, expected) => {
    const [mine, theirs] = await Promise.all([open(ours), open(jQuerys)]);
    const seen = [await send(mine, file), await send(theirs, file)];

    expect(seen[0]).toStrictEqual(expected);
    expect(seen[0]).toStrictEqual(seen[1]);
  });
});
