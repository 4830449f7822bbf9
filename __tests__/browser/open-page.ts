import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A page, and what its console has shown by now, with the errors that nothing in it has caught. */
export interface OpenPage {
  readonly page: Page;
  readonly output: string[];
}

/** Makes a page in a context of its own. */
export async function openPage(chromium: Browser, options: BrowserContextOptions, timeout: number): Promise<OpenPage> {
  const context = await chromium.newContext(options);
  const page = await context.newPage();
  const output: string[] = [];
  page.setDefaultTimeout(timeout);
  page.on('console', (message) => output.push(message.text()));
  page.on('pageerror', (error) => output.push(String(error)));
  return { page, output };
}
