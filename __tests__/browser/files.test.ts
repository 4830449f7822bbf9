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

describe('a page from a file', () => {
  it.each([
    ['data.json', 200, ['Ada', 'success', 'jqXHR', 200]],
    ['none.json', 200, ['jqXHR', 'error', expect.any(String), 0]],
    // Chromium gives a file the status 200, others give it none.
    ['data.json', 0, ['Ada', 'success', 'jqXHR', 200]],
    ['none.json', 0, ['jqXHR', 'error', expect.any(String), 0]],
  ])('loads files as with jQuery: %s, where that has the status %d', async (file, status, expected) => {
    const [mine, theirs] = await Promise.all([open(ours), open(jQuerys)]);
    if (status === 0) {
      const withoutStatus = "Object.defineProperty(XMLHttpRequest.prototype, 'status', { get: () => 0 })";
      await Promise.all([mine.evaluate(withoutStatus), theirs.evaluate(withoutStatus)]);
    }
    const seen = [await send(mine, file), await send(theirs, file)];

    expect(seen[0]).toStrictEqual(expected);
    expect(seen[0]).toStrictEqual(seen[1]);
  });
});
