import { firstValueFrom, from, map, NEVER, Subject, type Subscription } from 'rxjs';
import { Deferred, oneShot, toDeferred, when, type DeferredPromise } from 'rx-deferred';
import { installDeferred } from 'rx-deferred/jquery';
import { jQuerys } from '../jquery/jquerys.js';
import { abortError, withTeardown } from '../support/lifetime.js';
import { logger, outcomeNow, recorder } from '../support/recorder.js';
import { collectReportsInTime } from '../support/reported-errors.js';
import { drainMicrotasks, dueTimers } from '../support/turn.js';

collectReportsInTime();

const [stockJQuery, jQueryWithDeferred] = jQuerys.map(([, create]) => create()) as [JQueryStatic, JQueryStatic];
installDeferred(jQueryWithDeferred);

const resolved = Deferred<number>().resolve(1);
const rejected = Deferred<number>().reject(1);

/** Waits until all promises have passed on what they were given, jQuery's too, which take a timer for each step. */
async function settle(): Promise<void> {
  await drainMicrotasks();
  await dueTimers();
  await dueTimers();
  await drainMicrotasks();
}

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
    ['from()', (promise) => from(promise).subscribe({ error: () => undefined })],
    ['firstValueFrom()', (promise) => firstValueFrom(from(promise))],
    ['await', (promise) => Promise.all([promise])],
    ['a done handler', (promise) => promise.done(() => undefined)],
    ['one done handler in a list', (promise) => promise.done([undefined, [() => undefined]] as never)],
    ['a done handler of its promise(target)', (promise) => promise.promise({}).done(() => undefined)],
    ['a done handler of a promise of then()', (promise) => promise.then().done(() => undefined)],
    ['$.when() of jQuery', (promise) => stockJQuery.when(promise, 1)],
    ['$.when() of jQuery with rx-deferred', (promise) => jQueryWithDeferred.when(promise, 1)],
  ])('is kept by %s (S38)', async (_, listen) => {
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

  it('is not kept by those that only watch: they hear of the abort (S38)', () => {
    const { log, as } = logger();
    const stop = new Subject<void>();
    const { promise } = work();
    promise.done(undefined).done([null, 'text'] as never);
    promise.always(as('always')).fail(as('fail')).progress(as('progress'));
    promise.progress$.subscribe({ complete: as('complete') });
    promise.until(stop).fail(as('branch'));
    stop.next();
    expect(log.map((line) => line.split(' ')[0])).toStrictEqual(['branch', 'always', 'fail', 'complete']);
  });

  it.each<[string, (promise: Source) => Subscription]>([
    ['asObservable()', (promise) => promise.asObservable().subscribe()],
    ['outcome$', (promise) => promise.outcome$.subscribe()],
    ['from()', (promise) => from(promise).subscribe()],
  ])(
    'goes on when its only subscriber leaves, but ends with the last one if an until() has ended, by %s (S38)',
    (_, subscribeTo) => {
      const { source, promise } = work();
      subscribeTo(promise).unsubscribe();
      expect(promise.state()).toBe('pending');
      const [first, last] = [subscribeTo(promise), subscribeTo(promise)];
      const stop = new Subject<void>();
      promise.until(stop);
      stop.next();
      first.unsubscribe();
      expect(source.observed).toBe(true);
      last.unsubscribe();
      expect(source.observed).toBe(false);
      expect(outcomeNow(promise).args).toMatchObject([abortError]);
    },
  );

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

  const waiting: [name: string, wait: (x: Source) => DeferredPromise][] = [
    ['the result of a then() callback', (x) => resolved.then(() => x)],
    [
      'the result of a then() callback of jQuery',
      (x) =>
        jQueryWithDeferred
          .Deferred()
          .resolve()
          .then(() => x) as unknown as Source,
    ],
    ['the result of a catch() callback', (x) => rejected.catch(() => x)],
    ['the result of a finally() callback', (x) => resolved.finally(() => x)],
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- jQuery has it, so it is tested
    ['the result of a pipe() filter', (x) => resolved.pipe(() => x)],
    ['what a deferred was resolved with', (x) => Deferred<Source>().resolve(x).then()],
    [
      'a promise behind several then()',
      (x) =>
        resolved
          .then(() => x.then().then())
          .then()
          .then(),
    ],
    ['what a thenable gives', (x) => resolved.then(() => ({ then: x.then.bind(x) }))],
    ['when() of one', (x) => when(x)],
    ['when() of several', (x) => when(x, 1)],
    ['when() of a deferred that was resolved with it', (x) => when(Deferred<Source>().resolve(x))],
    ['$.when() with rx-deferred', (x) => jQueryWithDeferred.when(x, 1) as unknown as Source],
    ['when.all()', (x) => when.all([x])],
    ['when.all() of the same twice', (x) => when.all([x, x, 1])],
    ['when.any()', (x) => when.any([x])],
    ['when.race()', (x) => when.race([x, NEVER])],
    ['when.settled()', (x) => when.settled([x])],
    ['when.all() with abortLosers', (x) => when.all([x, Deferred()], { abortLosers: true })],
    ['when.any() with abortLosers', (x) => when.any([x], { abortLosers: true })],
    ['when.race() with abortLosers', (x) => when.race([x], { abortLosers: true })],
    ['when.settled() with abortLosers', (x) => when.settled([x], { abortLosers: true })],
    ['toDeferred()', (x) => toDeferred(x)],
    ['toDeferred() of an observable of it', (x) => toDeferred(from(x).pipe(map((value) => [value])))],
    ['an observable of it in when.all()', (x) => when.all([x.asObservable()])],
    ['oneShot()', (x) => oneShot(() => x).get()],
    ['oneShot() of when.all()', (x) => oneShot(() => when.all([x])).get()],
  ];
  const works: [name: string, make: () => { x: Source; isAborted: () => boolean }][] = [
    [
      'toDeferred()',
      () => {
        const { source, promise } = work();
        return { x: promise, isAborted: () => !source.observed };
      },
    ],
    [
      'a deferred with a teardown',
      () => {
        const { d, teardown } = withTeardown();
        return { x: d, isAborted: () => teardown.calls.length === 1 };
      },
    ],
    [
      'its promise',
      () => {
        const { d, teardown } = withTeardown();
        return { x: d.promise(), isAborted: () => teardown.calls.length === 1 };
      },
    ],
    [
      'a deferred of jQuery that carries its methods',
      () => {
        const { d, teardown } = withTeardown();
        return {
          x: d.promise(jQueryWithDeferred.Deferred()),
          isAborted: () => teardown.calls.length === 1,
        };
      },
    ],
  ];
  const cases = works.flatMap(([work, make]) => waiting.map(([name, wait]) => ({ work, make, name, wait })));

  it.each(cases)('of $work is aborted with the last that waits, by $name (S36)', async ({ make, wait }) => {
    const [first, last] = [new AbortController(), new AbortController()];
    const { x, isAborted } = make();
    const promise = wait(x);
    promise.until(first.signal);
    promise.until(last.signal);
    await settle();
    first.abort('first');
    await settle();
    expect([isAborted(), x.state()]).toStrictEqual([false, 'pending']);
    last.abort('last');
    await settle();
    expect([isAborted(), x.state()]).toStrictEqual([true, 'rejected']);
  });

  it.each(cases)('of $work is kept by another that waits, by $name (S38)', async ({ make, wait }) => {
    for (const keep of [
      (x: Source) => x.done(() => undefined),
      (x: Source) => x.then(),
      (x: Source) => when.all([x]),
      (x: Source) => resolved.then(() => x),
      (x: Source) => from(x).subscribe({ error: () => undefined }),
    ]) {
      const stop = new AbortController();
      const { x, isAborted } = make();
      keep(x);
      wait(x).until(stop.signal);
      await settle();
      stop.abort();
      await settle();
      expect([isAborted(), x.state()]).toStrictEqual([false, 'pending']);
    }
  });

  it.each(waiting)(
    'that a callback starts when nobody waits any more is aborted at once: %s (S36)',
    async (_, wait) => {
      const { source, promise } = work();
      const stop = new AbortController();
      const gate = Deferred<void>();
      gate.then(() => wait(promise)).until(stop.signal);
      stop.abort();
      gate.resolve();
      await settle();
      expect([source.observed, promise.state()]).toStrictEqual([false, 'rejected']);
    },
  );

  it.each(waiting)('is wanted again when somebody waits again: %s (S38)', async (_, wait) => {
    const { source, promise } = work();
    const [first, second, third] = [new AbortController(), new AbortController(), new AbortController()];
    const shared = wait(promise);
    promise.until(second.signal);
    shared.until(first.signal);
    await settle();
    first.abort();
    await settle();
    if (shared.state() === 'pending') {
      shared.until(third.signal);
      second.abort();
      expect(source.observed).toBe(true);
      third.abort();
    } else {
      second.abort();
    }
    expect(source.observed).toBe(false);
  });

  it.each<[string, (promise: DeferredPromise) => unknown]>([
    ['then()', (promise) => promise.then()],
    ['until()', (promise) => promise.until(NEVER)],
    ['done()', (promise) => promise.done(() => undefined)],
    ['a subscriber', (promise) => promise.asObservable().subscribe({ error: () => undefined })],
    ['when()', (promise) => when(promise, 1)],
  ])('is wanted again when a promise that everybody has left gets %s (S38)', (_, listen) => {
    const [first, second] = [new Subject<void>(), new Subject<void>()];
    const { promise } = work();
    const derived = promise.then().then();
    derived.until(first);
    promise.until(second);
    first.next();
    listen(derived);
    second.next();
    expect(promise.state()).toBe('pending');
  });

  it.each<[string, (promise: DeferredPromise) => DeferredPromise]>([
    ['when.race()', (x) => when.race([x, 1])],
    ['when.any()', (x) => when.any([x, 1])],
    ['when.all()', (x) => when.all([x, Deferred().reject()])],
    ['when()', (x) => when(x, Deferred().reject())],
    ['oneShot()', (x) => oneShot(() => when.race([x, 1])).get()],
  ])('is not kept by %s, once that has settled without it (S38)', (_, wait) => {
    const stop = new Subject<void>();
    const { promise } = work();
    expect(wait(promise).state()).not.toBe('pending');
    promise.until(stop);
    expect(promise.state()).toBe('pending');
    stop.next();
    expect(promise.state()).toBe('rejected');
  });

  it('that loses with abortLosers is aborted, unless somebody else waits for it (S38)', () => {
    const [wanted, unwanted, branch] = [work(), work(), work()];
    wanted.promise.done(() => undefined);
    unwanted.promise.always(() => undefined);
    const inputs = [wanted.promise, unwanted.promise, branch.promise.until(NEVER), 'winner'];
    when.race(inputs, { abortLosers: true });
    expect([wanted, unwanted, branch].map(({ source }) => source.observed)).toStrictEqual([true, false, false]);
  });

  it('that another object stands for is ended by its own abort(), when the last has left', () => {
    const abort = recorder();
    const object = { abort, then: recorder() };
    const stop = new AbortController();
    when.all([object, 1]).until(stop.signal);
    when.all([object, 1], { abortLosers: true }).until(stop.signal);
    oneShot(() => object).get({ signal: stop.signal });
    stop.abort('reason');
    expect([abort.calls, abort.contexts]).toStrictEqual([
      [['reason'], ['reason']],
      [object, object],
    ]);
  });

  it('behind 20,000 promises is aborted by one until(), without a stack overflow (S36)', () => {
    const stop = new Subject<void>();
    const { promise } = work();
    let last: DeferredPromise = promise;
    for (let i = 0; i < 20_000; i++) {
      last = i % 2 ? last.then() : last.until(NEVER);
    }
    last.until(stop);
    stop.next();
    expect(promise.state()).toBe('rejected');
  });

  it('is aborted with the reason of the signal, wherever the signal was (S36)', async () => {
    for (const [, wait] of waiting.filter(([name]) => !name.includes('jQuery'))) {
      const controller = new AbortController();
      const { promise } = work();
      wait(promise).until(controller.signal);
      await settle();
      controller.abort('reason');
      expect(outcomeNow(promise).args).toStrictEqual(['reason']);
    }
  });
});

describe('an object that carries the methods of another promise', () => {
  const carriers: [string, (source: Deferred<string>) => object][] = [
    ['promise(target) of a deferred', (source) => source.promise(Deferred<string>())],
    ['promise(target) of a promise', (source) => source.promise(Deferred<string>().promise())],
    ['promise(target) of a derived promise', (source) => source.promise(Deferred<string>().then())],
    ['promise(target) of what toDeferred() gives', (source) => source.promise(toDeferred(NEVER))],
    ['promise(target) of a deferred of jQuery', (source) => source.promise(jQueryWithDeferred.Deferred())],
    [
      'a copy of the methods',
      (source) => stockJQuery.extend(jQueryWithDeferred.Deferred().promise(), source.promise({})),
    ],
    [
      'promise(target) by jQuery',
      (source) => {
        const other = stockJQuery.Deferred();
        source.done((value) => other.resolve(value));
        return other.promise(Deferred() as object);
      },
    ],
    ['promise(target) of an object with no methods', (source) => source.promise({})],
  ];

  const listeners: [string, (carrier: DeferredPromise) => DeferredPromise][] = [
    ['done()', (carrier) => carrier],
    ['then()', (carrier) => carrier.then()],
    ['when()', (carrier) => when(carrier)],
    ['when() of several', (carrier) => when(carrier, 1)],
    ['$.when()', (carrier) => jQueryWithDeferred.when(carrier) as unknown as DeferredPromise],
    ['$.when() of jQuery', (carrier) => stockJQuery.when(carrier, 1) as unknown as DeferredPromise],
    ['when.all()', (carrier) => when.all([carrier])],
    ['when.race()', (carrier) => when.race([carrier])],
    ['oneShot()', (carrier) => oneShot(() => carrier).get()],
    ['the result of a then() callback', (carrier) => resolved.then(() => carrier)],
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- jQuery has it, so it is tested
    ['the result of a pipe() filter', (carrier) => resolved.pipe(() => carrier)],
  ];

  it.each(carriers.flatMap(([by, carry]) => listeners.map(([name, listen]) => ({ by, carry, name, listen }))))(
    'made by $by is heard through those by $name (S37)',
    async ({ carry, listen }) => {
      const source = Deferred<string>();
      const heard = listen(carry(source) as DeferredPromise);
      await settle();
      expect(heard.state()).toBe('pending');
      source.resolve('heard');
      await settle();
      expect([heard.state(), outcomeNow(heard).args?.flat()[0]]).toStrictEqual(['resolved', 'heard']);
    },
  );
});
