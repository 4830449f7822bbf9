import { firstValueFrom, from, map, NEVER, Observable, Subject, type Subscription } from 'rxjs';
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

  it.each(waiting)(
    'that a callback starts when nobody waits any more is wanted again when somebody does: %s (S38)',
    async (_, wait) => {
      const { source, promise } = work();
      const [first, keeper] = [new AbortController(), new AbortController()];
      const gate = Deferred<void>();
      const shared = gate.then(() => wait(promise));
      promise.until(keeper.signal);
      shared.until(first.signal);
      first.abort();
      gate.resolve();
      await settle();
      // What is work of its own has been aborted meanwhile, and does not come back.
      const isEnded = shared.state() !== 'pending';
      shared.done(() => undefined);
      keeper.abort();
      await settle();
      expect(source.observed).toBe(!isEnded);
    },
  );

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

  it('is left once by a branch that all others have left before it ends itself', () => {
    const { source, promise } = work();
    const [inner, outer, last] = [new Subject<void>(), new Subject<void>(), new Subject<void>()];
    const branch = promise.until(outer);
    branch.until(inner);
    promise.until(last);
    inner.next();
    outer.next();
    expect([branch.state(), source.observed]).toStrictEqual(['rejected', true]);
    last.next();
    expect(source.observed).toBe(false);
  });

  it('is left once by a branch that something waits for twice', () => {
    const { source, promise } = work();
    const [first, last] = [new Subject<void>(), new Subject<void>()];
    const branch = promise.then();
    when(branch, branch).until(first);
    promise.until(last);
    first.next();
    expect(source.observed).toBe(true);
    last.next();
    expect(source.observed).toBe(false);
  });

  it('is wanted once by a branch that is wanted again, beside another that has stayed', () => {
    const { source, promise } = work();
    const [first, second, last] = [new Subject<void>(), new Subject<void>(), new Subject<void>()];
    const middle = promise.then();
    const branch = middle.then();
    middle.until(last);
    branch.until(first);
    first.next();
    branch.until(second);
    second.next();
    expect(source.observed).toBe(true);
    last.next();
    expect(source.observed).toBe(false);
  });

  it('that a progress callback of then() waits for is aborted with the last that waits (S22, S36)', async () => {
    const { source, promise } = work();
    const stop = new AbortController();
    const d = Deferred<number, unknown, number>();
    d.then(null, null, () => promise).until(stop.signal);
    d.notify(1);
    await settle();
    expect(source.observed).toBe(true);
    stop.abort();
    expect(source.observed).toBe(false);
  });

  it.each<[string, (d: Deferred) => unknown]>([
    ['resolved', (d) => d.resolve(1)],
    ['rejected', (d) => d.reject(1)],
    ['resolved with a promise', (d) => d.resolve(Deferred())],
  ])(
    'that a progress callback of then() has waited for is not kept once the deferred is %s (S22, S38)',
    async (_, end) => {
      const { source, promise } = work();
      const stop = new AbortController();
      const d = Deferred();
      d.then(null, null, () => promise);
      d.notify(1).notify(2);
      await settle();
      end(d);
      await settle();
      expect(source.observed).toBe(true);
      promise.until(stop.signal);
      stop.abort();
      expect(source.observed).toBe(false);
    },
  );

  it('that a progress callback of then() has waited for is not kept by a thenable that the deferred waits for', async () => {
    const { source, promise } = work();
    const stop = new AbortController();
    let settleThenable: (value: number) => void = () => undefined;
    const thenable = {
      then(resolve: (value: number) => void, _: unknown, notify: (value: unknown) => void) {
        notify(promise);
        settleThenable = resolve;
      },
    };
    const shared = resolved.then(() => thenable as unknown as PromiseLike<number>);
    await settle();
    promise.until(stop.signal);
    settleThenable(1);
    stop.abort();
    expect([shared.state(), source.observed]).toStrictEqual(['resolved', false]);
  });

  it.each<[string, (left: Source, unsubscribe: () => void) => unknown]>([
    ['a handler of the work', (left, unsubscribe) => left.fail(unsubscribe)],
    ['a handler of both', (left, unsubscribe) => left.always(unsubscribe)],
    ['a subscriber of its progress', (left, unsubscribe) => left.progress$.subscribe({ complete: unsubscribe })],
  ])('is not aborted by an abort of other work, in which %s unsubscribes from it', (_, listen) => {
    const [left, other] = [work(), work()];
    const subscription = from(other.promise).subscribe();
    listen(left.promise, () => {
      subscription.unsubscribe();
    });
    toDeferred(from(left.promise)).abort();
    expect([left.source.observed, other.source.observed]).toStrictEqual([false, true]);
  });

  it('is aborted with what a teardown unsubscribes from, as a part of the abort', () => {
    const [a, b, c] = [work(), work(), work()];
    toDeferred(new Observable(() => from(a.promise).subscribe())).abort();
    Deferred(() => from(b.promise).subscribe()).abort();
    Deferred(() => {
      const subscription = from(c.promise).subscribe();
      return () => {
        subscription.unsubscribe();
      };
    }).abort();
    expect([a, b, c].map(({ source }) => source.observed)).toStrictEqual([false, false, false]);
  });

  it('goes on when a deferred whose teardown unsubscribes from it settles otherwise', () => {
    const { source, promise } = work();
    Deferred(() => from(promise).subscribe()).resolve(1);
    expect(source.observed).toBe(true);
  });

  it.each<[string, (x: Source) => object]>([
    ['a promise() that gives it', (x) => ({ promise: () => x })],
    ['a promise() that gives its methods', (x) => ({ promise: () => x.promise({}) })],
    ['a promise() of a promise()', (x) => ({ promise: () => ({ promise: () => x.promise({}) }) })],
    ['its then()', (x) => ({ then: x.then.bind(x) })],
    ['its methods', (x) => x.promise({})],
    ['a copy of it', (x) => stockJQuery.extend({}, x)],
  ])('is aborted with the last that waits for an object with %s (S36, S37)', (_, carry) => {
    const waits: ((x: object) => DeferredPromise)[] = [
      (x) => when(x, 1),
      (x) => when.all([x]),
      (x) => when.race([x], { abortLosers: true }),
      (x) => oneShot(() => x).get(),
      (x) => ('then' in x ? toDeferred(x as PromiseLike<unknown>) : when(x)),
    ];
    for (const wait of waits) {
      const stop = new AbortController();
      const { source, promise } = work();
      wait(carry(promise)).until(stop.signal);
      expect(source.observed).toBe(true);
      stop.abort();
      expect(source.observed).toBe(false);
    }
  });

  it.each<[string, (x: Source) => object]>([
    ['a copy of it', (x) => stockJQuery.extend({}, x)],
    ['its methods', (x) => x.promise({})],
    ['itself', (x) => x],
  ])('is aborted with abortLosers, for an object with %s, unless it is wanted (S37, S38)', (_, carry) => {
    const [loser, wanted] = [work(), work()];
    wanted.promise.done(() => undefined);
    when.race([carry(loser.promise), carry(wanted.promise), 1], { abortLosers: true });
    expect([loser.source.observed, wanted.source.observed]).toStrictEqual([false, true]);
  });

  it.each<[string, (x: Source, other: Deferred) => DeferredPromise]>([
    ['when()', (x, other) => when(x, other)],
    ['when.all()', (x, other) => when.all([x, other])],
    ['when.any()', (x, other) => when.any([x, other.catch(() => 0)])],
    ['when.race()', (x, other) => when.race([x, other])],
    ['when.all() of its copy', (x, other) => when.all([x.promise({}), other])],
  ])('is aborted when %s settles without it, if others have left before (S38)', async (_, combine) => {
    const [{ source, promise }, kept] = [work(), work()];
    const view = new AbortController();
    const other = Deferred();
    combine(promise, other);
    combine(kept.promise, other);
    promise.until(view.signal);
    view.abort();
    expect(source.observed).toBe(true);
    other.reject(1);
    await drainMicrotasks();
    expect([source.observed, kept.source.observed]).toStrictEqual([false, true]);
  });

  it('is aborted if its only consumer leaves before init gives the teardown', () => {
    const teardown = recorder();
    const d = Deferred((self) => {
      self.until(AbortSignal.abort());
      return teardown;
    });
    expect([d.state(), teardown.calls]).toStrictEqual(['rejected', [[]]]);
  });

  it('is neither ended nor kept by a combined promise that settles in a teardown', () => {
    const { source, promise } = work();
    const stop = new AbortController();
    const other = Deferred();
    when.race([{ then: promise.then.bind(promise) }, other]);
    Deferred(() => () => other.resolve(1)).abort();
    expect(source.observed).toBe(true);
    promise.until(stop.signal);
    stop.abort();
    expect(source.observed).toBe(false);
  });

  it('is left once, also by what settles when it has been left', () => {
    const { source, promise } = work();
    const [kept, stop, left] = [new AbortController(), new AbortController(), new AbortController()];
    const other = Deferred();
    promise.until(kept.signal);
    when.all([{ then: promise.then.bind(promise) }, other]).until(stop.signal);
    stop.abort();
    other.reject(1);
    promise.until(left.signal);
    left.abort();
    expect(source.observed).toBe(true);
    kept.abort();
    expect(source.observed).toBe(false);
  });

  it('is ended by an abort of what the then() of a thenable has given, when nobody waits for that any more', () => {
    const { source, promise } = work();
    const given = toDeferred(promise);
    when.race([{ then: () => given }, 1]);
    expect(source.observed).toBe(true);
    given.abort();
    expect(source.observed).toBe(false);
  });

  it('is wanted again by who waits again for what a notification has waited for', async () => {
    const { source, promise } = work();
    const stop = new AbortController();
    const d = Deferred();
    const outer = promise.then();
    d.then(null, null, () => outer);
    d.notify(1);
    await settle();
    d.resolve(1);
    await settle();
    outer.done(() => undefined);
    promise.until(stop.signal);
    stop.abort();
    expect(source.observed).toBe(true);
  });

  it('is not kept by an until() that it could have ended, once that has ended otherwise', () => {
    const { source, promise } = work();
    const stop = new AbortController();
    const d = Deferred();
    d.until(promise);
    d.resolve(1);
    promise.until(stop.signal);
    stop.abort();
    expect(source.observed).toBe(false);
  });

  it.each<[string, (thenable: PromiseLike<unknown>) => unknown]>([
    ['when.race()', (thenable) => when.race([1, thenable])],
    ['when.race() before it has settled', (thenable) => when.race([thenable, 1])],
    ['when()', (thenable) => when(thenable, Deferred().reject())],
    ['until()', (thenable) => Deferred().resolve().until(thenable)],
    [
      'until() that settles later',
      (thenable) => {
        const d = Deferred();
        d.until(thenable);
        d.resolve();
      },
    ],
  ])('is not kept by a thenable with its then(), once %s has settled without it (S38)', (_, wait) => {
    const { source, promise } = work();
    const stop = new AbortController();
    wait({ then: promise.then.bind(promise) });
    promise.until(stop.signal);
    stop.abort();
    expect(source.observed).toBe(false);
  });

  it('that promise() starts is started once, and ended', () => {
    for (const wait of [
      (x: object) => oneShot(() => x).get(),
      (x: object) => when.all([x], { abortLosers: true }),
      (x: object) => when.race([x], { abortLosers: true }),
    ]) {
      const started: { observed: boolean }[] = [];
      const stop = new AbortController();
      const lazy = {
        promise() {
          const { source, promise } = work();
          started.push(source);
          return promise;
        },
      };
      wait(lazy).until(stop.signal);
      expect(started.map(({ observed }) => observed)).toStrictEqual([true]);
      stop.abort();
      expect(started.map(({ observed }) => observed)).toStrictEqual([false]);
    }
  });

  it('is aborted with what a teardown unsubscribes from, also if a handler has waited for the aborted meanwhile', () => {
    const { source, promise } = work();
    const d = Deferred(() => {
      const subscription = from(promise).subscribe();
      return () => {
        subscription.unsubscribe();
      };
    });
    d.always(() => from(d).subscribe({ error: () => undefined }));
    d.abort();
    expect(source.observed).toBe(false);
  });

  it('is not kept by an until() that throws, because its signal does', () => {
    for (const hostile of [
      {
        get aborted(): boolean {
          throw new Error('aborted');
        },
        addEventListener: () => undefined,
      },
      {
        aborted: false,
        addEventListener() {
          throw new Error('addEventListener');
        },
      },
    ]) {
      const { source, promise } = work();
      const stop = new AbortController();
      expect(() => promise.until(hostile as never)).toThrow(/^(aborted|addEventListener)$/);
      promise.until(stop.signal);
      stop.abort();
      expect(source.observed).toBe(false);
    }
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

  it.each<[string, (promise: Source) => Source]>([
    ['toDeferred()', (promise) => toDeferred(promise)],
    ['oneShot()', (promise) => oneShot(() => promise).get()],
    ['when.race() with abortLosers', (promise) => when.race([promise], { abortLosers: true })],
    ['toDeferred(), then()', (promise) => toDeferred(promise).then()],
  ])('behind 20,000 calls of %s is aborted by one until(), without a stack overflow (S36)', (_, wait) => {
    const stop = new Subject<void>();
    const { source, promise } = work();
    let last: DeferredPromise = promise;
    for (let i = 0; i < 20_000; i++) {
      last = wait(last);
    }
    last.until(stop);
    stop.next();
    expect([promise.state(), source.observed]).toStrictEqual(['rejected', false]);
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
    ['toDeferred()', (carrier) => toDeferred(carrier)],
    [
      'until()',
      (carrier) =>
        Deferred()
          .until(carrier)
          .catch(() => carrier),
    ],
    ['the result of a then() callback', (carrier) => resolved.then(() => carrier)],
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- jQuery has it, so it is tested
    ['the result of a pipe() filter', (carrier) => resolved.pipe(() => carrier)],
  ];

  it.each<[string, (carrier: object) => DeferredPromise]>([
    ['oneShot()', (carrier) => oneShot(() => carrier).get()],
    ['when.race()', (carrier) => when.race([carrier], { abortLosers: true })],
    ['when.any()', (carrier) => when.any([carrier], { abortLosers: true })],
    ['when.settled()', (carrier) => when.settled([carrier, 1], { abortLosers: true })],
  ])(
    'is aborted by %s only if nobody waits for it, by its own methods or by those that it carries (S38)',
    (_, wait) => {
      const hear = (promise: unknown): unknown => (promise as DeferredPromise).done(() => undefined);
      for (const create of [() => Deferred(), () => jQueryWithDeferred.Deferred(), () => stockJQuery.Deferred()]) {
        for (const waits of ['for it', 'for the other', 'nobody']) {
          const { d: request, teardown } = withTeardown();
          const other = create() as Deferred;
          if (waits === 'for it') {
            hear(request);
          }
          const carrier = other.promise(request);
          // Who waits for a deferred of jQuery itself cannot be known.
          if (waits === 'for the other' && 'until' in other) {
            hear(carrier);
          }
          const stop = new AbortController();
          wait(carrier).until(stop.signal);
          stop.abort();
          const isWanted = waits === 'for it' || (waits === 'for the other' && 'until' in other);
          expect([waits, teardown.calls.length]).toStrictEqual([waits, isWanted ? 0 : 1]);
        }
      }
    },
  );

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
