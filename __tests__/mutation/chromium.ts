import { join } from 'node:path';

import type { Browser } from 'playwright-core';

import type * as original from '../browser/chromium.js';

/** What Stryker shares with the code: the numbers of the mutants that are covered, and how often. */
declare const __stryker__: {
  mutantCoverage?: { static: Record<string, number>; perTest: Record<string, Record<string, number>> };
  currentTestId?: string;
};

const { startChromium: start } = jest.requireActual<typeof original>(join(__dirname, '..', 'browser', 'chromium.ts'));

let browser: Promise<Browser> | undefined;
let close: (() => Promise<void>) | undefined;

/** Returns the browser of all tests of a mutant. A test that closes it closes all pages. */
export function startChromium(): Promise<Browser> {
  return (browser ??= launch());
}

beforeEach(async () => {
  if (process.env['__STRYKER_ACTIVE_MUTANT__'] === undefined) {
    const pages = (await browser)?.contexts().flatMap((context) => context.pages()) ?? [];
    await Promise.all(pages.map((page) => page.evaluate('globalThis.__stryker__?.covered.clear()')));
  }
});

afterAll(async () => {
  await browser;
  await close?.();
});

/** Starts a browser, in which pages tell what they cover. The message of a page comes before the result of its code. */
async function launch(): Promise<Browser> {
  const browser = await start();
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await newContext(options);
    context.on('console', (message) => {
      const id = /^covered (\d+)$/.exec(message.text())?.[1];
      if (id !== undefined) {
        cover(id);
      }
    });
    return context;
  };
  close = browser.close.bind(browser);
  browser.close = async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  };
  return browser;
}

function cover(id: string): void {
  const coverage = (__stryker__.mutantCoverage ??= { static: {}, perTest: {} });
  const test = __stryker__.currentTestId;
  const covered = test === undefined ? coverage.static : (coverage.perTest[test] ??= {});
  covered[id] = (covered[id] ?? 0) + 1;
}
