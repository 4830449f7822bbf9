import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';

import { build, install } from '../../examples/angular/build.js';
import { startChromium } from '../browser/chromium.js';
import { openPage } from '../browser/open-page.js';

// The first run installs Angular.
jest.setTimeout(900_000);

let node: string;
let production: string;
let development: string;
let chromium: Browser;

/** The server of a test: it has seen no request before. */
let server: ChildProcess;
let origin = '';

let page: Page;

/** What the console of the page has shown. */
let output: string[] = [];

beforeAll(async () => {
  const options = { isShown: false, report: () => undefined };
  node = await install(options);
  production = await build(node, 'production', options);
  development = await build(node, 'development', options);
  chromium = await startChromium();
});

afterAll(async () => {
  await chromium.close();
});

afterEach(async () => {
  const closed = once(server, 'close');
  server.kill('SIGINT');
  const end = await closed;
  await page.context().close();

  expect(end).toEqual([0, null]);
});

/** Starts a server, opens the users in a new context, and waits until the page is alive. */
async function open(options: BrowserContextOptions = {}, file = production): Promise<void> {
  const running = spawn(node, [file], { env: { ...process.env, PORT: '0' }, stdio: ['ignore', 'pipe', 'inherit'] });
  server = running;
  const [line] = (await once(createInterface(running.stdout), 'line')) as [string];
  origin = line.trim();
  ({ page, output } = await openPage(chromium, { viewport: { width: 1280, height: 900 }, ...options }, 120_000));
  await page.addInitScript(watchPage);
  await page.goto(`${origin}users`);
  await requests().first().waitFor({ state: 'attached' });
}

/** Runs before the scripts of the page: sees what is there for a moment only. */
const watchPage = `
  window.seen = { loading: 0, shifts: 0, user: undefined };
  new MutationObserver(() => {
    window.seen.user ??= document.querySelector('app-users-page li') ?? undefined;
    window.seen.loading += /Loading/.test(document.querySelector('main')?.textContent ?? '') ? 1 : 0;
  }).observe(document, { childList: true, characterData: true, subtree: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      window.seen.shifts += entry.hadRecentInput ? 0 : entry.value;
    }
  }).observe({ type: 'layout-shift', buffered: true });
`;

const requests = () =>
  page.locator('app-server-panel').getByRole('listitem', { includeHidden: true }).filter({ hasNotText: 'None yet' });

/** Waits until the server has seen these requests and no others, or tells the difference. */
async function expectRequests(...expected: readonly string[]): Promise<void> {
  let seen: readonly string[] = [];
  const [response] = (await once(get(`${origin}api/server`), 'response')) as [IncomingMessage];
  const lines = createInterface(response);
  const timer = setTimeout(() => {
    lines.close();
  }, 60_000);
  for await (const line of lines) {
    if (line.startsWith('data: ')) {
      const report = JSON.parse(line.slice('data: '.length)) as { requests: Record<string, string>[] };
      seen = report.requests.map(({ method, path, by, end }) => [method, path, by, end].join(' '));
      if (JSON.stringify(seen) === JSON.stringify(expected)) {
        break;
      }
    }
  }
  clearTimeout(timer);
  response.destroy();
  expect(seen).toEqual(expected);
}

const loaded = 'GET /api/users server answered with 200';

const go = (name: string) => page.getByRole('navigation').getByRole('link', { name }).click();
const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
const status = (text: string | RegExp) => page.getByRole('status').filter({ hasText: text }).first().waitFor();
const height = () => page.evaluate<number>('document.querySelector("main .card").getBoundingClientRect().height');
const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor();

/** A deferred in the timeline. */
const track = (text: RegExp): Locator => page.locator('app-timeline-panel ol > li').filter({ hasText: text });

/** Changes what the server does, and waits until it has heard of it. */
async function tell(label: string): Promise<void> {
  const heard = page.waitForResponse((response) => response.request().method() === 'PUT');
  await page.getByLabel(label).check();
  await heard;
}

describe('the users', () => {
  it('are in the page that the server sends', async () => {
    await open();
    const response = await fetch(`${origin}users`);
    const html = await response.text();

    expect(html).toContain('Ada Lovelace');
    expect(html).not.toContain('Loading');
  });

  it('are taken over by the browser: nothing is rendered or requested again, and nothing moves', async () => {
    await open();

    expect(await page.evaluate("document.querySelector('app-users-page li') === window.seen.user")).toBe(true);
    expect(await page.evaluate('[window.seen.loading, window.seen.shifts]')).toEqual([0, 0]);
    await expectRequests(loaded);
    expect(output).toEqual([]);
  });

  it('are there at once when a page asks for what is loaded', async () => {
    await open();
    await go('upload');
    await heading('Upload');
    await go('users');
    await page.getByRole('link', { name: 'Grace Hopper' }).click();
    await heading('Grace Hopper');
    await page.getByRole('link', { name: 'All users' }).click();
    await heading('Users');
    await page.getByRole('link', { name: 'Radia Perlman' }).waitFor();

    expect(await page.evaluate('window.seen.loading')).toBe(0);
    expect(await track(/Load users/).count()).toBe(1);
    await expectRequests(loaded);
    expect(output).toEqual([]);
  });

  it('are loaded by a second try after a failure', async () => {
    await open();
    await tell('Fail the next request');
    await press('Load again');
    await page.getByRole('alert').filter({ hasText: 'The directory is down for a moment.' }).waitFor();
    await track(/rejected/).waitFor();
    const before = await height();
    await press('Try again');
    await page.getByRole('link', { name: 'Ada Lovelace' }).waitFor();

    // Nothing jumps.
    expect(await height()).toBe(before);

    // Without a value, there is something to wait for.
    expect(await page.evaluate('window.seen.loading')).toBeGreaterThan(0);
    await expectRequests(
      loaded,
      'GET /api/users browser answered with 503',
      'GET /api/users browser answered with 200',
    );
    expect(output).toEqual([expect.stringContaining('status of 503')]);
  });
});

describe('the upload', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rx-deferred-'));

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** Chooses a file that is larger than all that is stored on the way. */
  const choose = async (name: string) => {
    const path = join(folder, name);
    writeFileSync(path, '');
    truncateSync(path, 24 * 1024 * 1024);
    await page.getByLabel('Choose a file').setInputFiles(path);
  };

  /** Waits until a part has been sent. */
  const partly = () =>
    page.waitForFunction('((bar) => bar.value > 0 && bar.value < 100)(document.querySelector("main progress"))');

  it('shows its progress, and what the server says', async () => {
    await open();
    await go('upload');
    await tell('paused');
    await choose('big.txt');
    await partly();
    await status('On its way');
    await tell('normal');
    await status('The server has counted 24.0 MB.');

    expect(await page.evaluate('document.querySelector("main progress").value')).toBe(100);
    await track(/Send big\.txt.*resolved.*progress \d+×/).waitFor();
    await expectRequests(loaded, 'POST /api/files browser answered with 201');
    expect(output).toEqual([]);
  });

  it.each([
    ['its button', () => press('Cancel'), () => status('Cancelled')],
    ['leaving the page', () => go('users'), () => heading('Users')],
  ])('is closed at the server by %s', async (_, end, ended) => {
    await open();
    await go('upload');
    await tell('paused');
    await choose('big.txt');
    await partly();
    await end();
    await ended();
    await track(/Send big\.txt.*aborted/).waitFor();

    // A server that does not read does not see the end either.
    await tell('normal');
    await expectRequests(loaded, 'POST /api/files browser closed by the client');
    expect(output).toEqual([]);
  });

  it('ends the one before', async () => {
    await open();
    await go('upload');
    await tell('paused');
    await choose('first.txt');
    await partly();
    await choose('second.txt');
    await track(/Send first\.txt.*aborted/).waitFor();
    await tell('normal');
    await status('The server has counted 24.0 MB.');

    await expectRequests(
      loaded,
      'POST /api/files browser closed by the client',
      'POST /api/files browser answered with 201',
    );
    expect(output).toEqual([]);
  });
});

describe('the dialog', () => {
  const ask = async () => {
    await page.getByRole('button', { name: 'Delete Shopping list' }).click();
    await page.getByRole('dialog', { name: 'Delete “Shopping list”?' }).waitFor();
  };

  it('answers with yes, and the work goes on', async () => {
    await open();
    await go('confirm');
    await ask();
    await press('Yes');
    await status('Deleted “Shopping list”');

    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await page.getByRole('list', { name: 'Notes' }).getByRole('listitem').count()).toBe(3);
    await expectRequests(loaded, 'DELETE /api/notes/1 browser answered with 204');
    expect(output).toEqual([]);
  });

  it.each([
    ['No', () => press('No')],
    ['Escape', () => page.keyboard.press('Escape')],
  ])('answers with no by %s', async (_, answer) => {
    await open();
    await go('confirm');
    await ask();
    await answer();
    await status('Kept “Shopping list”');

    expect(await page.getByRole('dialog').count()).toBe(0);
    // The dialog gives the focus back.
    expect(await page.evaluate('document.activeElement.ariaLabel')).toBe('Delete Shopping list');
    await expectRequests(loaded);
    expect(output).toEqual([]);
  });

  it('closes with the page that asked', async () => {
    await open();
    await go('confirm');
    await ask();
    await page.goBack();
    await heading('Users');

    await track(/Ask: Delete.*aborted/).waitFor();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await expectRequests(loaded);
    expect(output).toEqual([]);
  });
});

describe('an output that can be answered', () => {
  const parentIs = async (label: string) => {
    await open();
    await go('answer');
    await page.getByLabel(label).check();
    await press('Close');
  };

  it('is answered at once', async () => {
    await parentIs('says yes at once');
    await status('Closed');

    await track(/Ask to close.*resolved/).waitFor();
    expect(output).toEqual([]);
  });

  it.each([
    ['Yes', 'Closed'],
    ['No', 'Stays open'],
  ])('is answered later, with %s', async (answer, said) => {
    await parentIs('asks you in a dialog');
    await page.getByRole('dialog', { name: 'Close without saving?' }).waitFor();
    await status('Waiting for an answer');
    await press(answer);
    await status(said);

    // The parent has said that it needs time.
    await track(/Ask to close.*resolved.*progress 1×/).waitFor();
    expect(output).toEqual([]);
  });

  it('is refused', async () => {
    await parentIs('refuses to answer');
    await status('No answer is given, so it stays open');

    await track(/Ask to close.*aborted/).waitFor();
    expect(output).toEqual([]);
  });

  it('tells by the silence that nobody listens', async () => {
    await parentIs('does not listen');
    await status('Nobody listens, so it stays open');

    await track(/Ask to close.*rejected/).waitFor();
    expect(output).toEqual([]);
  });

  it('ends with the child', async () => {
    await parentIs('asks you in a dialog');
    await page.getByRole('dialog').waitFor();
    await page.goBack();
    await heading('Users');

    await track(/Ask to close.*aborted/).waitFor();
    await track(/Ask: Close.*aborted/).waitFor();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(output).toEqual([]);
  });
});

describe('the report', () => {
  const begin = async () => {
    await open();
    await go('report');
    await page.waitForFunction('document.querySelector("main progress")?.value > 0');
    await tell('paused');
  };

  it('shows its progress, and the whole at the end', async () => {
    await begin();
    await status('The report is arriving');
    const before = await height();
    await tell('normal');
    await page.getByRole('row').filter({ hasText: 'Trajectories' }).waitFor();

    expect(await height()).toBe(before);

    expect(await page.getByRole('row').count()).toBe(12);
    await track(/Load report.*resolved.*progress \d+×/).waitFor();
    await expectRequests(loaded, 'GET /api/report browser answered with 200');
    expect(output).toEqual([]);
  });

  it('is closed at the server when its page is left', async () => {
    await begin();
    await go('users');
    await heading('Users');

    await track(/Load report.*aborted/).waitFor();
    await expectRequests(loaded, 'GET /api/report browser closed by the client');
    expect(output).toEqual([]);
  });

  it('goes on while somebody else waits for it', async () => {
    await begin();
    await page.getByLabel('Wait for it in the side panel').check();
    await status('Waiting for it');
    await go('users');
    await heading('Users');
    await expectRequests(loaded, 'GET /api/report browser open');
    await tell('normal');
    await status(/It has arrived: \d+ hours/);

    await expectRequests(loaded, 'GET /api/report browser answered with 200');
    // The page has it at once, now.
    await go('report');
    await page.getByRole('table').waitFor();
    await expectRequests(loaded, 'GET /api/report browser answered with 200');
    expect(output).toEqual([]);
  });

  it('is closed when that one has left, too', async () => {
    await begin();
    const box = page.getByLabel('Wait for it in the side panel');
    await box.check();
    await box.uncheck();
    await go('users');

    await expectRequests(loaded, 'GET /api/report browser closed by the client');
    expect(output).toEqual([]);
  });
});

describe('each page', () => {
  // Only this build tells what does not fit together.
  it('is hydrated without an error', async () => {
    await open({}, development);
    while (!output.some((text) => text.startsWith('Angular hydrated'))) {
      await page.waitForEvent('console');
    }
    for (const path of ['users', 'users/2', 'upload', 'confirm', 'answer']) {
      const isSaid = page.waitForEvent('console', (message) => message.text().startsWith('Angular hydrated'));
      await page.goto(origin + path);
      await isSaid;
    }

    const hydrated = /^Angular hydrated \d+ component\(s\) and \d+ node\(s\), 0 component\(s\) were skipped/;
    const others = output.filter((text) => !text.startsWith('Angular is running in development mode'));
    expect(others).toEqual(Array.from({ length: 6 }, () => expect.stringMatching(hydrated) as unknown));
  });
});

describe('the timeline', () => {
  it('shows each deferred on one axis, with its progress', async () => {
    await open();
    await press('Load again');
    await track(/Load users.*resolved/)
      .nth(1)
      .waitFor();
    await go('report');
    await page.getByRole('table').waitFor();
    await track(/Load report.*resolved/).waitFor();

    const places = await track(/./).evaluateAll((rows) =>
      rows.map((row) => {
        const bar = row.querySelector('.bar')?.getBoundingClientRect();
        const { length } = row.querySelectorAll('.mark');
        return { left: bar?.left ?? 0, right: bar?.right ?? 0, marks: length };
      }),
    );
    const [first, second, third] = places;
    expect(places).toHaveLength(3);
    expect(second?.left).toBeGreaterThanOrEqual(first?.left ?? Infinity);
    expect(third?.left).toBeGreaterThanOrEqual((second?.right ?? Infinity) - 1);
    expect(third?.marks).toBeGreaterThan(3);
    expect(output).toEqual([]);
  });
});

describe('on a phone', () => {
  it('fits on each page, and has the panel behind a button', async () => {
    await open({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
    for (const name of ['users', 'upload', 'confirm', 'answer', 'report']) {
      await go(name);
      await page.getByRole('heading', { level: 1, name: new RegExp(name, 'i') }).waitFor();
      expect([name, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([name, 360]);
    }
    expect(await page.locator('app-timeline-panel').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'What happens' }).click();
    await page.locator('app-timeline-panel').waitFor();

    const widths = '((panel) => panel.scrollWidth - panel.clientWidth)(document.querySelector("#panel"))';
    expect(await page.evaluate(widths)).toBe(0);
    expect(output).toEqual([]);
  });
});
