import { getEventListeners } from 'node:events';
import { EMPTY, firstValueFrom, from, fromEvent, NEVER, Observable, of, Subject, throwError } from 'rxjs';
import { Deferred, toDeferred, when, type DeferredPromise } from 'rx-deferred';
import { logger, outcomeNow, outcomeOf, recorder } from './support/recorder.js';
import { collectReports } from './support/reported-errors.js';
import { drainMicrotasks } from './support/turn.js';

const reports = collectReports();

const listeners = (target: AbortSignal) => getEventListeners(target, 'abort').length;

const abortError = { name: 'AbortError' };

/** A deferred with a teardown that counts, through its init. */
function withTeardown() {
  const teardown = recorder();
  const d = Deferred(() => teardown);
  return { d, teardown };
}

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
    expect(listeners(controller.signal)).toBe(0);
  });

  it.each(['resolve', 'reject', 'abort'] as const)('is let go at %s()', (settle) => {
    const { signal } = new AbortController();
    const d = Deferred(null, { signal });
    expect(listeners(signal)).toBe(1);
    d[settle]();
    expect(listeners(signal)).toBe(0);
  });

  it('is let go at once when init settles the deferred', () => {
    const { signal } = new AbortController();
    Deferred((d) => d.resolve(), { signal });
    expect(listeners(signal)).toBe(0);
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

  it.each([
    [{}, 'object'],
    [5, 'number'],
    ['text', 'string'],
    [() => undefined, 'function'],
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

describe('promise.until()', () => {
  const notifiers: [name: string, make: () => { notifier: Parameters<Deferred['until']>[0]; fire: () => void }][] = [
    [
      'an AbortSignal',
      () => {
        const controller = new AbortController();
        return {
          notifier: controller.signal,
          fire: () => {
            controller.abort();
          },
        };
      },
    ],
    [
      'an observable',
      () => {
        const notifier = new Subject<number>();
        return {
          notifier,
          fire: () => {
            notifier.next(1);
          },
        };
      },
    ],
    [
      'an event of an EventTarget',
      () => {
        const target = new EventTarget();
        return {
          notifier: fromEvent(target, 'close'),
          fire: () => {
            target.dispatchEvent(new Event('close'));
          },
        };
      },
    ],
    [
      'a deferred',
      () => {
        const notifier = Deferred<number>();
        return {
          notifier,
          fire: () => {
            notifier.resolve(1);
          },
        };
      },
    ],
  ];

  it.each(notifiers)('ends with %s, synchronously, and once', (_, make) => {
    const { notifier, fire } = make();
    const handler = recorder();
    const d = Deferred();
    const branch = d.until(notifier).always(handler);
    fire();
    fire();
    expect(handler.calls).toMatchObject([[abortError]]);
    expect(handler.calls[0]?.[0]).toBeInstanceOf(DOMException);
    expect([branch.state(), d.state()]).toStrictEqual(['rejected', 'pending']);
    d.resolve(1);
    expect(handler.calls).toHaveLength(1);
  });

  it.each(notifiers)('is not touched by %s after the settlement', (_, make) => {
    const { notifier, fire } = make();
    const branch = Deferred().resolve(1).until(notifier);
    fire();
    expect(outcomeNow(branch)).toMatchObject({ state: 'resolved', args: [1] });
  });

  it('ends with the reason of the signal', () => {
    const controller = new AbortController();
    const branch = Deferred().until(controller.signal);
    controller.abort('left');
    expect(outcomeNow(branch)).toStrictEqual({ state: 'rejected', context: undefined, args: ['left'] });
  });

  it('ends with AbortSignal.timeout()', async () => {
    const { args } = await outcomeOf(Deferred().until(AbortSignal.timeout(1)));
    expect(args).toMatchObject([{ name: 'TimeoutError' }]);
  });

  it('ends with the error of the observable', () => {
    expect(outcomeNow(Deferred().until(throwError(() => 'broken'))).args).toStrictEqual(['broken']);
  });

  it('does not end with a notifier that completes without a value', () => {
    const d = Deferred();
    const branch = d.until(EMPTY);
    expect(branch.state()).toBe('pending');
    d.resolve(1);
    expect(outcomeNow(branch).args).toStrictEqual([1]);
  });

  it('ends at once with a notifier that fires at once', () => {
    const branches = [Deferred().until(AbortSignal.abort('gone')), Deferred().until(of(1))];
    expect(outcomeNow(branches[0] as DeferredPromise).args).toStrictEqual(['gone']);
    expect(outcomeNow(branches[1] as DeferredPromise).args).toMatchObject([abortError]);
  });

  it('keeps the outcome of a source that is settled, whatever the notifier (S8)', () => {
    const source = Deferred().resolve(1);
    const branch = source.until(new AbortController().signal);
    expect(outcomeNow(branch)).toMatchObject({ state: 'resolved', args: [1] });
  });

  it.each([
    ['resolveWith', 'resolved'],
    ['rejectWith', 'rejected'],
  ] as const)('passes on %s() with all arguments and the context, in the place of a handler', (settle, state) => {
    const { log, as } = logger();
    const context = {};
    const d = Deferred().always(as('before'));
    const branch = d.until(NEVER).always(as('branch'));
    d.always(as('after'))[settle](context, [1, 2]);
    expect(log).toStrictEqual(['before 1 2', 'branch 1 2', 'after 1 2']);
    const outcome = outcomeNow(branch);
    expect(outcome).toStrictEqual({ state, context: {}, args: [1, 2] });
    expect(outcome.context).toBe(context);
  });

  it('passes on notifications synchronously, with all arguments and the context', () => {
    const handler = recorder();
    const context = {};
    const d = Deferred();
    d.until(NEVER).progress(handler);
    d.notifyWith(context, [1, 2]).notify(3);
    expect(handler.calls).toStrictEqual([[1, 2], [3]]);
    expect(handler.contexts[0]).toBe(context);
  });

  it('passes on the last notification of before, also of a settled source (S16)', () => {
    const handler = recorder();
    const d = Deferred().notify(1).notify(2);
    d.until(NEVER).progress(handler);
    d.resolve();
    d.until(NEVER).progress(handler);
    expect(handler.calls).toStrictEqual([[2], [2]]);
  });

  it('has no more notifications after its end', () => {
    const handler = recorder();
    const stop = new Subject<void>();
    const d = Deferred();
    d.until(stop).progress(handler);
    d.notify(1);
    stop.next();
    d.notify(2);
    expect(handler.calls).toStrictEqual([[1]]);
  });

  it('lets go of the notifier at the settlement, and of both at its end', () => {
    const { signal } = new AbortController();
    const stop = new Subject<void>();
    const d = Deferred();
    const [first, second] = [d.until(signal), d.until(stop)];
    expect([listeners(signal), stop.observed]).toStrictEqual([1, true]);
    stop.next();
    expect(stop.observed).toBe(false);
    expect([first.state(), second.state()]).toStrictEqual(['pending', 'rejected']);
    d.resolve();
    expect(listeners(signal)).toBe(0);
  });

  it('leaves the handlers of its source alone when the notifier fires at once', () => {
    const handler = recorder();
    const d = Deferred().done(handler);
    d.until(AbortSignal.abort());
    d.resolve(1);
    expect(handler.calls).toStrictEqual([[1]]);
  });

  it('lets go of a notifier that fires at once', () => {
    const ended = recorder();
    Deferred().until(
      new Observable((subscriber) => {
        subscriber.add(ended);
        subscriber.next(1);
      }),
    );
    expect(ended.calls).toHaveLength(1);
  });

  it.each([
    [undefined, 'undefined'],
    [null, 'object'],
    [5, 'number'],
    ['text', 'string'],
    [{}, 'object'],
    [() => undefined, 'function'],
  ])('throws a TypeError for %p', (notifier, type) => {
    expect(() => Deferred().until(notifier as AbortSignal)).toThrow(
      new TypeError(`Expected notifier to be an AbortSignal or an observable, got ${type}`),
    );
  });
});

describe('the work behind until()', () => {
  it('goes on while when.all() waits for it', () => {
    const { d, teardown } = withTeardown();
    const view = new AbortController();
    const all = when.all([d, 1]);
    d.until(view.signal);
    view.abort();
    expect([teardown.calls, d.state()]).toStrictEqual([[], 'pending']);
    d.resolve(2);
    expect(outcomeNow(all).args).toStrictEqual([[2, 1]]);
  });

  it('goes on for a promise whose subscriber has left, since its handlers may wait', () => {
    const { d, teardown } = withTeardown();
    const view = new AbortController();
    const shown = d.then((value) => value);
    shown.asObservable().subscribe().unsubscribe();
    d.until(view.signal);
    view.abort();
    expect([teardown.calls, d.state()]).toStrictEqual([[], 'pending']);
  });

  /** A source that can be aborted, and how its subscription stands. */
  function work() {
    const source = new Subject<number>();
    return { source, promise: toDeferred(source) };
  }

  type Source = DeferredPromise;

  const paths: [name: string, path: (promise: Source) => DeferredPromise][] = [
    ['until()', (promise) => promise],
    ['then().until()', (promise) => promise.then((value) => value)],
    ['catch().until()', (promise) => promise.catch(() => 0)],
    ['finally().until()', (promise) => promise.finally(() => undefined)],
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- jQuery has it, so it is tested
    ['pipe().until()', (promise) => promise.pipe((value) => value)],
    ['until().until()', (promise) => promise.until(NEVER)],
    ['promise().until()', (promise) => promise.promise()],
    ['then().then().until().until()', (promise) => promise.then().then().until(NEVER)],
  ];

  it.each(paths)('is aborted at the end of the last branch, by %s', (_, path) => {
    const stop = new Subject<void>();
    const { source, promise } = work();
    const branch = path(promise).until(stop);
    expect(source.observed).toBe(true);
    stop.next();
    expect(outcomeNow(branch).args).toMatchObject([abortError]);
    expect(outcomeNow(promise)).toStrictEqual({ state: 'rejected', context: undefined, args: outcomeNow(branch).args });
    expect(source.observed).toBe(false);
  });

  it.each(paths)('is kept by a second branch, by %s, until that ends too', (_, path) => {
    const [first, second] = [new Subject<void>(), new Subject<void>()];
    const { source, promise } = work();
    const [a, b] = [path(promise).until(first), path(promise).until(second)];
    first.next();
    expect([a.state(), b.state(), promise.state()]).toStrictEqual(['rejected', 'pending', 'pending']);
    expect(source.observed).toBe(true);
    second.next();
    expect([b.state(), promise.state()]).toStrictEqual(['rejected', 'rejected']);
    expect(source.observed).toBe(false);
  });

  it.each(paths)('is kept by a second branch that leaves from the middle of %s', (_, path) => {
    const stop = new Subject<void>();
    const { promise } = work();
    const middle = path(promise);
    const [left, kept] = [middle.until(stop), middle.then()];
    stop.next();
    expect([left.state(), kept.state(), promise.state()]).toStrictEqual(['rejected', 'pending', 'pending']);
  });

  it.each<[string, (promise: Source) => unknown]>([
    ['then()', (promise) => promise.then(() => undefined)],
    ['catch()', (promise) => promise.catch(() => undefined)],
    ['finally()', (promise) => promise.finally(() => undefined)],
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- jQuery has it, so it is tested
    ['pipe()', (promise) => promise.pipe()],
    ['until()', (promise) => promise.until(NEVER)],
    ['a subscriber', (promise) => promise.asObservable().subscribe({ error: () => undefined })],
    ['a subscriber of outcome$', (promise) => promise.outcome$.subscribe()],
    ['a subscriber of progress$', (promise) => promise.progress$.subscribe()],
    ['from()', (promise) => from(promise).subscribe({ error: () => undefined })],
    ['firstValueFrom()', (promise) => firstValueFrom(from(promise))],
    ['await', (promise) => Promise.all([promise])],
  ])('is kept by %s', async (_, listen) => {
    const stop = new Subject<void>();
    const { source, promise } = work();
    listen(promise);
    await drainMicrotasks();
    promise.until(stop);
    stop.next();
    expect(promise.state()).toBe('pending');
    source.next(1);
    source.complete();
    expect(outcomeNow(promise).args).toStrictEqual([1]);
  });

  it('is not kept by a subscriber that has left', () => {
    const stop = new Subject<void>();
    const { promise } = work();
    promise.asObservable().subscribe().unsubscribe();
    promise.outcome$.subscribe().unsubscribe();
    promise.progress$.subscribe().unsubscribe();
    promise.until(stop);
    stop.next();
    expect(promise.state()).toBe('rejected');
  });

  it('is not kept by handlers of the source: they hear of the abort', () => {
    const { log, as } = logger();
    const stop = new Subject<void>();
    const { promise } = work();
    promise.done(as('done')).always(as('always')).fail(as('fail')).progress(as('progress'));
    promise.until(stop).fail(as('branch'));
    stop.next();
    expect(log.map((line) => line.split(' ')[0])).toStrictEqual(['branch', 'always', 'fail']);
  });

  it('is aborted only once every level is left', () => {
    const [a, b, c] = [new Subject<void>(), new Subject<void>(), new Subject<void>()];
    const { promise } = work();
    const outer = promise.until(a);
    const [first, second] = [outer.until(b), outer.until(c)];
    b.next();
    expect([first.state(), outer.state(), promise.state()]).toStrictEqual(['rejected', 'pending', 'pending']);
    c.next();
    expect(second.state()).toBe('rejected');
    expect(promise.state()).toBe('rejected');
  });

  it('is aborted by the outer of two until(), and both end', () => {
    const stop = new Subject<void>();
    const { promise } = work();
    const outer = promise.until(stop);
    const inner = outer.until(NEVER);
    stop.next();
    expect([inner, outer, promise].map((each) => each.state())).toStrictEqual(['rejected', 'rejected', 'rejected']);
  });

  it('is aborted with the reason of the signal', () => {
    const controller = new AbortController();
    const { promise } = work();
    promise.until(controller.signal);
    controller.abort('left');
    expect(outcomeNow(promise).args).toStrictEqual(['left']);
  });

  it('is aborted at once by a signal that is aborted already', () => {
    const { source, promise } = work();
    promise.until(AbortSignal.abort('gone'));
    expect(outcomeNow(promise).args).toStrictEqual(['gone']);
    expect(source.observed).toBe(false);
  });

  it('is that of a deferred with a teardown, too', () => {
    const stop = new Subject<void>();
    const { d, teardown } = withTeardown();
    d.promise().then().until(stop);
    stop.next();
    expect(d.state()).toBe('rejected');
    expect(teardown.calls).toStrictEqual([[]]);
  });

  it('is not there behind a deferred without a teardown', () => {
    const stop = new Subject<void>();
    const d = Deferred();
    d.until(stop);
    stop.next();
    expect(d.state()).toBe('pending');
  });
});
