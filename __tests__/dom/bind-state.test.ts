import type { Page } from 'playwright-core';
import type { ajax } from 'rx-deferred/ajax';

import { toPath } from '../browser/answer.js';
import { setUp } from '../browser/set-up.js';
import type * as inPage from './in-page.js';
import { memoryOf } from './memory-of.js';

jest.setTimeout(180_000);

declare const d: inPage.Deferred;
declare const page: typeof inPage & { ajax: typeof ajax; jQuery: JQueryStatic };

const code = `
  export * from '../dom/in-page.js';
  export { ajax } from 'rx-deferred/ajax';
  export { default as jQuery } from 'jquery';`;

const { server, open } = setUp();
let tab: Page;

beforeAll(async () => {
  tab = await open(code);
});

beforeEach(async () => {
  await tab.evaluate(() => {
    document.body.innerHTML = '<main><button>Save</button></main>';
  });
});

describe('bindState()', () => {
  it('shows the state and whether the element is busy, and disables a button meanwhile', async () => {
    const log = await tab.evaluate(() =>
      (['resolve', 'reject'] as const).map((how) => {
        const button = page.find('button');
        const d = page.Deferred<void>();
        const log: string[] = [];
        const look = (): void => {
          log.push(button.outerHTML);
        };
        const undo = page.bindState(button, d);
        look();
        d.always(look)[how]();
        undo();
        look();
        return log;
      }),
    );
    const pending = '<button data-state="pending" aria-busy="true" disabled="">Save</button>';
    expect(log).toStrictEqual([
      [pending, '<button data-state="resolved" aria-busy="false">Save</button>', '<button>Save</button>'],
      [pending, '<button data-state="rejected" aria-busy="false">Save</button>', '<button>Save</button>'],
    ]);
  });

  it('shows the present state at once when it is bound late, also by a handler', async () => {
    const states = await tab.evaluate(() => {
      const main = page.find('main');
      const d = page.Deferred<void, string, number>().notify(0.5).reject('no');
      page.bindState(main, d.promise());
      const states = [main.dataset['state'], main.ariaBusy];
      const late = page.Deferred<void>();
      late
        .done(() => {
          page.bindState(main, late);
          states.push(main.dataset['state'] ?? '');
        })
        .resolve();
      return states;
    });
    expect(states).toStrictEqual(['rejected', 'false', 'resolved']);
  });

  it.each([
    ['<fieldset></fieldset>', true],
    ['<input type="submit">', true],
    ['<input type="button">', true],
    ['<input type="image">', true],
    ['<input type="reset">', true],
    ['<button type="button"></button>', true],
    ['<input>', false],
    ['<select></select>', false],
    ['<form></form>', false],
    ['<object type="image/png"></object>', false],
    ['<progress></progress>', false],
  ])('disables %s: %s', async (html, isDisabled) => {
    const has = await tab.evaluate((html) => {
      document.body.innerHTML = html;
      const [element] = document.body.children;
      const d = page.Deferred<void>();
      const undo = element ? page.bindState(element, d) : () => undefined;
      const before = element?.hasAttribute('disabled');
      d.resolve();
      const after = element?.hasAttribute('disabled');
      undo();
      return [before, after, element?.outerHTML.replace(/<\/.*/, '')];
    }, html);
    expect(has).toStrictEqual([isDisabled, false, html.replace(/<\/.*/, '')]);
  });

  it('restores what was there before: at the end what was disabled, by the undo all', async () => {
    const log = await tab.evaluate(() => {
      document.body.innerHTML =
        '<button data-state="idle" aria-busy="false" disabled="disabled">Save</button><progress value="0.2"></progress>';
      const button = page.find('button');
      const progress = document.querySelector('progress');
      const before = document.body.innerHTML;
      const d = page.Deferred<void>();
      const undo = page.bindState(button, d, { progress });
      const busy = document.body.innerHTML;
      d.resolve();
      const end = document.body.innerHTML;
      undo();
      return [busy, end, document.body.innerHTML === before];
    });
    expect(log).toStrictEqual([
      '<button data-state="pending" aria-busy="true" disabled="">Save</button><progress></progress>',
      '<button data-state="resolved" aria-busy="false" disabled="disabled">Save</button><progress value="1"></progress>',
      true,
    ]);
  });

  it('is undone while the deferred is pending, and follows it no more', async () => {
    const log = await tab.evaluate(() => {
      document.body.innerHTML = '<button><progress></progress></button>';
      const d = page.Deferred<void, Error, number>();
      const undo = page.bindState(page.find('button'), d);
      undo();
      const before = document.body.innerHTML;
      d.notify(0.5).resolve();
      const after = document.body.innerHTML;
      page.find('button').dataset['state'] = 'own';
      undo();
      return [before, after, document.body.innerHTML];
    });
    expect(log).toStrictEqual([
      '<button><progress></progress></button>',
      '<button><progress></progress></button>',
      '<button data-state="own"><progress></progress></button>',
    ]);
  });

  it('shows one deferred an element: another one replaces it, with what was there before the first', async () => {
    const log = await tab.evaluate(() => {
      const button = page.find('button');
      const [first, second] = [page.Deferred<void>(), page.Deferred<void>()];
      const undoFirst = page.bindState(button, first);
      const undo = page.bindState(button, second);
      const log: string[] = [];
      const look = (): void => {
        log.push(button.outerHTML);
      };
      first.reject();
      undoFirst();
      look();
      second.resolve();
      look();
      undo();
      look();
      return log;
    });
    expect(log).toStrictEqual([
      '<button data-state="pending" aria-busy="true" disabled="">Save</button>',
      '<button data-state="resolved" aria-busy="false">Save</button>',
      '<button>Save</button>',
    ]);
  });

  it('changes no attribute that stays the same', async () => {
    const names = await tab.evaluate(() => {
      document.body.innerHTML = '<button><progress></progress></button>';
      const d = page.Deferred<void, Error, number>();
      page.bindState(page.find('button'), d);
      const observer = new MutationObserver(() => undefined);
      observer.observe(document, { attributes: true, subtree: true });
      d.notify(0.1).notify(0.1).notify(0.2);
      return observer.takeRecords().map(({ attributeName }) => attributeName);
    });
    expect(names).toStrictEqual(['value', 'value']);
  });

  it('throws for what is no deferred', async () => {
    const messages = await tab.evaluate(() => [
      String(page.errorOf(() => page.bindState(document.body, Promise.resolve(1) as never))),
      String(page.errorOf(() => page.bindState(document.body, undefined as never))),
      String(page.errorOf(() => page.bindState(document.body, page.jQuery.Deferred() as never))),
    ]);
    expect(messages).toStrictEqual([
      'TypeError: Expected deferred to be a deferred of this package, got object',
      'TypeError: Expected deferred to be a deferred of this package, got undefined',
      'TypeError: Expected deferred to be a deferred of this package, got object',
    ]);
    expect(await tab.evaluate(() => document.body.attributes.length)).toBe(0);
  });
});

describe('the progress bar of bindState()', () => {
  it.each([
    ['the element itself', '<progress id="bar"></progress>', '#bar'],
    ['the first one in the element', '<main><i><progress id="bar"></progress></i><progress></progress></main>', 'main'],
    ['one that is given', '<main><progress></progress></main><progress id="bar"></progress>', 'main'],
  ])('is %s', async (how, html, selector) => {
    const values = await tab.evaluate(
      ([html, selector, isGiven]) => {
        document.body.innerHTML = html;
        const d = page.Deferred<void, Error, number>();
        const progress = isGiven ? (page.find('#bar') as HTMLProgressElement) : undefined;
        page.bindState(page.find(selector), d, { progress });
        d.notify(0.5);
        return Array.from(document.querySelectorAll('progress'), (bar) => [bar.id, bar.getAttribute('value')]);
      },
      [html, selector, how.endsWith('given')] as const,
    );
    expect(values.filter(([, value]) => value !== null)).toStrictEqual([['bar', '0.5']]);
  });

  it.each([
    ['a number, up to 1', '', 0.25, '0.25'],
    ['a number, up to its max', 'max="200"', 50, '50'],
    ['loaded of 0', 'max="200"', { loaded: 0, total: 4 }, '0'],
    ['loaded and total', '', { loaded: 1, total: 4 }, '0.25'],
    ['completed and total', 'max="8"', { completed: 1, total: 4, index: 3 }, '2'],
    ['a request', '', { direction: 'upload', loaded: 1, total: 2, ratio: 0.5 }, '0.5'],
    ['a request of unknown size', '', { direction: 'download', loaded: 1, total: undefined, ratio: undefined }, null],
    ['an event of unknown size', '', { loaded: 1, total: 0 }, null],
    ['NaN', '', NaN, null],
    ['a text', '', 'half', null],
    ['null', '', null, null],
    ['an empty object', '', {}, null],
  ])('shows %s', async (_, attribute, notification, value) => {
    const result = await tab.evaluate(
      ([attribute, notification]) => {
        document.body.innerHTML = `<progress value="0.9" ${attribute}></progress>`;
        const bar = page.find('progress');
        const d = page.Deferred<void, Error>();
        page.bindState(bar, d);
        const before = bar.getAttribute('value');
        d.notify(0.1).notify(notification);
        return [before, bar.getAttribute('value')];
      },
      [attribute, notification] as const,
    );
    expect(result).toStrictEqual([null, value]);
  });

  it('shows the last notification to who comes late, is full at a resolution, and stays where it is at a rejection', async () => {
    const values = await tab.evaluate(() => {
      document.body.innerHTML = '<progress max="10"></progress>';
      const bar = page.find('progress') as HTMLProgressElement;
      const values: (string | null)[] = [];
      for (const settle of [
        (d: inPage.Deferred) => d,
        (d: inPage.Deferred) => d.resolve(),
        (d: inPage.Deferred) => d.reject(),
      ]) {
        for (const notify of [(d: inPage.Deferred) => d, (d: inPage.Deferred) => d.notify(4)]) {
          const d = notify(page.Deferred());
          const early = page.bindState(bar, d);
          settle(d);
          values.push(bar.getAttribute('value'));
          early();
          const late = page.bindState(bar, d);
          values.push(bar.getAttribute('value'));
          late();
        }
      }
      return values;
    });
    expect(values).toStrictEqual([null, null, '4', '4', '10', '10', '10', '10', '0', '0', '4', '4']);
  });

  it('shows a request, a real ProgressEvent, and when.all', async () => {
    const url = `${server.origin}/bind/state/${toPath({ body: 'a', times: 2 ** 20, parts: 2, held: 'rest' })}`;
    const values = await tab.evaluate(
      async ([url, gate]) => {
        document.body.innerHTML = '<progress></progress>';
        const bar = page.find('progress') as HTMLProgressElement;
        const request = page.ajax(url);
        page.bindState(bar, request);
        const positions: number[] = [];
        request.progress(() => positions.push(bar.position));
        await new Promise<void>((resolve) => {
          request.progress(() => {
            resolve();
          });
        });
        await fetch(gate);
        await request;
        const isUnknown = positions.every((position) => position === -1);
        const atEnd = bar.position;

        const d = page.Deferred<void, Error, ProgressEvent>();
        page.bindState(bar, d);
        const reader = new FileReader();
        reader.onprogress = (event) => d.notify(event);
        reader.readAsText(new Blob(['text']));
        await new Promise((resolve) => {
          reader.onload = resolve;
        });
        const read = bar.position;

        const [a, b] = [page.Deferred<void>(), page.Deferred<void>()];
        page.bindState(bar, page.when.all([a, b]));
        a.resolve();
        return [isUnknown, atEnd, read, bar.position];
      },
      [url, `${server.origin}/bind/state/open`] as const,
    );
    expect(values).toStrictEqual([true, 1, 1, 0.5]);
  });

  it('shows how far the upload of a request is', async () => {
    const url = `${server.origin}/bind/upload/${toPath({ body: 'a' })}`;
    const positions = await tab.evaluate(async (url) => {
      document.body.innerHTML = '<progress></progress>';
      const bar = page.find('progress') as HTMLProgressElement;
      const request = page.ajax(url, { method: 'POST', data: 'a'.repeat(1000), contentType: 'text/plain' });
      page.bindState(bar, request);
      const positions: number[] = [];
      request.progress(({ direction, ratio = -1 }) => {
        if (direction === 'upload') {
          positions.push(ratio, bar.position);
        }
      });
      await request;
      return positions;
    }, url);
    expect(positions.length).toBeGreaterThan(0);
    expect(positions.filter((position) => position !== 1)).toStrictEqual([]);
  });
});

describe('the end of bindState()', () => {
  it.each([
    [
      'the element',
      () => {
        page.find('button').remove();
      },
    ],
    [
      'an ancestor',
      () => {
        page.find('main').remove();
      },
    ],
    [
      'the content of an ancestor',
      () => {
        page.find('main').textContent = '';
      },
    ],
  ])('comes when %s is removed, in a microtask', async (_, remove) => {
    await tab.evaluate(() => {
      const button = page.find('button');
      const d = page.Deferred<void>();
      page.bindState(button, d);
      Object.assign(window, { button, d });
    });
    await tab.evaluate(remove);
    expect(await tab.evaluate('d.resolve(); button.outerHTML')).toBe('<button>Save</button>');
  });

  it('comes when a settled one is removed, too, and not when it is moved', async () => {
    const log = await tab.evaluate(async () => {
      const button = page.find('button');
      const log: unknown[] = [];
      page.bindState(button, page.Deferred<void>().resolve());
      document.body.append(button);
      await page.settled();
      log.push(button.dataset['state']);
      page.find('main').attachShadow({ mode: 'open' }).append(button);
      await page.settled();
      log.push(button.dataset['state']);
      button.remove();
      log.push(button.dataset['state']);
      await page.settled();
      log.push(button.dataset['state']);
      return log;
    });
    expect(log).toStrictEqual(['resolved', 'resolved', 'resolved', undefined]);
  });

  it('does not come before the element enters the document', async () => {
    const log = await tab.evaluate(async () => {
      const p = document.createElement('p');
      const log: unknown[] = [];
      page.bindState(p, page.Deferred());
      page.find('main').append('text');
      await page.settled();
      log.push(p.dataset['state']);
      page.find('main').append(p);
      await page.settled();
      log.push(p.dataset['state']);
      p.remove();
      await page.settled();
      log.push(p.dataset['state']);
      return log;
    });
    expect(log).toStrictEqual(['pending', 'pending', undefined]);
  });

  it('leaves no observer and no element after 1,000 elements, though the deferred is pending', async () => {
    const tab = await open(code);
    const memory = await memoryOf(tab);
    const counts = await tab.evaluate(async () => {
      page.countObservers();
      const d = page.Deferred<void, Error, number>();
      Object.assign(window, { d });
      const main = document.body.appendChild(document.createElement('main'));
      const undos = Array.from({ length: 1000 }, () =>
        page.bindState(main.appendChild(document.createElement('p')), d),
      );
      const counts = [page.observers.size];
      undos.slice(500).forEach((undo) => {
        undo();
      });
      counts.push(document.querySelectorAll('[data-state]').length, page.observers.size);
      main.remove();
      await page.settled();
      counts.push(page.observers.size);
      return counts;
    });
    expect(counts).toStrictEqual([1, 500, 1, 0]);
    expect(await memory.count('HTMLParagraphElement')).toBe(0);
    expect(await tab.evaluate('d.state()')).toBe('pending');
    await tab.close();
  });

  it('leaves no observer and no object after 1,000 bindings that were undone', async () => {
    const tab = await open(code);
    const memory = await memoryOf(tab);
    const bind = (): Promise<number> =>
      tab.evaluate(() => {
        const main = document.body.appendChild(document.createElement('main'));
        for (let i = 0; i < 1000; i++) {
          page.bindState(main, d)();
        }
        main.remove();
        return page.observers.size;
      });
    await tab.evaluate(() => {
      page.countObservers();
      Object.assign(window, { d: page.Deferred() });
    });
    expect(await bind()).toBe(0);
    const before = await memory.count('Object');
    expect(await bind()).toBe(0);
    expect((await memory.count('Object')) - before).toBeLessThan(500);
    await tab.close();
  });
});

describe('bindState() only watches', () => {
  it('so it keeps no work alive that all others have left', async () => {
    const log = await tab.evaluate(() => {
      const controller = new AbortController();
      const log: string[] = [];
      const work = page.Deferred<void>(() => () => log.push('ended'));
      page.bindState(page.find('button'), work);
      work.until(controller.signal).done(() => undefined);
      controller.abort();
      log.push(String(page.find('button').dataset['state']));
      return log;
    });
    expect(log).toStrictEqual(['ended', 'rejected']);
  });

  it('so a rejection that nobody else handles is unhandled', async () => {
    const reasons = await tab.evaluate(() =>
      page.unhandled(() => {
        const [shown, handled] = [page.Deferred<void, string>(), page.Deferred<void, string>()];
        page.bindState(page.find('main'), shown);
        page.bindState(
          page.find('button'),
          handled.fail(() => undefined),
        );
        shown.reject('shown');
        handled.reject('handled');
      }),
    );
    expect(reasons).toStrictEqual(['shown']);
  });
});
