import { NEVER, Subject } from 'rxjs';
import { Deferred, oneShot, toDeferred } from 'rx-deferred';
import { abortError, listenersOf, withTeardown } from '../support/lifetime.js';
import { logger, outcomeNow, recorder } from '../support/recorder.js';
import { collectReports } from '../support/reported-errors.js';

const reports = collectReports();

describe('the teardown of a deferred', () => {
  it.each<[string, (d: Deferred) => unknown]>([
    ['resolve()', (d) => d.resolve(1)],
    ['resolveWith()', (d) => d.resolveWith({}, [1])],
    ['reject()', (d) => d.reject(1)],
    ['rejectWith()', (d) => d.rejectWith({}, [1])],
    ['abort()', (d) => d.abort()],
  ])('runs once, at %s, without arguments or context', (_, settle) => {
    const { d, teardown } = withTeardown();
    d.notify(1);
    expect(teardown.calls).toStrictEqual([]);
    settle(d);
    d.resolve(2).reject(3).abort(4);
    expect(teardown.calls).toStrictEqual([[]]);
    expect(teardown.contexts).toStrictEqual([undefined]);
  });

  it('may be a subscription of RxJS, which is unsubscribed', () => {
    const source = new Subject<number>();
    const d = Deferred<number>((deferred) => source.subscribe((n) => void deferred.notify(n)));
    const progress = recorder();
    d.progress(progress);
    source.next(1);
    expect(source.observed).toBe(true);
    d.resolve(2);
    expect(source.observed).toBe(false);
    expect(progress.calls).toStrictEqual([[1]]);
  });

  it('runs when init has settled the deferred before it returns', () => {
    const teardown = recorder();
    const d = Deferred((deferred) => {
      deferred.resolve(1);
      return teardown;
    });
    expect(teardown.calls).toStrictEqual([[]]);
    d.reject(2).abort();
    expect(teardown.calls).toStrictEqual([[]]);
  });

  it('runs before the handlers that come after init', () => {
    const { log, as } = logger();
    Deferred((d) => {
      d.done(as('in init'));
      return as('teardown');
    })
      .done(as('done'))
      .resolve();
    expect(log).toStrictEqual(['in init', 'teardown', 'done']);
  });

  it.each(['resolve', 'reject', 'abort'] as const)(
    'is reported when it throws at %s(), and stops no handler (S4)',
    (settle) => {
      const error = new Error('thrown');
      const handler = recorder();
      const d = Deferred(() => () => {
        throw error;
      }).always(handler);
      expect(() => d[settle](1)).not.toThrow();
      expect(handler.calls).toStrictEqual([[1]]);
      expect(reports()).toStrictEqual([error]);
    },
  );

  it('is reported when it throws though init has settled the deferred (S4)', () => {
    const error = new Error('thrown');
    const d = Deferred((deferred) => {
      deferred.resolve(1);
      return () => {
        throw error;
      };
    });
    expect(outcomeNow(d).args).toStrictEqual([1]);
    expect(reports()).toStrictEqual([error]);
  });

  it.each([undefined, null, 5, {}])('is none when init returns %p', (returned) => {
    expect(
      Deferred(() => returned)
        .resolve(1)
        .state(),
    ).toBe('resolved');
    expect(reports()).toStrictEqual([]);
  });
});

describe('the signal of a deferred', () => {
  it('aborts the pending deferred with its reason, synchronously', () => {
    const controller = new AbortController();
    const handler = recorder();
    const d = Deferred(null, { signal: controller.signal }).fail(handler);
    expect(d.state()).toBe('pending');
    controller.abort('stop');
    expect(handler.calls).toStrictEqual([['stop']]);
    expect(handler.contexts).toStrictEqual([undefined]);
  });

  it('works with new', () => {
    const controller = new AbortController();
    const d = new Deferred(null, { signal: controller.signal });
    controller.abort();
    expect(outcomeNow(d).args).toMatchObject([abortError]);
  });

  it('does not run init when it is aborted already', () => {
    const init = recorder();
    const d = Deferred(init, { signal: AbortSignal.abort('gone') });
    expect(init.calls).toStrictEqual([]);
    expect(outcomeNow(d)).toStrictEqual({ state: 'rejected', context: undefined, args: ['gone'] });
  });

  it('runs the teardown', () => {
    const controller = new AbortController();
    const teardown = recorder();
    const d = Deferred(() => teardown, { signal: controller.signal });
    controller.abort();
    d.resolve();
    expect(teardown.calls).toStrictEqual([[]]);
  });

  it('runs the teardown when it is aborted in init', () => {
    const controller = new AbortController();
    const teardown = recorder();
    const d = Deferred(
      () => {
        controller.abort('stop');
        return teardown;
      },
      { signal: controller.signal },
    );
    expect(outcomeNow(d).args).toStrictEqual(['stop']);
    expect(teardown.calls).toStrictEqual([[]]);
    expect(listenersOf(controller.signal)).toBe(0);
  });

  it.each(['resolve', 'reject', 'abort'] as const)('is let go at %s()', (settle) => {
    const { signal } = new AbortController();
    const d = Deferred(null, { signal });
    expect(listenersOf(signal)).toBe(1);
    d[settle]();
    expect(listenersOf(signal)).toBe(0);
  });

  it('is let go at once when init settles the deferred', () => {
    const { signal } = new AbortController();
    Deferred((d) => d.resolve(), { signal });
    expect(listenersOf(signal)).toBe(0);
  });

  it('changes nothing after the settlement', () => {
    const controller = new AbortController();
    const d = Deferred(null, { signal: controller.signal }).resolve(1);
    controller.abort();
    expect(outcomeNow(d)).toMatchObject({ state: 'resolved', args: [1] });
  });

  it('may be left out', () => {
    expect(Deferred(null, {}).state()).toBe('pending');
    expect(Deferred(null, { signal: undefined }).state()).toBe('pending');
  });

  it('may be null, as for fetch, wherever there is one', () => {
    const signal = null;
    const get = oneShot(() => NEVER, { signal }).get;
    for (const promise of [Deferred(null, { signal }), toDeferred(NEVER, { signal }), get({ signal })]) {
      expect(promise.state()).toBe('pending');
    }
  });

  it.each([
    [{}, 'object'],
    [5, 'number'],
    ['text', 'string'],
    [() => undefined, 'function'],
    [0, 'number'],
    ['', 'string'],
    [false, 'boolean'],
  ])('throws a TypeError for %p, before init runs', (signal, type) => {
    const init = recorder();
    expect(() => Deferred(init, { signal: signal as AbortSignal })).toThrow(
      new TypeError(`Expected signal to be an AbortSignal, got ${type}`),
    );
    expect(init.calls).toStrictEqual([]);
  });
});

describe('deferred.abort()', () => {
  it('rejects with a DOMException named AbortError', () => {
    const { args } = outcomeNow(Deferred().abort());
    expect(args).toHaveLength(1);
    expect(args?.[0]).toBeInstanceOf(DOMException);
    expect(args).toMatchObject([abortError]);
  });

  it.each(['stop', 0, null, false])('rejects with a reason that is given: %p', (reason) => {
    expect(outcomeNow(Deferred().abort(reason)).args).toStrictEqual([reason]);
  });

  it('returns its receiver, and works on any (S11)', () => {
    const d = Deferred();
    const o = { abort: d.abort };
    expect(o.abort('stop')).toBe(o);
    expect(outcomeNow(d)).toStrictEqual({ state: 'rejected', context: undefined, args: ['stop'] });
    expect(d.abort()).toBe(d);
  });

  it('leaves a settled one as it is (S8)', () => {
    expect(outcomeNow(Deferred().resolve(1).abort())).toMatchObject({ state: 'resolved', args: [1] });
    expect(outcomeNow(Deferred().reject(1).abort(2))).toMatchObject({ state: 'rejected', args: [1] });
  });

  it('is not on the promise (S31)', () => {
    const { d } = withTeardown();
    const views = [d.promise(), d.promise({}), d.then(), d.until(NEVER)];
    expect(views.map((view) => 'abort' in view && Reflect.get(view, 'abort') !== undefined)).toStrictEqual(
      views.map(() => false),
    );
  });
});
