import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';

import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

import type { RunningServer } from '../../examples/listen.js';
import { startChromium } from '../browser/chromium.js';
import { openPage } from '../browser/open-page.js';
import { serveFolder } from '../support/serve-folder.js';

jest.setTimeout(600_000);

const docs = resolve(__dirname, '..', '..', 'docs');
const site = resolve(docs, 'site');

/** The pages of the site by their paths, as `npm run docs` has built them. */
const pages = readdirSync(site, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.html') && name !== '404.html')
  .sort();

let server: RunningServer;
let chromium: Browser;
let page: Page;

/** What the console of the page has shown. */
let output: string[] = [];

beforeAll(async () => {
  [server, chromium] = await Promise.all([serveFolder(site), startChromium()]);
});

afterAll(async () => {
  await chromium.close();
  server.stop();
});

afterEach(async () => {
  await Promise.all(chromium.contexts().map((context) => context.close()));
});

async function open(path: string, options: BrowserContextOptions = {}): Promise<void> {
  ({ page, output } = await openPage(chromium, { viewport: { width: 1280, height: 800 }, ...options }, 120_000));
  await goTo(path);
}

/** Opens a page, and waits until it has become alive: Vue has mounted, or the playground says something. */
async function goTo(path: string): Promise<void> {
  await page.goto(`${server.origin}/${path}`);
  await page.waitForFunction(`document.querySelector('#app')?.__vue_app__ !== undefined
    || document.querySelector('#playground [role=status]')?.textContent`);
}

const heading = (name: string) => page.getByRole('heading', { level: 1, name });

describe('the pages', () => {
  it('are the guides, the reference of each entry and the gallery', () => {
    const guides = readdirSync(docs).filter((name) => name.endsWith('.md'));
    const entries = ['', 'ajax/', 'angular/', 'dom/', 'jquery/', 'trace/'];

    expect(pages).toEqual(
      expect.arrayContaining([
        ...guides.map((name) => name.replace('.md', '.html')),
        ...entries.map((entry) => `reference/rx-deferred/${entry}index.html`),
        'gallery/index.html',
      ]),
    );
  });

  it('have a heading, a title, no errors, and no scroll to the side on a phone', async () => {
    await open('', { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
    const faults: unknown[] = [];
    for (const path of pages) {
      await goTo(path);
      const [headings, title, width] = await page.evaluate<[number, string, number]>(
        `[document.querySelectorAll('h1').length, document.title, document.documentElement.scrollWidth]`,
      );
      if (headings !== 1 || !title.includes('rx-deferred') || width !== 360) {
        faults.push({ path, headings, title, width });
      }
    }

    expect(faults).toEqual([]);
    expect(output).toEqual([]);
  });
});

describe('the navigation', () => {
  it('leads from the first page to the guides, the reference and the gallery', async () => {
    await open('');
    await page.getByRole('link', { name: 'Get started' }).click();
    await heading('Getting started').waitFor();
    await page.locator('.VPSidebar').getByRole('link', { name: 'always and its siblings' }).click();
    await heading('always and its siblings').waitFor();
    await page.locator('.VPDoc').getByRole('link', { name: 'done', exact: true }).first().click();
    await heading('DeferredPromise').waitFor();
    expect(new URL(page.url()).hash).toBe('#done');
    await page.locator('.VPNavBar').getByRole('link', { name: 'Gallery' }).click();
    await page.locator('#playground [role=status]').filter({ hasText: /wait/ }).waitFor();
    await page.getByRole('link', { name: 'Documentation' }).click();
    await page.getByRole('link', { name: 'Get started' }).waitFor();

    expect(output).toEqual([]);
  });

  it('reaches each page from the sidebar', async () => {
    const links = () =>
      page
        .locator('.VPSidebar a')
        .evaluateAll((elements: HTMLAnchorElement[]) => elements.map(({ pathname }) => pathname.slice(1)));
    await open('getting-started.html');
    const guides = await links();
    await goTo('reference/');
    const reached = new Set([...guides, ...(await links())].map((path) => path.replace(/\/$/, '/index.html')));

    expect(pages.filter((path) => path !== 'index.html' && !reached.has(path))).toEqual([]);
  });

  it('opens on a phone', async () => {
    await open('always.html', { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.locator('.VPSidebar').getByRole('link', { name: 'Lifetime' }).click();
    await heading('Lifetime').waitFor();
  });
});

describe('the search', () => {
  it.each([
    ['always', 'always and its siblings'],
    ['toDeferred', 'toDeferred()'],
    ['switchMap', 'Requests'],
  ])('finds %s', async (word, title) => {
    await open('');
    await page.getByRole('button', { name: 'Search' }).first().click();
    await page.getByRole('searchbox').fill(word);
    await page.locator('.VPLocalSearchBox .result').filter({ hasText: title }).first().click();
    await heading(title).waitFor();

    expect(output).toEqual([]);
  });
});

describe('the appearance', () => {
  const background = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');

  it('follows the system, and can be switched for good', async () => {
    await open('always.html', { colorScheme: 'dark' });
    expect(await background()).toBe('rgb(18, 22, 28)');
    await page.getByRole('switch').first().click();
    await page.locator('html:not(.dark)').waitFor();
    await page.reload();
    await page.locator('html:not(.dark)').waitFor();

    expect(await background()).toBe('rgb(255, 255, 255)');
  });
});

describe.each(['light', 'dark'] as const)('for assistive technology, in %s', (colorScheme) => {
  it.each(['', 'always.html', 'requests.html', 'reference/rx-deferred/interfaces/DeferredPromise.html', 'gallery/'])(
    'axe finds nothing on /%s',
    async (path) => {
      await open(path, { colorScheme });
      await page.addScriptTag({ path: require.resolve('axe-core/axe.min.js') });
      // A colour in a transition has another contrast.
      await page.waitForFunction('document.getAnimations().length === 0');
      const violations = await page.evaluate<unknown>(`axe.run().then(({ violations }) =>
        violations.map(({ id, nodes }) => [id, nodes.map(({ target, failureSummary }) => [target, failureSummary])]))`);

      expect(violations).toEqual([]);
    },
  );
});

describe('the gallery', () => {
  const card = (name: string) => page.locator(`#${name}`);
  const button = (name: string, label: string) => card(name).getByRole('button', { name: label, exact: true });
  const said = (name: string, text: string | RegExp) =>
    card(name).locator('[role=status]').filter({ hasText: text }).waitFor();

  it('plays', async () => {
    await open('gallery/');
    await page.locator('#playground').getByRole('button', { name: 'resolve', exact: true }).click();
    await page.locator('#playground [role=status]').filter({ hasText: 'A and C heard the value' }).waitFor();

    expect(output).toEqual([]);
  });

  it('answers requests without a server, with progress', async () => {
    await open('gallery/');
    await page.evaluate(`window.seen = []; new MutationObserver(() => {
      seen.push(document.querySelector('#users [role=status]').textContent);
    }).observe(document.querySelector('#users [role=status]'), { childList: true });`);
    await button('users', 'Load').click();
    await said('users', '6 people have arrived.');
    expect(await page.evaluate('seen')).toContain('50 % has arrived.');

    await button('images', 'Load six').click();
    await said('images', 'All are here');
    expect(output).toEqual([]);

    await button('users', 'Load, and fail').click();
    await said('users', 'The directory is closed.');
  });

  it('takes an upload, which can be cancelled', async () => {
    await open('gallery/');
    await button('upload', 'Send 24 MB').click();
    await button('upload', 'Cancel').click();
    await said('upload', 'Cancelled.');
    await button('upload', 'Send 24 MB').click();
    await said('upload', 'The server has counted 24 MB.');
    await card('upload').getByText('npm run gallery').waitFor();

    expect(output).toEqual([]);
  });

  it('counts in a worker, and shows its code', async () => {
    await open('gallery/');
    await button('primes', 'Count primes').click();
    await said('primes', 'There are 148,933 primes below two million.');
    await card('primes').getByText('The code').click();
    await card('primes').locator('pre').filter({ hasText: 'export function countPrimes' }).waitFor();

    expect(output).toEqual([]);
  });

  it('answers after a reload that passes by the service worker', async () => {
    await open('gallery/');
    const session = await page.context().newCDPSession(page);
    await session.send('Page.reload', { ignoreCache: true });
    await page.locator('#playground [role=status]').filter({ hasText: /wait/ }).waitFor();
    await button('users', 'Load').click();
    await said('users', '6 people have arrived.');
  });
});

it('says so where there is no service worker, as without https', async () => {
  await open('');
  const insecure = 'http://insecure.test';
  await page.route(`${insecure}/**`, (route) =>
    route.continue({ url: route.request().url().replace(insecure, server.origin) }),
  );
  await page.goto(`${insecure}/gallery/`);
  await page.getByText('This browser has started no service worker').waitFor();
  await page.locator('#playground [role=status]').filter({ hasText: /wait/ }).waitFor();
});
