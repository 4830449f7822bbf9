import type { Browser, Page } from 'playwright-core';

import { startChromium } from './chromium.js';
import { bundle } from './page.js';
import { Server } from './server.js';

interface SetUp {
  readonly server: Server;

  /** Opens a page of the server, and runs a module in it. */
  readonly open: (code: string) => Promise<Page>;
}

/** Starts a server and a browser for the tests of a file. */
export function setUp(): SetUp {
  const server = new Server();
  let chromium: Browser;

  beforeAll(async () => {
    [chromium] = await Promise.all([startChromium(), server.start()]);
  });

  afterAll(async () => {
    server.stop();
    await chromium.close();
  });

  return {
    server,
    async open(code) {
      const page = await chromium.newPage();
      page.setDefaultTimeout(120_000);
      await page.goto(server.origin);
      await page.addScriptTag({ content: bundle(code) });
      return page;
    },
  };
}
