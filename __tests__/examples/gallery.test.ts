import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';

import { startChromium } from '../browser/chromium.js';
import { openPage } from '../browser/open-page.js';

jest.setTimeout(600_000);

let server: ChildProcess;
let origin = '';
let chromium: Browser;
let page: Page;

/** What the console of the page has shown. */
let output: string[] = [];

beforeAll(async () => {
  // In a group of its own, since npm starts the server by way of other processes.
  server = spawn('npm', ['run', 'gallery', '--silent'], {
    cwd: resolve(__dirname, '../..'),
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  chromium = await startChromium();
  if (server.stdout) {
    for await (const line of createInterface(server.stdout)) {
      if (line.includes('http://')) {
        origin = line.trim();
        break;
      }
    }
  }
});

afterAll(async () => {
  await chromium.close();
  const closed = once(server, 'close');
  process.kill(-(server.pid ?? NaN), 'SIGINT');
  await closed;
});

afterEach(async () => {
  await page.context().close();
});

async function open(options: BrowserContextOptions = {}): Promise<void> {
  ({ page, output } = await openPage(chromium, { viewport: { width: 1280, height: 800 }, ...options }, 120_000));
  await page.goto(origin);
  await words(/wait/).waitFor();
  await page.evaluate(`window.said = []; for (const each of document.querySelectorAll('.said')) {
    new MutationObserver((records) => records.forEach(({ addedNodes }) => addedNodes.forEach(({ textContent }) =>
      window.said.push(each.closest('.card').id + ': ' + textContent),
    ))).observe(each, { childList: true });
  }`);
}

/** What the playground says. */
const words = (text: string | RegExp): Locator => page.locator('#playground [role=status]').filter({ hasText: text });

const press = (name: string) => page.locator('#playground').getByRole('button', { name, exact: true }).click();

const libraries = ['rx-deferred', 'jQuery 4', 'Promise', 'AsyncSubject'] as const;

/** Runs the script on a library, and waits until it has run. */
async function choose(library: (typeof libraries)[number]): Promise<void> {
  await page.getByRole('radio', { name: library, exact: true }).check();
  const creation = { 'rx-deferred': ' Deferred', 'jQuery 4': '$.Deferred', Promise: 'Promise', AsyncSubject: 'Async' };
  await page.locator('.code li').first().filter({ hasText: creation[library] }).waitFor();
}

/** What the picture shows: the emissions, and the marbles on each lane. */
interface Picture {
  readonly emissions: readonly string[];
  readonly lanes: Readonly<Record<string, readonly string[]>>;
}

const picture = () =>
  page.evaluate<Picture>(`(() => {
    const marbles = (root) => [...root.querySelectorAll(':scope > .marble')].map(({ dataset }) =>
      [dataset.kind, dataset.text, dataset.notes].filter(Boolean).join(' '));
    const track = document.querySelector('#playground .track');
    const lanes = [...track.querySelectorAll('.arrivals')];
    return {
      emissions: marbles(track),
      lanes: Object.fromEntries(lanes.map((lane) => [lane.dataset.lane + ' ' + lane.dataset.channel, marbles(lane)])),
    };
  })()`);

/** The lines of the code that follow the first one, each with what came of it. */
const code = () =>
  page
    .locator('.code li')
    .evaluateAll((lines) =>
      lines.map((line) => [
        line.querySelector('code')?.textContent ?? '',
        ...[...line.querySelectorAll('.result')].map(({ textContent }) => textContent),
      ]),
    );

/** Where the middle of an element is. */
async function middleOf(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  return { x: (box?.x ?? NaN) + (box?.width ?? NaN) / 2, y: (box?.y ?? NaN) + (box?.height ?? NaN) / 2 };
}

const lane = (name: string): Locator => page.locator(`#playground .arrivals[data-lane=${name}]`);
const start = (name: string): Locator =>
  page
    .locator('#playground .lane')
    .filter({ hasText: new RegExp(`^${name}`) })
    .locator('.lane-start circle')
    .last();

describe('the first minute', () => {
  it('shows that handlers are called in order, and that always hears both outcomes', async () => {
    await open();

    expect(await picture()).toEqual({ emissions: [], lanes: { 'A done': [], 'B fail': [], 'C always': [] } });

    await press('resolve');
    await words('A and C heard the value, in the order in which they were added. always hears both').waitFor();

    expect(await picture()).toEqual({
      emissions: ['resolve Ada'],
      lanes: { 'A done': ['resolve Ada'], 'B fail': [], 'C always': ['resolve Ada'] },
    });

    await press('Reset');
    await words(/wait/).waitFor();
    await press('reject');
    await words('B and C heard the error, in the order in which they were added. always hears both').waitFor();

    expect(await picture()).toEqual({
      emissions: ['reject'],
      lanes: { 'A done': [], 'B fail': ['reject'], 'C always': ['reject'] },
    });
    expect(output).toEqual([]);
  });

  it('shows that a late handler is called at once: its lane begins with the marble', async () => {
    await open();
    await press('resolve');
    await words('heard').waitFor();
    await press('Add a late handler');
    await words('The deferred has settled: a late handler is called at once, with the same value.').waitFor();

    expect((await picture()).lanes['D always']).toEqual(['resolve Ada replay']);
    expect(await lane('D').locator('.note').textContent()).toBe('replay');
    expect((await middleOf(lane('D').locator('.ball circle'))).x).toBeCloseTo((await middleOf(start('D'))).x, 0);
    expect((await code()).at(-1)).toEqual(["load.always((result) => log('D', result));", "D 'Ada' replay"]);
    expect(output).toEqual([]);
  });

  it('leads from one step to the next by the button that stands out', async () => {
    await open();
    const next = page.locator('#playground button.next');

    expect(await next.textContent()).toBe('resolve');
    await next.click();
    await words('heard').waitFor();
    expect(await next.textContent()).toBe('Add a late handler');
    await next.click();
    await words('Now run the same script on a promise').waitFor();
    expect(await next.count()).toBe(0);
  });

  it('says why nobody is late yet', async () => {
    await open();
    await press('Add a late handler');
    await words('Nobody is late yet').waitFor();

    expect(Object.keys((await picture()).lanes)).toHaveLength(3);
  });
});

describe('the playground', () => {
  it('replays the last notification to a late progress handler', async () => {
    await open();
    await press('progress');
    await words('and D wait').waitFor();
    await press('notify');
    await words('D hears it.').waitFor();
    await press('notify');
    await lane('D').locator('[data-text="50"]').waitFor();
    await press('progress');
    await words('The last notification is kept').waitFor();

    expect((await picture()).lanes).toMatchObject({
      'D progress': ['notify 25', 'notify 50'],
      'E progress': ['notify 50 replay'],
    });
    expect(output).toEqual([]);
  });

  it('shows an abort as the rejection that it is', async () => {
    await open();
    await press('abort');
    await words('B and C heard an AbortError').waitFor();

    expect(await picture()).toEqual({
      emissions: ['abort'],
      lanes: { 'A done': [], 'B fail': ['abort'], 'C always': ['abort'] },
    });
    expect((await code()).at(-1)).toEqual(['load.abort();', 'B AbortError', 'C AbortError']);
  });

  it('settles once', async () => {
    await open();
    await press('resolve');
    await words('heard').waitFor();
    await press('reject');
    await words('It settles once').waitFor();
    await press('notify');
    await words('nobody hears a notification any more').waitFor();

    expect((await picture()).emissions).toEqual(['resolve Ada', 'reject ignored', 'notify 25 ignored']);
  });

  it('says that a handler of the other channel comes too late', async () => {
    await open();
    await press('resolve');
    await words('heard').waitFor();
    await press('fail');
    await words('It has resolved: a fail handler that comes now is not called.').waitFor();

    expect((await picture()).lanes['D fail']).toEqual([]);
  });

  it('has room for eight handlers and for sixteen lines', async () => {
    await open();
    for (let i = 0; i < 6; i++) {
      await press('done');
    }
    await words('The picture is full').waitFor();
    for (let i = 0; i < 9; i++) {
      await press('notify');
    }
    await words('The picture is full').waitFor();

    expect((await code()).length).toBe(1 + 16);
    expect(Object.keys((await picture()).lanes)).toHaveLength(8);
  });

  it.each(['a replay', 'a failure', 'late progress', 'a handler that throws'])(
    'draws from the trace what the handlers log: %s',
    async (example) => {
      await open();
      await press(example);
      await page.locator('#playground .track:not([data-state=pending])').waitFor();

      const { lanes } = await picture();
      const drawn = Object.entries(lanes).flatMap(([name, marbles]) => marbles.map(() => name.charAt(0)));
      const logged = (await code()).flatMap(([, ...results]) => results).filter((text) => /^[A-H] /.test(text));
      expect(logged.map((text) => text.charAt(0)).sort()).toEqual(drawn.sort());
      expect(drawn.length).toBeGreaterThan(2);
      expect(output).toEqual([]);
    },
  );

  it('tells the picture in words', async () => {
    await open();
    await press('resolve');
    await words('heard').waitFor();

    expect(await page.getByRole('img', { name: /^load has/ }).getAttribute('aria-label')).toBe(
      'load has resolved Ada. A, done: heard resolved Ada. B, fail: not called. C, always: heard resolved Ada.',
    );
  });
});

describe('the same script on other libraries', () => {
  const throwing = async (library: (typeof libraries)[number]) => {
    await open();
    await press('a handler that throws');
    await lane('E').waitFor();
    await choose(library);
    await lane('E').waitFor();
  };

  it('stops nobody on rx-deferred when a handler throws, and reports the error', async () => {
    await throwing('rx-deferred');

    expect((await picture()).lanes).toEqual({
      'A done': ['resolve Ada'],
      'B done': ['resolve Ada threw'],
      'C done': ['resolve Ada'],
      'D always': ['resolve Ada'],
      'E done': ['resolve Ada replay'],
    });
    expect((await code())[5]).toEqual([
      "load.resolve('Ada');",
      "A 'Ada'",
      "B 'Ada'",
      "C 'Ada'",
      "D 'Ada'",
      'Reported: Error: B is broken',
    ]);
    expect(output).toEqual([]);
  });

  it('gets stuck on jQuery: handlers after the one that throws never run', async () => {
    await throwing('jQuery 4');
    await words('E is never called: the list is stuck').waitFor();

    expect((await picture()).lanes).toEqual({
      'A done': ['resolve Ada'],
      'B done': ['resolve Ada threw'],
      'C done': ['never ran'].map((note) => `resolve ${note}`),
      'D always': ['resolve never ran'],
      'E done': ['resolve never ran'],
    });
    expect((await code())[5]).toEqual(["load.resolve('Ada');", "A 'Ada'", "B 'Ada'", 'Uncaught Error: B is broken']);
    expect(output).toEqual([]);
  });

  it('calls nobody at once on a promise: the marbles stand beside the line', async () => {
    await throwing('Promise');
    await words('Later, not at once: the value is there, but E is only called in a microtask').waitFor();

    expect((await picture()).lanes).toEqual({
      'A done': ['resolve Ada later'],
      'B done': ['resolve Ada later threw'],
      'C done': ['resolve Ada later'],
      'D always': ['resolve – later no value'],
      'E done': ['resolve Ada later'],
    });
    const [marble, begin] = await Promise.all([middleOf(lane('E').locator('.ball circle')), middleOf(start('E'))]);
    expect(marble.x - begin.x).toBeGreaterThan(20);
    expect((await code())[5]?.at(-1)).toBe('Reported: Error: B is broken');
    expect(output).toEqual([]);
  });

  it('has no progress on a promise', async () => {
    await open();
    await press('progress');
    await words('and D wait').waitFor();
    await choose('Promise');
    await words('A Promise has no progress.').waitFor();
    await press('notify');
    await page.locator('.code li').nth(5).waitFor();

    expect(await picture()).toMatchObject({ emissions: [], lanes: { 'D progress': [] } });
    expect((await code()).slice(-2)).toEqual([['// no progress'], ['// no progress']]);
    await page.locator('#playground .lane').filter({ hasText: 'there is no progress' }).waitFor();
  });

  it('reports on an AsyncSubject each subscriber that has no error callback', async () => {
    await open();
    await press('reject');
    await words('heard').waitFor();
    await choose('AsyncSubject');
    await words('An error is reported as unhandled.').waitFor();

    expect((await code()).at(-1)).toEqual([
      "load.error(new Error('offline'));",
      'B Error: offline',
      'C Error: offline',
      'Reported: Error: offline',
    ]);
    expect(output).toEqual([]);
  });

  it('has an abort on rx-deferred only', async () => {
    await open();
    await press('abort');
    await words('heard').waitFor();
    for (const library of libraries.slice(1)) {
      await choose(library);
      await words('cannot be aborted').waitFor();

      expect((await picture()).emissions).toEqual([]);
    }
  });

  it.each(libraries)('shows on %s the code that runs there', async (library) => {
    await open();
    await press('resolve');
    await words('heard').waitFor();
    await choose(library);

    const text = (await code()).map(([line = '']) => line).join('\n');
    const expected: Record<string, string> = {
      'rx-deferred': 'const load = Deferred();\nload.done(',
      'jQuery 4': 'const load = $.Deferred();\nload.done(',
      Promise: 'const { promise, resolve, reject } =\n  Promise.withResolvers();\npromise.then(',
      AsyncSubject: 'const load = new AsyncSubject();\nload.subscribe(',
    };
    expect(text.startsWith(expected[library] ?? '?')).toBe(true);
  });
});

describe('a script', () => {
  it('is changed by dragging: a handler that is taken past the settlement hears a replay', async () => {
    await open();
    await press('resolve');
    await words('heard').waitFor();
    const from = await middleOf(start('A'));
    const settlement = await middleOf(page.locator('#playground .track > .marble .ball circle'));
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(settlement.x + 40, from.y, { steps: 5 });
    await page.mouse.up();
    await words('The deferred has settled: a late handler is called at once').waitFor();

    expect((await picture()).lanes).toEqual({
      'A fail': [],
      'B always': ['resolve Ada'],
      'C done': ['resolve Ada replay'],
    });
    expect(output).toEqual([]);
  });

  it('is changed by the keyboard, which stays where it was', async () => {
    await open();
    await press('resolve');
    await words('heard').waitFor();
    await page.getByRole('button', { name: 'Move up line 5, resolve' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Move up line 4, resolve' }).waitFor();
    await page.waitForFunction("document.activeElement.ariaLabel === 'Move up line 4, resolve'");

    expect((await picture()).lanes['C always']).toEqual(['resolve Ada replay']);

    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await words('A, B and C wait, in this order.').waitFor();
    await page.waitForFunction("document.activeElement.ariaLabel === 'Remove line 4, always'");

    expect((await code()).map(([line = '']) => line.slice(0, 11))).toEqual([
      'const load ',
      'load.done((',
      'load.fail((',
      'load.always',
    ]);
  });
});

describe('the emission', () => {
  it('travels down the lanes: each marble lands after the one above it', async () => {
    await open();
    await page.evaluate(`window.landed = []; window.travels = 0;
      document.addEventListener('animationstart', ({ animationName, target }) => {
        if (animationName === 'travel') window.travels++;
        if (animationName === 'land') window.landed.push(
          [target.parentNode.parentNode.dataset.lane ?? 'load', getComputedStyle(target).animationDelay]);
      })`);
    await press('resolve');
    await page.waitForFunction('window.landed.length === 3');

    expect(await page.evaluate('window.landed')).toEqual([
      ['load', '0s'],
      ['A', '0.16s'],
      ['C', '0.48s'],
    ]);
    expect(await page.evaluate('window.travels')).toBe(1);
  });

  it('is there at once where motion is reduced', async () => {
    await open({ reducedMotion: 'reduce' });
    await press('resolve');
    await words('heard').waitFor();

    expect(
      await page.evaluate(
        `document.getAnimations().filter(({ animationName }) => /land|travel/.test(animationName)).length`,
      ),
    ).toBe(0);
    expect(await page.locator('#playground .traveller').isVisible()).toBe(false);
    expect((await picture()).lanes['C always']).toEqual(['resolve Ada']);
  });
});

const card = (name: string): Locator => page.locator(`#${name}`);
const button = (name: string, label: string): Locator => card(name).getByRole('button', { name: label, exact: true });
const said = (name: string, text: string | RegExp) =>
  card(name).locator('.said').filter({ hasText: text }).first().waitFor();

/** Waits until a card has said something, which may have been there for a moment only. */
const hasSaid = (name: string, text: string) =>
  page.waitForFunction(`window.said.some((each) => each.startsWith('${name}: ') && each.includes('${text}'))`);

/** Presses a button in the frame after a card says something: from outside it may be too late. */
const pressAfter = (name: string, text: string, action: string) =>
  page.evaluate(`{
    const card = document.querySelector('#${name}');
    const said = card.querySelector('.said');
    new MutationObserver((_, observer) => {
      if (said.textContent.includes('${text}')) {
        observer.disconnect();
        requestAnimationFrame(() => card.querySelector('[data-action=${action}]').click());
      }
    }).observe(said, { childList: true });
  }`);

/** What a timeline shows: the marbles of each deferred, and those of its handlers, in short. */
const timeline = async (name: string) => {
  // What has been said is drawn in the next frame.
  await page.evaluate('new Promise(requestAnimationFrame)');
  return card(name)
    .locator('.track')
    .evaluateAll((tracks) =>
      Object.fromEntries(
        tracks.flatMap((track) => {
          const kinds = (root: Element): string[] =>
            [...root.querySelectorAll<SVGElement>(':scope > .marble')].map(({ dataset }) => dataset['kind'] ?? '');
          const label = track.getAttribute('data-track') ?? '';
          const lanes = [...track.querySelectorAll('.arrivals')].map((lane): [string, string[]] => [
            `${label}.${lane.getAttribute('data-channel') ?? ''}`,
            kinds(lane),
          ]);
          return [[label, kinds(track)] as [string, string[]], ...lanes];
        }),
      ),
    );
};

const isNotify = (kind: string): boolean => kind === 'notify';

describe('the request with a spinner', () => {
  it('shows progress, and ends the spinner after success', async () => {
    await open();
    await page.route('**/api/users', async (route) => {
      await card('users').getByRole('img', { name: 'Loading' }).waitFor();
      await route.continue();
    });
    await button('users', 'Load').click();
    await said('users', '6 people have arrived.');

    expect(await card('users').getByRole('listitem').allTextContents()).toContain('Grace Hopper');
    expect(await card('users').locator('.spinner').isVisible()).toBe(false);
    const { request = [], ...lanes } = await timeline('users');
    expect(request.filter(isNotify).length).toBeGreaterThan(3);
    expect(request.at(-1)).toBe('resolve');
    expect(lanes).toEqual({
      'request.progress': request.filter(isNotify),
      'request.done': ['resolve'],
      'request.fail': [],
      'request.always': ['resolve'],
    });
    expect(output).toEqual([]);
  });

  it('ends the spinner after a failure, too', async () => {
    await open();
    await button('users', 'Load, and fail').click();
    await said('users', 'The directory is closed.');

    expect(await card('users').locator('.spinner').isVisible()).toBe(false);
    expect(await timeline('users')).toMatchObject({ 'request.fail': ['reject'], 'request.always': ['reject'] });
    expect(output).toEqual([expect.stringContaining('status of 503')]);
  });
});

describe('the upload', () => {
  const partly = () =>
    page.waitForFunction('((bar) => bar.value > 0 && bar.value < 1)(document.querySelector("#upload progress"))');

  it('fills its bar, and says what the server has counted', async () => {
    await open();
    await button('upload', 'Send 24 MB').click();
    await partly();

    expect(await button('upload', 'Send 24 MB').isDisabled()).toBe(true);
    await said('upload', 'The server has counted 24 MB.');
    expect(await button('upload', 'Send 24 MB').isEnabled()).toBe(true);
    expect((await timeline('upload'))['request.done']).toEqual(['resolve']);
    expect(output).toEqual([]);
  });

  it('is cancelled', async () => {
    await open();
    await button('upload', 'Send 24 MB').click();
    await partly();
    await button('upload', 'Cancel').click();
    await said('upload', 'Cancelled.');

    expect(await button('upload', 'Send 24 MB').isEnabled()).toBe(true);
    expect(await timeline('upload')).toMatchObject({ 'request.fail': ['abort'], 'request.always': ['abort'] });
    expect(output).toEqual([]);
  });
});

describe('the question', () => {
  it('is answered by a button', async () => {
    await open();
    await button('confirm', 'Delete the note').click();
    await page.getByRole('dialog', { name: 'Delete the note?' }).getByRole('button', { name: 'Delete' }).click();
    await said('confirm', 'Deleted, since the answer was “yes”.');

    expect(await card('confirm').locator('.paper').isVisible()).toBe(false);
    expect(await timeline('confirm')).toEqual({
      answer: ['resolve'],
      'answer.done': ['resolve'],
      'answer.fail': [],
      'answer.always': ['resolve'],
    });
    await button('confirm', 'Put it back').click();
    await card('confirm').locator('.paper').waitFor();
  });

  it('is dismissed by Escape, and the focus comes back', async () => {
    await open();
    await button('confirm', 'Delete the note').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await said('confirm', 'Kept: the dialog was dismissed.');

    expect(await page.evaluate('document.activeElement.textContent')).toBe('Delete the note');
    expect((await timeline('confirm'))['answer.always']).toHaveLength(1);
    expect(output).toEqual([]);
  });
});

describe('the images', () => {
  it('appear together, when all are there', async () => {
    await open();
    await page.evaluate(`window.counts = new Set(); new MutationObserver(() => {
      window.counts.add(document.querySelectorAll('#images img').length);
    }).observe(document.querySelector('#images'), { childList: true, subtree: true })`);
    await button('images', 'Load six').click();
    await hasSaid('images', 'of 6 are here');
    await said('images', 'All are here');

    expect(await page.evaluate('[...window.counts].filter((count) => count > 0)')).toEqual([6]);
    expect(await page.evaluate('document.querySelector("#images progress").value')).toBe(1);
    const { all, ...others } = await timeline('images');
    expect(all).toEqual([...Array.from({ length: 6 }, () => 'notify'), 'resolve']);
    expect(others).toMatchObject({ 'image 1': ['resolve'], 'image 6': ['resolve'], 'all.fail': [] });
    expect(output).toEqual([]);
  });

  it('are not shown when one of them is missing', async () => {
    await open();
    await button('images', 'With a broken one').click();
    await said('images', 'One of them is missing');

    expect(await card('images').locator('img').count()).toBe(0);
    expect(await timeline('images')).toMatchObject({ 'image 4': ['reject'], 'all.fail': ['reject'] });
    expect(output).toEqual([expect.stringContaining('status of 404')]);
  });
});

describe('the scene', () => {
  it('goes step by step', async () => {
    await open();
    await button('animation', 'Play').click();
    await hasSaid('animation', 'The curtain is open.');
    await hasSaid('animation', 'The light is on.');
    await said('animation', 'The scene is set.');

    expect(await timeline('animation')).toMatchObject({
      'curtain.done': ['resolve'],
      'light.done': ['resolve'],
      'title.done': ['resolve'],
      'title.fail': [],
    });
    expect(output).toEqual([]);
  });

  it('is cut', async () => {
    await open();
    await pressAfter('animation', 'The curtain is open.', 'cut');
    await button('animation', 'Play').click();
    await said('animation', 'Cut: the animations were cancelled.');

    expect((await timeline('animation'))['title.fail']).toHaveLength(1);
    expect(output).toEqual([]);
  });

  it('does not wait where motion is reduced', async () => {
    await open({ reducedMotion: 'reduce' });
    await page.evaluate(`window.starts = 0; document.addEventListener('transitionstart', () => window.starts++)`);
    await button('animation', 'Play').click();
    await said('animation', 'The scene is set.');

    expect(await page.evaluate('window.starts')).toBe(0);
  });
});

describe('the worker', () => {
  it('answers, with progress', async () => {
    await open();
    await button('primes', 'Count primes').click();
    await hasSaid('primes', '% is counted');
    await said('primes', 'There are 148,933 primes below two million.');

    const { answer = [], ...lanes } = await timeline('primes');
    expect(answer.filter(isNotify)).toHaveLength(20);
    expect(lanes).toMatchObject({ 'answer.done': ['resolve'], 'answer.fail': [], 'answer.always': ['resolve'] });
    expect(output).toEqual([]);
  });

  it('is told that nobody waits any more', async () => {
    await open();
    await pressAfter('primes', '% is counted', 'cancel');
    await button('primes', 'Count primes').click();
    await said('primes', 'Cancelled');

    expect((await timeline('primes'))['answer.always']).toEqual(['abort']);
    await button('primes', 'Count primes').click();
    await said('primes', 'There are 148,933 primes below two million.');
    expect(output).toEqual([]);
  });

  it('is missed when it dies, and another one answers', async () => {
    await open();
    await pressAfter('primes', '% is counted', 'kill');
    await button('primes', 'Count primes').click();
    await hasSaid('primes', '% is counted');
    await button('primes', 'Count primes').and(page.locator(':enabled')).waitFor();

    await said('primes', /^(?!Cancelled)/);
    expect((await timeline('primes'))['answer.fail']).toHaveLength(1);
    await button('primes', 'Count primes').click();
    await said('primes', 'There are 148,933 primes below two million.');
    expect(output).toEqual([]);
  });
});

describe('each card', () => {
  it('shows the function that runs', async () => {
    await open();
    for (const name of ['users', 'upload', 'confirm', 'images', 'animation', 'primes']) {
      await card(name).getByText('The code').click();
      await card(name)
        .locator('pre')
        .filter({ hasText: /^export function \w+\(.*trace\(\{.*\}$/s })
        .waitFor();
    }
    expect(output).toEqual([]);
  });
});

describe('by the keyboard alone', () => {
  /** Goes on with Tab until the focus is on something with this name. */
  async function tabTo(name: string): Promise<void> {
    for (let i = 0; i < 100; i++) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate<string>(`((element) =>
        element.ariaLabel ?? (element.labels?.[0] ?? element).textContent.trim())(document.activeElement)`);
      if (focused === name) {
        return;
      }
    }
    throw new Error(`Expected ${name} to be reached by Tab`);
  }

  it('everything can be done, in the order of the page', async () => {
    await open();
    await tabTo('rx-deferred');
    await page.keyboard.press('ArrowRight');
    await page.locator('.code li').filter({ hasText: '$.Deferred' }).waitFor();
    await tabTo('resolve');
    await page.keyboard.press('Enter');
    await words('heard').waitFor();
    await tabTo('Add a late handler');
    await page.keyboard.press('Space');
    await words('a late handler is called at once').waitFor();
    await tabTo('Load');
    await page.keyboard.press('Enter');
    await said('users', '6 people have arrived.');
    await tabTo('Send 24 MB');
    await page.keyboard.press('Enter');
    await said('upload', /on its way/);
    await tabTo('Cancel');
    await page.keyboard.press('Enter');
    await said('upload', 'Cancelled.');
    await tabTo('Delete the note');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Enter');
    await said('confirm', 'Deleted');
    await tabTo('Load six');
    await page.keyboard.press('Enter');
    await said('images', 'All are here');
    await tabTo('Play');
    await page.keyboard.press('Enter');
    await said('animation', 'The scene is set.');
    await tabTo('Count primes');
    await page.keyboard.press('Enter');
    await said('primes', 'There are 148,933 primes');
    expect(output).toEqual([]);
  });
});

/** Does much of what there is to do, and looks at it in between. */
async function tour(look: () => Promise<void>): Promise<void> {
  await look();
  await press('resolve');
  await words('heard').waitFor();
  await press('Add a late handler');
  await words('a late handler is called at once').waitFor();
  await page.waitForFunction('document.getAnimations().length === 0');
  await look();
  await press('a handler that throws');
  await lane('E').waitFor();
  for (const library of libraries.slice(1)) {
    await choose(library);
    await page.waitForFunction('document.getAnimations().length === 0');
    await look();
  }
  await button('users', 'Load').click();
  await said('users', '6 people have arrived.');
  await button('images', 'Load six').click();
  await said('images', 'All are here');
  await button('animation', 'Play').click();
  await said('animation', 'The scene is set.');
  await button('upload', 'Send 24 MB').click();
  await said('upload', 'The server has counted 24 MB.');
  await button('confirm', 'Delete the note').click();
  await page.getByRole('dialog').waitFor();
  await look();
  await page.keyboard.press('Escape');
  await said('confirm', 'Kept');
  for (const summary of await page.locator('summary').all()) {
    await summary.click();
  }
  await page.locator('pre').filter({ hasText: 'export function' }).nth(5).waitFor();
  await look();
}

describe.each(['light', 'dark'] as const)('for assistive technology, in %s', (colorScheme) => {
  it('axe finds nothing', async () => {
    await open({ colorScheme });
    await page.addScriptTag({ path: require.resolve('axe-core/axe.min.js') });
    await tour(async () => {
      const violations = await page.evaluate<unknown>(`axe.run().then(({ violations }) =>
        violations.map(({ id, nodes }) => [id, nodes.map(({ target, failureSummary }) => [target, failureSummary])]))`);
      expect(violations).toEqual([]);
    });
  });
});

describe('on a phone', () => {
  it('fits, in every state', async () => {
    await open({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
    await tour(async () => {
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    });
    await press('Reset');
    for (let i = 0; i < 7; i++) {
      await press('notify');
    }
    await page.locator('.code li').nth(10).waitFor();

    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    expect(await page.locator('.frame').getAttribute('tabindex')).toBe('0');
  });
});
