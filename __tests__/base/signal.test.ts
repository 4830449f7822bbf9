import { getEventListeners } from 'node:events';
import { JSDOM } from 'jsdom';
import { NEVER, Subject } from 'rxjs';
import { Deferred, oneShot, toDeferred, when, type DeferredPromise } from 'rx-deferred';
import { get } from 'rx-deferred/ajax';
import { abortError, listenersOf } from '../support/lifetime.js';
import { held, survivors } from '../support/memory.js';
import { logger, outcomeNow, recorder } from '../support/recorder.js';
import { collectReports } from '../support/reported-errors.js';
import { drainMicrotasks } from '../support/turn.js';

const reports = collectReports();

/** All that a signal is given to. */
const users: [name: string, use: (signal: AbortSignal) => DeferredPromise][] = [
  ['Deferred(init, { signal })', (signal) => Deferred(null, { signal })],
  ['toDeferred(source, { signal })', (signal) => toDeferred(NEVER, { signal })],
  ['until(signal)', (signal) => Deferred().until(signal)],
  ['oneShot.get({ signal })', (signal) => oneShot(() => Deferred()).get({ signal })],
  ['oneShot(factory, { signal })', (signal) => oneShot(() => Deferred(), { signal }).get()],
  ['get({ url, signal })', (signal) => get({ url: 'http://localhost:1/', signal })],
];

const all = (signal: AbortSignal) => users.map(([, use]) => use(signal));

describe('a signal whose reason cannot be read', () => {
  it('aborts all the same, with the error', () => {
    const failure = new Error('reason');
    const listeners: (() => void)[] = [];
    const signal = {
      aborted: false,
      addEventListener: (_: string, listener: () => void) => listeners.push(listener),
      removeEventListener: () => undefined,
      get reason(): unknown {
        throw failure;
      },
    };
    const promises = [Deferred().until(signal as never), Deferred(null, { signal: signal as never })];
    signal.aborted = true;
    listeners.forEach((listener) => {
      listener();
    });
    promises.push(Deferred().until(signal as never));
    expect(promises.map((promise) => promise.outcome())).toMatchObject(
      Array(3).fill({ state: 'rejected', args: [failure] }),
    );
  });
});

describe('one signal', () => {
  it.each(users)('has one listener for a thousand, and Node.js warns of no leak: %s (S41)', async (name, use) => {
    const warnings = recorder();
    process.on('warning', warnings);
    const controller = new AbortController();
    const { signal } = controller;
    const promises = Array.from({ length: name.startsWith('get') ? 100 : 1000 }, () => use(signal));
    expect(listenersOf(signal)).toBe(1);
    controller.abort();
    expect(listenersOf(signal)).toBe(0);
    expect(new Set(promises.map((promise) => promise.state()))).toStrictEqual(new Set(['rejected']));
    await drainMicrotasks();
    process.off('warning', warnings);
    expect(warnings.calls).toStrictEqual([]);
  });

  it('has one listener for all kinds together, and none when they have settled (S41)', () => {
    const { signal } = new AbortController();
    const [a, b] = [Deferred(null, { signal }), Deferred()];
    const [c, d] = [b.until(signal), new Subject()];
    toDeferred(d, { signal });
    expect(listenersOf(signal)).toBe(1);
    a.resolve();
    b.resolve();
    expect([c.state(), listenersOf(signal)]).toStrictEqual(['resolved', 1]);
    d.complete();
    expect(listenersOf(signal)).toBe(0);
    Deferred(null, { signal });
    expect(listenersOf(signal)).toBe(1);
  });

  it('aborts all in the order in which they came (S41)', () => {
    const { log, as } = logger();
    const controller = new AbortController();
    const promises = [...all(controller.signal), ...all(controller.signal)];
    promises.forEach((promise, i) => {
      promise.fail(() => {
        as(String(i))();
      });
    });
    controller.abort();
    expect(log).toStrictEqual(promises.map((_, i) => String(i)));
  });

  it('aborts each with its own reason, the same for all (S41)', () => {
    const controller = new AbortController();
    const promises = all(controller.signal).slice(0, -1);
    controller.abort('left');
    expect(promises.map((promise) => outcomeNow(promise).args)).toStrictEqual(promises.map(() => ['left']));
  });

  it('does not abort those that a handler settles during the abort (S41)', () => {
    const controller = new AbortController();
    const { signal } = controller;
    const [first, second, third] = [0, 1, 2].map(() => Deferred(null, { signal })) as [Deferred, Deferred, Deferred];
    first.fail(() => second.resolve('in time'));
    controller.abort('left');
    expect([first, second, third].map((d) => outcomeNow(d).args)).toStrictEqual([['left'], ['in time'], ['left']]);
    expect(listenersOf(signal)).toBe(0);
  });

  it('aborts those that a handler creates during the abort, at once (S41)', () => {
    const controller = new AbortController();
    const { signal } = controller;
    const { log, as } = logger();
    Deferred(null, { signal }).fail(() => {
      Deferred(null, { signal }).fail(as('inner'));
      as('outer')('end');
    });
    Deferred(null, { signal }).fail(as('next'));
    controller.abort('left');
    expect(log).toStrictEqual(['inner left', 'outer end', 'next left']);
    expect(listenersOf(signal)).toBe(0);
  });

  it('aborts all though a handler or a teardown of one throws, which is reported (S41)', () => {
    const controller = new AbortController();
    const { signal } = controller;
    const [a, b] = [new Error('handler'), new Error('teardown')];
    const handler = recorder();
    Deferred(null, { signal }).fail(() => {
      throw a;
    });
    Deferred(
      () => () => {
        throw b;
      },
      { signal },
    );
    Deferred().until(signal).fail(handler);
    expect(() => {
      controller.abort('left');
    }).not.toThrow();
    expect(handler.calls).toStrictEqual([['left']]);
    expect(reports()).toStrictEqual([a, b]);
  });

  it('holds nothing that has settled (S41)', async () => {
    const { signal } = new AbortController();
    const stays = Deferred(null, { signal });
    const refs = {
      deferred: held((handler) => Deferred(null, { signal }).done(handler).resolve()),
      branch: held((handler) => {
        const d = Deferred();
        d.until(signal).always(handler);
        d.resolve();
      }),
      request: held((handler) => toDeferred(NEVER, { signal }).always(handler).abort()),
      stays: held((handler) => stays.always(handler)),
    };
    expect(await survivors(refs)).toStrictEqual(['stays']);
    expect([listenersOf(signal), stays.state()]).toStrictEqual([1, 'pending']);
  });

  it('holds nothing after the abort, and is held by nothing when all have settled (S41)', async () => {
    const refs: Record<string, WeakRef<object>> = {};
    const d = Deferred();
    const stays: unknown[] = [];
    (() => {
      const controller = new AbortController();
      const { signal } = controller;
      refs['handler'] = held((handler) => stays.push(d.until(signal).fail(handler)));
      controller.abort();
    })();
    (() => {
      const { signal } = new AbortController();
      refs['signal without abort'] = new WeakRef(signal);
      const branch = Deferred();
      stays.push(branch.until(signal));
      branch.resolve();
    })();
    expect(await survivors(refs)).toStrictEqual([]);
    expect([stays.length, d.state()]).toStrictEqual([2, 'pending']);
  });

  it('lets one of many go in constant time (S41)', () => {
    const { signal } = new AbortController();
    const count = 100_000;
    const deferreds = Array.from({ length: count }, () => Deferred(null, { signal }));
    // From the last to the first, and from the first to the last: a search would take 5,000,000,000 steps.
    deferreds
      .splice(count / 2)
      .reverse()
      .forEach((d) => void d.resolve());
    expect(listenersOf(signal)).toBe(1);
    deferreds.forEach((d) => void d.resolve());
    expect(listenersOf(signal)).toBe(0);
  });
});

/** A signal of a library for old platforms. */
class Polyfill {
  aborted = false;
  readonly listeners: unknown[] = [];

  addEventListener(_: string, listener: unknown): void {
    this.listeners.push(listener);
  }

  abort(): void {
    for (const listener of [...this.listeners]) {
      (listener as (event: object) => void)({ type: 'abort' });
    }
    this.aborted = true;
  }
}

/** The same, with all the methods of an event target. */
class CompletePolyfill extends Polyfill {
  removeEventListener(_: string, listener: unknown): void {
    const index = this.listeners.indexOf(listener);
    if (index >= 0) {
      this.listeners.splice(index, 1);
    }
  }
}

describe('a signal that is not of this platform', () => {
  it('may come from another realm (S41)', () => {
    const { window } = new JSDOM();
    const controller = new window.AbortController();
    const signal = controller.signal;
    const promises = all(signal);
    controller.abort();
    expect(promises.map((promise) => promise.state())).toStrictEqual(promises.map(() => 'rejected'));
    expect(outcomeNow(promises[2] as DeferredPromise).args?.[0]).toBe(signal.reason);
    expect(signal.reason).not.toBeInstanceOf(DOMException);
  });

  it.each([
    ['aborted and addEventListener alone', new Polyfill()],
    ['removeEventListener too', new CompletePolyfill()],
  ])('may be an object that has %s, and no reason (S41)', (_, polyfill) => {
    const signal = polyfill as unknown as AbortSignal;
    const early = Deferred().resolve(1).until(signal);
    const settled = Deferred(null, { signal }).resolve(1);
    const promises = [...all(signal), ...all(signal)];
    const added = recorder();
    promises[0]?.fail(() => Deferred(null, { signal }).fail(added));
    polyfill.abort();
    expect(promises.map((promise) => promise.state())).toStrictEqual(promises.map(() => 'rejected'));
    expect(outcomeNow(promises[0] as DeferredPromise).args).toMatchObject([abortError]);
    expect([early.state(), settled.state()]).toStrictEqual(['resolved', 'resolved']);
    // Its `aborted` is set too late: one that comes meanwhile is aborted with the others.
    expect(added.calls).toMatchObject([[abortError]]);
    polyfill.abort();
    expect(added.calls).toHaveLength(1);
  });

  it('may not be an event target of any other kind', () => {
    expect(() => Deferred().until(new EventTarget() as AbortSignal)).toThrow(TypeError);
    expect(() => when.race([1]).until({ aborted: false } as AbortSignal)).toThrow(TypeError);
  });
});

it('a signal of AbortSignal.any() and of AbortSignal.timeout() works too (S41)', () => {
  const controller = new AbortController();
  const { signal } = controller;
  const both = AbortSignal.any([signal, AbortSignal.timeout(1e6)]);
  const branches = [Deferred().until(both), Deferred().until(both)];
  expect(getEventListeners(both, 'abort')).toHaveLength(1);
  controller.abort('left');
  expect(branches.map((branch) => outcomeNow(branch).args)).toStrictEqual([['left'], ['left']]);
});
