import type { Page } from 'playwright-core';

import { setUp } from '../browser/set-up.js';
import type * as inPage from './in-page.js';

jest.setTimeout(180_000);

declare const page: typeof inPage;

const { open } = setUp();
let tab: Page;

beforeAll(async () => {
  tab = await open("export * from '../dom/in-page.js';");
});

/** A box with a child, and classes that animate: all of it takes an hour unless it is finished. */
const html = `
  <style>
    @keyframes fade { from { opacity: 0 } }
    .fade { animation: fade 3600s }
    .quick { animation: fade 0.02s }
    .spin { animation: fade 1s infinite }
    .paused { animation: fade 1s paused }
    .scrolled { animation: fade linear; animation-timeline: scroll() }
    .before::before { content: 'a'; animation: fade 3600s }
    .move { transition: translate 3600s }
    .moved { translate: 9px }
    @media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important } }
  </style>
  <main><p>Text</p></main>
  <div style="height: 3000px"></div>`;

beforeEach(async () => {
  await tab.evaluate((html) => {
    document.body.innerHTML = html;
  }, html);
});

describe('animationsFinished()', () => {
  it('waits for a CSS animation, a transition that a class has just started, and animate(), in the subtree', async () => {
    const result = await tab.evaluate(async () => {
      const main = page.find('main');
      const p = page.find('p');
      main.className = 'move';
      p.className = 'fade before';
      page.find('main').getBoundingClientRect();
      main.classList.add('moved');
      const own = p.animate({ opacity: 0 }, 3_600_000);
      const finished = page.animationsFinished(main);
      const animations = main.getAnimations({ subtree: true });
      const log: unknown[] = [];
      finished.progress(({ completed, total }) => log.push(`${String(completed)}/${String(total)}`));
      for (const animation of animations) {
        log.push(finished.state());
        animation.finish();
        await page.settled();
      }
      log.push(finished.state());
      const result = await finished;
      log.push(result.length === animations.length && result.includes(own));
      return log;
    });
    expect(result).toStrictEqual([
      ...['pending', '1/4', 'pending', '2/4', 'pending', '3/4', 'pending', '4/4'],
      ...['resolved', true],
    ]);
  });

  it('resolves when they finish by themselves', async () => {
    const names = await tab.evaluate(async () => {
      page.find('p').className = 'quick';
      const animations = await page.animationsFinished(page.find('main'));
      return animations.map((animation) => [(animation as CSSAnimation).animationName, animation.playState]);
    });
    expect(names).toStrictEqual([['fade', 'finished']]);
  });

  it('waits for the animations of the element alone with subtree: false', async () => {
    const states = await tab.evaluate(() => {
      page.find('p').className = 'fade';
      const main = page.find('main');
      return [page.animationsFinished(main, { subtree: false }).state(), page.animationsFinished(main).state()];
    });
    expect(states).toStrictEqual(['resolved', 'pending']);
  });

  it('takes a single animation, a document and a shadow root', async () => {
    const states = await tab.evaluate(async () => {
      const root = page.find('div').attachShadow({ mode: 'open' });
      const inner = root.appendChild(document.createElement('b'));
      const animation = inner.animate({ opacity: 0 }, 3_600_000);
      const all = [page.animationsFinished(animation), page.animationsFinished(root)];
      page.find('p').className = 'fade';
      all.push(page.animationsFinished(document));
      const states = all.map((one) => one.state());
      animation.finish();
      document.getAnimations().forEach((other) => {
        other.finish();
      });
      await page.settled();
      return [...states, ...all.map((one) => one.state())];
    });
    expect(states).toStrictEqual(['pending', 'pending', 'pending', 'resolved', 'resolved', 'resolved']);
  });

  it.each([
    [
      'repeats for ever',
      () => {
        page.find('p').classList.add('spin');
      },
    ],
    [
      'is paused',
      () => {
        page.find('p').classList.add('paused');
      },
    ],
    [
      'follows a scroll position',
      () => {
        page.find('p').classList.add('scrolled');
      },
    ],
    [
      'is finished and still applies',
      () => {
        page.find('p').animate({ opacity: 0 }, { duration: 9, fill: 'forwards' }).finish();
      },
    ],
    [
      'stands still',
      () => {
        page.find('p').animate({ opacity: 0 }, 3_600_000).playbackRate = 0;
      },
    ],
  ])('leaves out one that %s', async (_, start) => {
    await tab.evaluate(start);
    const result = await tab.evaluate(() => {
      const p = page.find('p');
      return [p.getAnimations().length, page.animationsFinished(p).outcome()];
    });
    expect(result).toStrictEqual([1, { state: 'resolved', args: [[]], context: undefined }]);
  });

  it('leaves out one without an effect, and one that was cancelled before', async () => {
    const states = await tab.evaluate(() => {
      const cancelled = page.find('p').animate({ opacity: 0 }, 3_600_000);
      cancelled.cancel();
      const empty = new Animation();
      empty.play();
      return [page.animationsFinished(cancelled).state(), page.animationsFinished(empty).state()];
    });
    expect(states).toStrictEqual(['resolved', 'resolved']);
  });

  it('resolves before it returns where nothing is animated, or where reduced motion turns it off', async () => {
    await tab.emulateMedia({ reducedMotion: 'reduce' });
    const reduced = await tab.evaluate(() => {
      page.find('p').className = 'fade';
      return page.animationsFinished(page.find('p')).outcome();
    });
    await tab.emulateMedia({ reducedMotion: null });
    const states = await tab.evaluate(() => [
      page.animationsFinished(page.find('p')).state(),
      page.animationsFinished(page.find('style')).state(),
      page.animationsFinished(document.createElement('p')).state(),
    ]);
    expect(reduced).toStrictEqual({ state: 'resolved', args: [[]], context: undefined });
    expect(states).toStrictEqual(['pending', 'resolved', 'resolved']);
  });

  it.each([
    [
      'cancel()',
      () => {
        page.find('main').getAnimations()[0]?.cancel();
      },
    ],
    [
      'display: none',
      () => {
        page.find('main').style.display = 'none';
      },
    ],
    [
      'removal',
      () => {
        page.find('main').remove();
      },
    ],
    [
      'another transition of the property',
      () => {
        page.find('main').style.translate = '5px';
      },
    ],
  ])(
    'rejects with an AbortError when %s cuts a transition short, and leaves no unhandled rejection',
    async (_, cut) => {
      await tab.evaluate(() => {
        const main = page.find('main');
        main.className = 'move';
        main.getBoundingClientRect();
        main.classList.add('moved');
        const finished = page.animationsFinished(main);
        const unhandled: unknown[] = [];
        window.onunhandledrejection = ({ reason }) => unhandled.push(reason);
        Object.assign(window, { finished, unhandled });
      });
      expect(await tab.evaluate('finished.state()')).toBe('pending');
      await tab.evaluate(cut);
      const result = await tab.evaluate(`(async () => {
      const error = await finished.catch((error) => error);
      await page.settled();
      return [error instanceof DOMException, error.name, unhandled];
    })()`);
      expect(result).toStrictEqual([true, 'AbortError', []]);
    },
  );

  it('resolves for animate() on an element that is hidden or removed meanwhile', async () => {
    const length = await tab.evaluate(async () => {
      const p = page.find('p');
      p.animate({ opacity: 0 }, 20);
      p.animate({ translate: '9px' }, 30);
      const finished = page.animationsFinished(p);
      p.hidden = true;
      await page.settled();
      p.remove();
      return (await finished).length;
    });
    expect(length).toBe(2);
  });

  it('ends by a signal, with its reason, and the animations go on', async () => {
    const result = await tab.evaluate(async () => {
      const controller = new AbortController();
      const animation = page.find('p').animate({ opacity: 0 }, 3_600_000);
      const unhandled: unknown[] = [];
      window.onunhandledrejection = ({ reason }) => unhandled.push(reason);
      const finished = page.animationsFinished(page.find('p'), { signal: controller.signal });
      const before = finished.state();
      controller.abort('leave');
      const after = [finished.outcome(), animation.playState, 'abort' in finished && finished.abort];
      const late = page.animationsFinished(page.find('p'), { signal: controller.signal });
      animation.cancel();
      await page.settled();
      return [before, ...after, late.state(), unhandled];
    });
    expect(result).toStrictEqual([
      'pending',
      { state: 'rejected', args: ['leave'], context: undefined },
      'running',
      undefined,
      'rejected',
      [],
    ]);
  });

  it('throws for what has no animations, and for a wrong signal', async () => {
    const messages = await tab.evaluate(() =>
      [
        () => page.animationsFinished(null as never),
        () => page.animationsFinished({} as never),
        () => page.animationsFinished(document, { signal: 1 as never }),
        () => page.animationsFinished(document, { signal: page.Deferred() as never }),
      ].map((act) => String(page.errorOf(act))),
    );
    expect(messages).toStrictEqual([
      'TypeError: Expected target to be an element or an animation, got object',
      'TypeError: Expected target to be an element or an animation, got object',
      'TypeError: Expected signal to be an AbortSignal, got number',
      'TypeError: Expected signal to be an AbortSignal, got object',
    ]);
  });
});
