import type { Browser, Page } from 'playwright-core';

import { startServer } from '../../examples/browser/jquery-page/server.js';
import type { RunningServer } from '../../examples/listen.js';
import { startChromium } from '../browser/chromium.js';
import { openPage } from '../browser/open-page.js';

jest.setTimeout(300_000);

let server: RunningServer;
let chromium: Browser;

beforeAll(async () => {
  [chromium, server] = await Promise.all([startChromium(), startServer()]);
});

afterAll(async () => {
  server.stop();
  await chromium.close();
});

interface Visit {
  readonly log: readonly string[];
  readonly text: string;
  readonly screens: readonly Buffer[];
  readonly console: readonly string[];
  readonly version: unknown;
  readonly isOurs: unknown;
}

/** Opens a page, does all that there is to do, and gives what there was to see. */
async function visit(path: string): Promise<Visit> {
  const { page, output } = await openPage(chromium, { viewport: { width: 1000, height: 800 } }, 120_000);
  const screens: Buffer[] = [];
  await page.goto(server.origin + path);
  for (const act of [bookSlot, sendTracks, rehearse]) {
    await act(page);
    screens.push(await screen(page));
  }
  const seen = {
    log: await page.locator('#log li').allTextContents(),
    text: await page.getByRole('main').innerText(),
    screens,
    console: output,
    version: await page.evaluate('jQuery.fn.jquery'),
    isOurs: await page.evaluate("Symbol.for('rx-deferred') in jQuery.Deferred()"),
  };
  await page.context().close();
  return seen;
}

async function bookSlot(page: Page): Promise<void> {
  const book = () => page.getByRole('button', { name: 'Book' }).click();
  await page.locator('#log li', { hasText: 'lists.done' }).waitFor();
  await logs(page, 'parsley.fail', book);
  await page.getByLabel('Stage name').fill('Ada');
  await page.getByLabel('E-mail').fill('ada@example.org');
  await page.getByLabel('Invitation').fill('PLEASE');
  await logs(page, 'parsley.fail', book);
  await page.getByLabel('Invitation').fill('OPENMIC');
  await logs(page, 'shown.done', book);
  await page.getByLabel('Slot').selectOption('21:20');
  await logs(page, 'shown.done', book);
}

async function sendTracks(page: Page): Promise<void> {
  const send = (name: string, mimeType: string, bytes: number) =>
    logs(page, 'bar.done', () =>
      page.getByLabel('Track').setInputFiles({ name, mimeType, buffer: Buffer.alloc(bytes) }),
    );
  await send('notes.txt', 'text/plain', 1000);
  await send('song.wav', 'audio/wav', 2 * 1024 * 1024);
}

async function rehearse(page: Page): Promise<void> {
  const click = (name: string) => page.getByRole('button', { name }).click();
  await logs(page, 'curtain.done', () => click('Open curtain'));
  await logs(page, 'spot.done', () => click('Move spot'));
  await click('Sweep');
  await logs(page, 'sweep.always', () => click('Stop'));
}

/** All but the links, which tell which page this is. */
async function screen(page: Page): Promise<Buffer> {
  // Drawn anew as a whole: what Chromium has drawn in parts may differ in the last bit where an edge is round.
  await page.evaluate('document.body.hidden = true; document.body.offsetHeight; document.body.hidden = false;');
  return page.screenshot({ mask: [page.getByRole('navigation')] });
}

/** Does something, and waits for a line that comes of it. */
async function logs(page: Page, line: string, act: () => Promise<void>): Promise<void> {
  const lines = page.locator('#log li', { hasText: line });
  const before = await lines.count();
  await act();
  await lines.nth(before).waitFor();
}

describe.each([
  { path: '/?jquery=3', version: '3.7.1' },
  { path: '/?jquery=4', version: '4.0.0' },
])('the page of npm run start:jquery, with jQuery $version', ({ path, version }) => {
  let stock: Visit;

  beforeAll(async () => {
    stock = await visit(path);
  });

  describe("and jQuery's own Deferred", () => {
    it('has that in use', () => {
      expect([stock.version, stock.isOurs]).toEqual([version, false]);
    });

    it('logs each callback in order, with its arguments and its context', () => {
      expect(stock.log).toEqual([
        'lists.done([["Song", "Poem", "Magic"], "success", jqXHR 200], [["21:00", "21:20", "21:40"], "success", jqXHR 200]) on [GET /acts.json, GET /slots.json]',
        'parsley.fail',
        'parsley.fail',
        'parsley.done',
        'booking.fail(jqXHR 422, "error", "Unprocessable Entity") on POST /bookings',
        'booking.always(jqXHR 422, "error", "Unprocessable Entity") on POST /bookings',
        'shown.done($(#slot)) on $(#slot)',
        'parsley.done',
        'booking.done({"name":"Ada","act":"Song","slot":"21:20"}, "success", jqXHR 201) on POST /bookings',
        'booking.always({"name":"Ada","act":"Song","slot":"21:20"}, "success", jqXHR 201) on POST /bookings',
        'shown.done($(#booked)) on $(#booked)',
        'upload.progress at 25 %',
        'upload.progress at 50 %',
        'upload.progress at 75 %',
        'upload.progress at 100 %',
        'upload.fail(jqXHR 415, "error", "Unsupported Media Type") on POST /tracks',
        'upload.always(jqXHR 415, "error", "Unsupported Media Type") on POST /tracks',
        'bar.done($(#sent)) on $(#sent)',
        'upload.progress at 25 %',
        'upload.progress at 50 %',
        'upload.progress at 75 %',
        'upload.progress at 100 %',
        'upload.done({"bytes":2097152}, "success", jqXHR 200) on POST /tracks',
        'upload.always({"bytes":2097152}, "success", jqXHR 200) on POST /tracks',
        'bar.done($(#sent)) on $(#sent)',
        'left.done($(#left)) on $(#left)',
        'right.done($(#right)) on $(#right)',
        'both.done($(#left), $(#right)) on [$(#left), $(#right)]',
        'curtain.done($(#left, #right)) on $(#left, #right)',
        'spot.queue() on #spot',
        'spot.done($(#spot)) on $(#spot)',
        'spot.always($(#spot)) on $(#spot)',
        'sweep.fail(animation, undefined) on #spot',
        'sweep.always(animation, undefined) on #spot',
      ]);
    });

    it('has no errors but those of the three requests that the server refuses', () => {
      const refused = 'Failed to load resource: the server responded with a status of';

      expect(stock.console).toEqual([
        `${refused} 404 (Not Found)`,
        `${refused} 422 (Unprocessable Entity)`,
        `${refused} 415 (Unsupported Media Type)`,
      ]);
    });
  });

  describe('and rx-deferred in its place', () => {
    let ours: Visit;

    beforeAll(async () => {
      ours = await visit(`${path}&deferred=rx-deferred`);
    });

    it('has that in use', () => {
      expect([ours.version, ours.isOurs]).toEqual([version, true]);
    });

    it('has the same log, text and console', () => {
      expect(ours.log).toEqual(stock.log);
      expect(ours.text).toBe(stock.text);
      expect(ours.console).toEqual(stock.console);
    });

    it('has the same screens, to the pixel', () => {
      expect(ours.screens.map((screen, act) => stock.screens[act]?.equals(screen))).toEqual([true, true, true]);
    });
  });
});
