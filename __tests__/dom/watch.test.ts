import type { Page } from 'playwright-core';

import type { watch } from '../../src/dom/watch.js';
import { setUp } from '../browser/set-up.js';
import type * as inPage from './in-page.js';

jest.setTimeout(180_000);

declare const page: typeof inPage & {
  watch: typeof watch;
  onLeave(element: Element, callback: () => void): () => void;
};

const { open } = setUp();
let tab: Page;

beforeAll(async () => {
  tab = await open(`
    import { watch } from '../../src/dom/watch.js';
    export * from '../dom/in-page.js';
    export { watch };

    /** Calls a function when an element has left, and watches it no more. */
    export function onLeave(element, callback) {
      const stop = watch(element, (hasLeft) => {
        if (hasLeft) {
          stop();
          callback();
        }
      });
      return stop;
    }
  `);
  await tab.evaluate(() => {
    page.countObservers();
  });
});

beforeEach(async () => {
  await tab.evaluate(() => {
    document.body.innerHTML = '<main><p>One</p></main><aside><p>Two</p></aside>';
  });
});

/** Runs code that gets a log, and waits for what follows from it. */
const logOf = (run: (log: unknown[]) => void | Promise<void>): Promise<unknown[]> =>
  tab.evaluate(`(async () => {
    const log = [];
    await (${String(run)})(log);
    await page.settled();
    return [...log, page.observers.size];
  })()`);

describe('watch()', () => {
  it('looks at once, after changes of the document, and when a dialog opens or closes', async () => {
    const log = await logOf(async (log) => {
      const dialog = document.body.appendChild(document.createElement('dialog'));
      const stop = page.watch(dialog, () => log.push(dialog.open));
      dialog.show();
      await page.settled();
      dialog.close();
      await page.settled();
      dialog.title = 'another attribute';
      await page.settled();
      stop();
      dialog.show();
    });
    expect(log).toStrictEqual([false, true, false, 0]);
  });
});

describe('watch() tells that an element has left', () => {
  it('calls the function once, in a microtask, and leaves no observer', async () => {
    const log = await logOf(async (log) => {
      const p = page.find('p');
      page.onLeave(p, () => log.push('left'));
      p.remove();
      log.push('the end of the turn');
      await Promise.resolve();
      log.push('a microtask');
      page.find('aside').append(p);
      await page.settled();
      p.remove();
    });
    expect(log).toStrictEqual(['the end of the turn', 'left', 'a microtask', 0]);
  });

  it('does not call it when the element is moved, or when others leave', async () => {
    const log = await logOf(async (log) => {
      const p = page.find('p');
      page.onLeave(p, () => log.push('left'));
      page.find('aside').append(p);
      page.find('main').remove();
      await page.settled();
      log.push('still there');
      page.find('aside').remove();
    });
    expect(log).toStrictEqual(['still there', 'left', 0]);
  });

  it('does not call it after the function that stops it, and serves all others until then', async () => {
    const log = await logOf(async (log) => {
      const [p, main] = [page.find('p'), page.find('main')];
      const stop = page.onLeave(p, () => log.push('p'));
      page.onLeave(main, () => log.push('main'));
      log.push(page.observers.size);
      stop();
      stop();
      p.remove();
      await page.settled();
      log.push(page.observers.size);
      main.remove();
    });
    expect(log).toStrictEqual([1, 1, 'main', 0]);
  });

  it('may stop another one while it is called', async () => {
    const log = await logOf((log) => {
      const main = page.find('main');
      page.onLeave(main, () => {
        log.push('main');
        stop();
      });
      const stop = page.onLeave(page.find('p'), () => log.push('p'));
      main.remove();
    });
    expect(log).toStrictEqual(['main', 0]);
  });

  it('follows an element through shadow trees', async () => {
    const log = await logOf(async (log) => {
      const p = page.find('p');
      const outer = page.find('main').attachShadow({ mode: 'closed' });
      const host = outer.appendChild(document.createElement('div'));
      const inner = host.attachShadow({ mode: 'closed' });
      page.onLeave(p, () => log.push('left'));
      inner.append(p);
      await page.settled();
      page.find('aside').append(host);
      await page.settled();
      log.push('still there');
      inner.replaceChildren();
      await page.settled();
      inner.append(p);
      page.onLeave(p, () => log.push('left with the host'));
      host.remove();
    });
    expect(log).toStrictEqual(['still there', 'left', 'left with the host', 0]);
  });

  it('follows an element into the document of a frame', async () => {
    const log = await logOf(async (log) => {
      const p = page.find('p');
      const frame = document.body.appendChild(document.createElement('iframe'));
      page.onLeave(p, () => log.push('left'));
      frame.contentDocument?.body.append(p);
      await page.settled();
      log.push('still there');
      p.remove();
    });
    expect(log).toStrictEqual(['still there', 'left', 0]);
  });

  it.each(['p', 'a', 'template'])('waits until a new element enters the document: %s', async (name) => {
    await tab.evaluate((name) => {
      const root = document.createElement(name);
      Object.assign(window, { root, child: root.appendChild(document.createElement('b')) });
    }, name);
    const log = await logOf(async (log) => {
      const { root, child } = window as unknown as { root: HTMLElement; child: HTMLElement };
      page.onLeave(root, () => log.push('root'));
      page.onLeave(child, () => log.push('child'));
      page.find('main').replaceChildren();
      await page.settled();
      page.find('main').append(root);
      await page.settled();
      log.push('entered');
      root.remove();
    });
    expect(log).toStrictEqual(['entered', 'root', 'child', 0]);
  });
});
