import '../support/symbol-observable.js';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { AsyncSubject, from, identity, isObservable, map, Observable, Subject, Subscription, toArray } from 'rxjs';
import { Deferred, toDeferred, type DeferredPromise } from 'rx-deferred';
import { attack, builtIn, reachable } from '../support/reachable.js';
import { logger, recorder } from '../support/recorder.js';
import { collectReports } from '../support/reported-errors.js';
import { drainMicrotasks } from '../support/turn.js';

const reports = collectReports();

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** An observer that writes what it gets to a log. */
function observer(name = '') {
  const { log, as } = logger();
  const prefix = name && `${name} `;
  return { log, next: as(`${prefix}next`), error: as(`${prefix}error`), complete: as(`${prefix}complete`) };
}

/** Observers that write to one log. */
function observers() {
  const { log, as } = logger();
  return {
    log,
    as,
    to: (name: string) => ({ next: as(`${name} next`), error: as(`${name} error`), complete: as(`${name} complete`) }),
  };
}

type Interop = Record<string | symbol, (() => Observable<unknown>) | undefined>;

/** Each way to the observable of an object, by its name. */
const ways: [name: string, observe: (promise: DeferredPromise) => Observable<unknown>][] = [
  ['asObservable()', (promise) => promise.asObservable()],
  ['from()', (promise) => from(promise)],
  ['[Symbol.observable]()', (promise) => call(promise, Symbol.observable)],
  ["['@@observable']()", (promise) => call(promise, '@@observable')],
];

function call(promise: object, key: string | symbol): Observable<unknown> {
  const observable = (promise as Interop)[key]?.();
  if (!observable) {
    throw new Error(`Expected a method ${String(key)}`);
  }
  return observable;
}

/** Each object that the observables are on. What `then` gives settles among the microtasks. */
const sides: [name: string, side: (d: Deferred) => DeferredPromise][] = [
  ['a deferred', (d) => d],
  ['promise()', (d) => d.promise()],
  ['promise(target)', (d) => d.promise({})],
  ['promise(function)', (d) => d.promise(() => undefined)],
  ['the promise of then()', (d) => d.then()],
  ['the promise of the promise of then()', (d) => d.then().promise()],
  ['the promise of until()', (d) => d.until(new AbortController().signal)],
];

describe.each(sides)('the observable of %s', (_, side) => {
  describe.each(ways)('by %s', (_, observe) => {
    it('emits the first argument and completes, when it is resolved (S30)', async () => {
      const { log, ...to } = observer();
      const d = Deferred();
      observe(side(d)).subscribe(to);
      await drainMicrotasks();
      expect(log).toStrictEqual([]);
      d.resolve(1, 2);
      await drainMicrotasks();
      expect(log).toStrictEqual(['next 1', 'complete']);
    });

    it('fails with the first argument of a rejection (S30)', async () => {
      const { log, ...to } = observer();
      const d = Deferred();
      observe(side(d)).subscribe(to);
      d.reject('no', 'way');
      await drainMicrotasks();
      expect(log).toStrictEqual(['error no']);
    });

    it('emits undefined where there is no argument (S6)', async () => {
      const values: unknown[] = [];
      const d = Deferred();
      observe(side(d))
        .pipe(toArray())
        .subscribe((all) => values.push(all));
      d.resolve();
      await drainMicrotasks();
      expect(values).toStrictEqual([[undefined]]);
    });

    it('replays to every late subscriber before subscribe() returns (S30)', async () => {
      const { log, to } = observers();
      const d = Deferred().resolve(1, 2);
      const promise = side(d);
      await drainMicrotasks();
      observe(promise).subscribe(to('a'));
      log.push('subscribed');
      observe(promise).subscribe(to('b'));
      expect(log).toStrictEqual(['a next 1', 'a complete', 'subscribed', 'b next 1', 'b complete']);
    });

    it('replays a rejection before subscribe() returns (S30)', async () => {
      const { log, to } = observers();
      const promise = side(Deferred().reject('no'));
      await drainMicrotasks();
      observe(promise).subscribe(to('a'));
      expect(log).toStrictEqual(['a error no']);
    });

    it('is one to which many subscribe', async () => {
      const { log, to } = observers();
      const d = Deferred();
      const observable = observe(side(d));
      observable.subscribe(to('a'));
      observable.subscribe(to('b'));
      d.resolve(1);
      await drainMicrotasks();
      observable.subscribe(to('c'));
      expect(log).toStrictEqual(['a next 1', 'a complete', 'b next 1', 'b complete', 'c next 1', 'c complete']);
    });

    it('gives nothing to who has unsubscribed, and settles nothing (S30)', async () => {
      const { log, to } = observers();
      const d = Deferred();
      const promise = side(d);
      const subscription = observe(promise).subscribe(to('a'));
      observe(promise).subscribe(to('b'));
      subscription.unsubscribe();
      expect([d.state(), promise.state()]).toStrictEqual(['pending', 'pending']);
      d.resolve(1);
      await drainMicrotasks();
      expect(log).toStrictEqual(['b next 1', 'b complete']);
    });

    it('is an Observable of RxJS that is never the subject', () => {
      const observable = observe(side(Deferred()));
      expect(isObservable(observable)).toBe(true);
      expect(observable).not.toBeInstanceOf(Subject);
    });
  });

  describe('outcome()', () => {
    it('is a snapshot of all arguments and the context', async () => {
      const context = {};
      const d = Deferred();
      const promise = side(d);
      expect(promise.outcome()).toStrictEqual({ state: 'pending' });
      d.resolveWith(context, [1, 2]);
      await drainMicrotasks();
      const outcome = promise.outcome();
      expect(outcome).toStrictEqual({ state: 'resolved', args: [1, 2], context: {} });
      expect(outcome).toHaveProperty('context', context);
    });

    it('tells of a rejection', async () => {
      const d = Deferred();
      const promise = side(d);
      d.reject('a', 'b');
      await drainMicrotasks();
      expect(promise.outcome()).toStrictEqual({ state: 'rejected', args: ['a', 'b'], context: undefined });
    });

    it('tells of no argument, of one, and of one that is an array', async () => {
      const promises = [side(Deferred().resolve()), side(Deferred().resolve(1)), side(Deferred().resolve([1, 2]))];
      await drainMicrotasks();
      expect(promises.map((promise) => promise.outcome())).toStrictEqual([
        { state: 'resolved', args: [], context: undefined },
        { state: 'resolved', args: [1], context: undefined },
        { state: 'resolved', args: [[1, 2]], context: undefined },
      ]);
    });

    it('is a record of its own, which changes nothing when it is changed', async () => {
      const promise = side(Deferred().resolve(1, 2));
      await drainMicrotasks();
      const first = promise.outcome();
      expect(promise.outcome()).not.toBe(first);
      Object.assign(first, { state: 'rejected' });
      if (first.state !== 'pending') {
        first.args.push(3);
      }
      const late = recorder();
      promise.done(late);
      expect(promise.outcome()).toStrictEqual({ state: 'resolved', args: [1, 2], context: undefined });
      expect(late.calls).toStrictEqual([[1, 2]]);
    });

    it('works when it is taken off', () => {
      const { outcome } = side(Deferred());
      expect(outcome()).toStrictEqual({ state: 'pending' });
    });
  });

  describe('outcome$', () => {
    it.each([
      ['resolveWith', 'resolved'],
      ['rejectWith', 'rejected'],
    ] as const)('emits the outcome of %s() and completes, early and late', async (settle, state) => {
      const context = {};
      const early = recorder();
      const late = recorder();
      const ends = recorder();
      const d = Deferred();
      const promise = side(d);
      promise.outcome$.subscribe({ next: early, complete: ends });
      await drainMicrotasks();
      expect(early.calls).toStrictEqual([]);
      d[settle](context, [1, 2]);
      await drainMicrotasks();
      promise.outcome$.subscribe({ next: late, complete: ends });
      const outcome = { state, args: [1, 2], context: {} };
      expect(early.calls).toStrictEqual([[outcome]]);
      expect(late.calls).toStrictEqual([[outcome]]);
      expect(late.calls[0]?.[0]).toHaveProperty('context', context);
      expect(ends.calls).toStrictEqual([[], []]);
    });

    it('is always the same', async () => {
      const d = Deferred();
      const promise = side(d);
      const { outcome$ } = promise;
      expect(promise.outcome$).toBe(outcome$);
      d.resolve();
      await drainMicrotasks();
      expect(promise.outcome$).toBe(outcome$);
    });

    it('gives nothing to who has unsubscribed', async () => {
      const handler = recorder();
      const d = Deferred();
      side(d).outcome$.subscribe(handler).unsubscribe();
      d.resolve(1);
      await drainMicrotasks();
      expect(handler.calls).toStrictEqual([]);
    });

    it('gives each subscriber a record of its own', async () => {
      const d = Deferred();
      const promise = side(d);
      promise.outcome$.subscribe(({ args }) => args.push('more'));
      const handler = recorder();
      promise.outcome$.subscribe(handler);
      d.resolve(1);
      await drainMicrotasks();
      expect(handler.calls).toStrictEqual([[{ state: 'resolved', args: [1], context: undefined }]]);
    });
  });

  describe('progress$', () => {
    it('emits the first argument of each notification, and completes at the settlement', async () => {
      const { log, ...to } = observer();
      const d = Deferred();
      side(d).progress$.subscribe(to);
      d.notify(1, 'one').notify(2, 'two');
      await drainMicrotasks();
      expect(log).toStrictEqual(['next 1', 'next 2']);
      d.resolve(3);
      await drainMicrotasks();
      expect(log).toStrictEqual(['next 1', 'next 2', 'complete']);
    });

    it('completes at a rejection, and does not fail', async () => {
      const { log, ...to } = observer();
      const d = Deferred();
      side(d).progress$.subscribe(to);
      d.notify(1).reject('no');
      await drainMicrotasks();
      expect(log).toStrictEqual(['next 1', 'complete']);
      expect(reports()).toStrictEqual([]);
    });

    it('replays the last notification, before the settlement and after (S16)', async () => {
      const { log, to } = observers();
      const d = Deferred();
      const promise = side(d);
      d.notify(1).notify(2);
      await drainMicrotasks();
      promise.progress$.subscribe(to('a'));
      expect(log).toStrictEqual(['a next 2']);
      d.resolve();
      await drainMicrotasks();
      promise.progress$.subscribe(to('b'));
      expect(log).toStrictEqual(['a next 2', 'a complete', 'b next 2', 'b complete']);
    });

    it('only completes where there was no notification (S16)', async () => {
      const { log, ...to } = observer();
      const d = Deferred();
      const promise = side(d);
      d.resolve(1);
      await drainMicrotasks();
      d.notify(2);
      promise.progress$.subscribe(to);
      expect(log).toStrictEqual(['complete']);
    });

    it('emits undefined for a notification without an argument (S16)', async () => {
      const values = recorder();
      const d = Deferred();
      const promise = side(d);
      promise.progress$.subscribe(values);
      d.notify();
      await drainMicrotasks();
      promise.progress$.subscribe(values);
      expect(values.calls).toStrictEqual([[undefined], [undefined]]);
    });

    it('emits the same value twice when it is notified twice', async () => {
      const { log, ...to } = observer();
      const d = Deferred();
      side(d).progress$.subscribe(to);
      d.notify(1).notify(1);
      await drainMicrotasks();
      expect(log).toStrictEqual(['next 1', 'next 1']);
    });

    it('is always the same', async () => {
      const d = Deferred();
      const promise = side(d);
      const { progress$ } = promise;
      expect(promise.progress$).toBe(progress$);
      d.notify(1).resolve();
      await drainMicrotasks();
      expect(promise.progress$).toBe(progress$);
    });

    it('gives nothing to who has unsubscribed', async () => {
      const { log, to } = observers();
      const d = Deferred();
      const promise = side(d);
      const subscription = promise.progress$.subscribe(to('a'));
      promise.progress$.subscribe(to('b'));
      d.notify(1);
      await drainMicrotasks();
      subscription.unsubscribe();
      d.notify(2).resolve();
      await drainMicrotasks();
      expect(log).toStrictEqual(['a next 1', 'b next 1', 'b next 2', 'b complete']);
    });
  });
});

describe('the observables of one deferred', () => {
  it('are the same on the deferred, on its promise and on a target', () => {
    const d = Deferred();
    const target = d.promise({});
    expect(d.promise().outcome$).toBe(d.outcome$);
    expect(target.outcome$).toBe(d.outcome$);
    expect(d.promise().progress$).toBe(d.progress$);
    expect(target.progress$).toBe(d.progress$);
    expect(d.outcome$).not.toBe(d.progress$);
    expect(Deferred().outcome$).not.toBe(d.outcome$);
  });

  it('work when their methods are taken off', () => {
    const { log, ...to } = observer();
    const { asObservable, outcome$, progress$ } = Deferred().notify(0).resolve(1).promise();
    asObservable().subscribe(to);
    progress$.subscribe(to);
    outcome$.pipe(map(({ state }) => state)).subscribe(to);
    expect(log).toStrictEqual(['next 1', 'complete', 'next 0', 'complete', 'next resolved', 'complete']);
  });

  it('have places in one order with the handlers of all kinds (S30)', () => {
    const { log, as, to } = observers();
    const d = Deferred();
    const value = to('value');
    d.done(as('done 1'));
    d.asObservable().subscribe(value);
    d.always(as('always 1'));
    from(d).subscribe(to('from'));
    d.outcome$.subscribe(() => log.push('outcome'));
    d.done(as('done 2'));
    d.progress$.subscribe(to('progress'));
    d.promise().always(as('always 2'));
    d.resolve(1);
    expect(log).toStrictEqual([
      'done 1 1',
      'value next 1',
      'value complete',
      'always 1 1',
      'from next 1',
      'from complete',
      'outcome',
      'done 2 1',
      'progress complete',
      'always 2 1',
    ]);
  });

  it('have places in one order with the handlers of a rejection (S30)', () => {
    const { log, as, to } = observers();
    const d = Deferred();
    d.done(as('done'));
    d.asObservable().subscribe(to('value'));
    d.fail(as('fail 1'));
    from(d).subscribe(to('from'));
    d.always(as('always'));
    d.outcome$.subscribe(() => log.push('outcome'));
    d.fail(as('fail 2'));
    d.progress$.subscribe(to('progress'));
    d.reject(1);
    expect(log).toStrictEqual([
      'value error 1',
      'fail 1 1',
      'from error 1',
      'always 1',
      'outcome',
      'fail 2 1',
      'progress complete',
    ]);
  });

  it('give a subscriber that a handler adds its turn after all that were there (S1)', () => {
    const { log, as, to } = observers();
    const d = Deferred();
    d.done(() => {
      d.asObservable().subscribe(to('value'));
      log.push('added');
    });
    d.done(as('done'));
    d.resolve(1);
    expect(log).toStrictEqual(['added', 'done 1', 'value next 1', 'value complete']);
  });

  it('have places in one order with the progress handlers', () => {
    const { log, as, to } = observers();
    const d = Deferred().progress(as('a'));
    d.progress$.subscribe(to('s'));
    d.progress(as('b')).notify(1);
    expect(log).toStrictEqual(['a 1', 's next 1', 'b 1']);
  });

  it.each(ways)('give nothing by %s to who is unsubscribed by a handler before it (S30)', (_, observe) => {
    const { log, ...to } = observer();
    const subscription = new Subscription();
    const d = Deferred().always(() => {
      subscription.unsubscribe();
    });
    subscription.add(observe(d).subscribe(to));
    const after = recorder();
    d.always(after).resolve(1);
    expect(log).toStrictEqual([]);
    expect(after.calls).toStrictEqual([[1]]);
  });

  it('give no outcome and no end of progress to who is unsubscribed by a handler before it (S30)', () => {
    const { log, ...to } = observer();
    const subscription = new Subscription();
    const d = Deferred().fail(() => {
      subscription.unsubscribe();
    });
    subscription.add(d.outcome$.subscribe(to));
    subscription.add(d.progress$.subscribe(to));
    d.reject(1);
    expect(log).toStrictEqual([]);
  });

  it('give nothing to who is unsubscribed by a subscriber before it (S30)', () => {
    const { log, to } = observers();
    const second = new Subscription();
    const d = Deferred();
    d.asObservable().subscribe(() => {
      second.unsubscribe();
    });
    second.add(d.asObservable().subscribe(to('second')));
    d.asObservable().subscribe(to('third'));
    d.resolve(1);
    expect(log).toStrictEqual(['third next 1', 'third complete']);
  });

  it('give no notification to who is unsubscribed by a progress handler before it', () => {
    const { log, as, to } = observers();
    const subscription = new Subscription();
    const d = Deferred().progress(() => {
      subscription.unsubscribe();
    });
    subscription.add(d.progress$.subscribe(to('s')));
    d.progress(as('b')).notify(1).notify(2);
    expect(log).toStrictEqual(['b 1', 'b 2']);
  });

  it('do not complete for a subscriber that leaves with the value (S30)', () => {
    const { log, to } = observers();
    const d = Deferred();
    const { next, ...rest } = to('value');
    const subscription = new Subscription();
    subscription.add(
      d.asObservable().subscribe({
        next: (value) => {
          next(value);
          subscription.unsubscribe();
        },
        ...rest,
      }),
    );
    d.resolve(1);
    expect(log).toStrictEqual(['value next 1']);
  });

  it('report what a subscriber throws, and go on with the others (S4)', () => {
    const error = new Error('thrown');
    const { log, as, to } = observers();
    const d = Deferred();
    d.asObservable().subscribe(() => {
      throw error;
    });
    d.asObservable().subscribe(to('value'));
    d.done(as('done')).resolve(1);
    expect(log).toStrictEqual(['value next 1', 'value complete', 'done 1']);
    expect(reports()).toStrictEqual([error]);
  });

  it('report a rejection to a subscriber without an error handler, as RxJS does', () => {
    const d = Deferred();
    d.asObservable().subscribe(() => undefined);
    d.reject('no');
    expect(reports()).toStrictEqual(['no']);
  });

  it('report nothing where nobody subscribes (S5)', () => {
    const d = Deferred();
    d.asObservable();
    from(d);
    expect([d.outcome$, d.progress$].every(isObservable)).toBe(true);
    d.reject('no');
    expect(reports()).toStrictEqual([]);
    expect(d.state()).toBe('rejected');
  });
});

describe('progress$ of a deferred that is settled by a progress handler', () => {
  it.each([
    ['resolve', 'done'],
    ['reject', 'fail'],
  ] as const)('emits what is under way, by %s, and then completes (S18)', (settle, listen) => {
    const { log, as, to } = observers();
    const d = Deferred();
    d.progress((value) => {
      log.push(`a ${String(value)}`);
      d.notify(9)[settle]();
    });
    d.progress$.subscribe(to('s'));
    d.progress(as('b'));
    d[listen](as(listen));
    d.notify(1);
    d.progress$.subscribe(to('late'));
    expect(log).toStrictEqual(['a 1', 's next 1', 's complete', listen, 'b 1', 'late next 1', 'late complete']);
  });

  it('completes once where the subscriber came before the handler (S18)', () => {
    const { log, to } = observers();
    const d = Deferred();
    d.progress$.subscribe(to('s'));
    d.progress(() => d.notify(9).resolve());
    d.notify(1);
    expect(log).toStrictEqual(['s next 1', 's complete']);
  });

  it('waits for its turn with what is notified meanwhile (S17)', () => {
    const { log, to } = observers();
    const d = Deferred();
    d.progress((value) => {
      if (value === 1) {
        d.notify(2);
      }
    });
    d.progress$.subscribe(to('a'));
    d.progress$.subscribe(to('b'));
    d.notify(1);
    expect(log).toStrictEqual(['a next 1', 'b next 1', 'a next 2', 'b next 2']);
  });

  it('completes when its own subscriber settles the deferred (S18)', () => {
    const { log, to } = observers();
    const d = Deferred();
    const { next, ...rest } = to('s');
    d.progress$.subscribe({
      next: (value) => {
        next(value);
        d.resolve();
      },
      ...rest,
    });
    d.notify(1).notify(2);
    expect(log).toStrictEqual(['s next 1', 's complete']);
  });
});

describe('a subscriber that has unsubscribed', () => {
  const kinds: [name: string, kind: (d: Deferred) => Observable<unknown>][] = [
    ...ways,
    ['outcome$', (d) => d.outcome$],
    ['progress$', (d) => d.progress$],
  ];

  function subscribe(observable: Observable<unknown>): { subscription: Subscription; ref: WeakRef<object> } {
    const resource = { used: 0 };
    const subscription = observable.subscribe(() => {
      resource.used += 1;
    });
    return { subscription, ref: new WeakRef(resource) };
  }

  it.each(kinds)('is released by the pending deferred it had by %s', async (_, kind) => {
    const d = Deferred().done(() => undefined);
    const [kept, left] = [subscribe(kind(d)), subscribe(kind(d))];
    left.subscription.unsubscribe();
    await drainMicrotasks();
    collectGarbage();
    expect(left.ref.deref()).toBeUndefined();
    expect(kept.ref.deref()).toBeDefined();
    expect(d.state()).toBe('pending');
  });

  it.each(kinds)('is released by the settled deferred it had by %s, as are all (S7)', async (_, kind) => {
    const d = Deferred();
    const { ref } = subscribe(kind(d));
    d.notify(0).resolve(1);
    await drainMicrotasks();
    collectGarbage();
    expect(ref.deref()).toBeUndefined();
    expect(d.state()).toBe('resolved');
  });

  it('is released when it leaves during a notification', async () => {
    const d = Deferred();
    const { subscription, ref } = subscribe(d.progress$);
    d.progress(() => {
      subscription.unsubscribe();
    });
    d.notify(1);
    await drainMicrotasks();
    collectGarbage();
    expect(ref.deref()).toBeUndefined();
    expect(d.state()).toBe('pending');
  });
});

describe('what can be reached', () => {
  /** What the methods of a promise and of an observable give. */
  function derive(value: object): Record<string, unknown> {
    if (value instanceof Observable) {
      const seen: Record<string, unknown> = {};
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- it hands out the source
      const lifted = value.lift({
        call(subscriber, source: unknown) {
          seen['lift(subscriber)'] = subscriber;
          seen['lift(source)'] = source;
          return (source as Observable<unknown>).subscribe(subscriber);
        },
      });
      const observer = {
        next(this: unknown, emitted: unknown) {
          seen['next(this)'] = this;
          seen['next(value)'] = emitted;
        },
        error: () => undefined,
      };
      seen['lifted'] = lifted;
      seen['lifted.subscribe()'] = lifted.subscribe(observer);
      seen['piped'] = value.pipe(map(identity));
      seen['piped.subscribe()'] = value.pipe(map(identity)).subscribe(observer);
      seen['subscribe()'] = value.subscribe(observer);
      seen['toDeferred()'] = toDeferred(value);
      return seen;
    }
    if ('asObservable' in value && 'until' in value && value !== Deferred.prototype) {
      const promise = value as DeferredPromise;
      const seen: Record<string, unknown> = {};
      promise.progress(function (this: unknown, ...args) {
        seen['progress(this)'] = this;
        seen['progress(args)'] = args;
      });
      return Object.assign(seen, {
        'then()': promise.then(),
        'then(f, r, p)': promise.then(identity, identity, identity),
        'catch()': promise.catch(identity),
        'finally()': promise.finally(() => undefined),
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- jQuery has it, so it is tested
        'pipe()': promise.pipe(identity),
        'until()': promise.until(new Subject()),
        'promise()': promise.promise(),
        'promise({})': promise.promise({}),
        'done()': promise.done(() => undefined),
        'always()': promise.always(() => undefined),
        'asObservable()': promise.asObservable(),
        'outcome()': promise.outcome(),
        'from()': from(promise),
      });
    }
    return {};
  }

  const walk = (root: unknown) => reachable({ root }, { derive, depth: 2, except: builtIn });

  const roots: [name: string, root: (d: Deferred) => unknown][] = [
    ['promise()', (d) => d.promise()],
    ['promise(target)', (d) => d.promise({})],
    ['then()', (d) => d.then()],
    ['asObservable()', (d) => d.asObservable()],
    ['from()', (d) => from(d)],
    ['outcome$', (d) => d.outcome$],
    ['progress$', (d) => d.progress$],
    ['a subscription', (d) => d.asObservable().subscribe({ error: () => undefined })],
    ['a subscription of outcome$', (d) => d.outcome$.subscribe()],
    ['a subscription of progress$', (d) => d.progress$.subscribe()],
    ['an observable piped from it', (d) => d.asObservable().pipe(map(identity), toArray())],
  ];

  it.each(roots)('from %s does not settle the deferred, nor notify (S31)', (_, root) => {
    const settlements = recorder();
    const notifications = recorder();
    const d = Deferred().notify('first').always(settlements).progress(notifications);
    const found = walk(root(d));
    const harmful = attack(found, () => d.state() !== 'pending' || notifications.calls.length > 1);
    reports();
    expect(harmful).toStrictEqual([]);
    expect(found.some(({ value }) => value === d)).toBe(false);
    d.notify('second').resolve('value');
    expect(notifications.calls).toStrictEqual([['first'], ['second']]);
    expect(settlements.calls).toStrictEqual([['value']]);
  });

  it('from the promise includes what its methods give: the tests above go deep (S31)', () => {
    const paths = walk(Deferred().promise()).map(({ path }) => path);
    expect(paths).toContain('root.then().asObservable()');
    expect(paths).toContain('root.outcome$.piped.operator');
    expect(paths).toContain('root.progress$.lift(subscriber)');
    expect(paths.length).toBeGreaterThan(300);
  });

  it.each<[string, (subject: Subject<unknown>) => unknown]>([
    ['asObservable()', (subject) => subject.asObservable()],
    ['pipe()', (subject) => subject.pipe(map(identity))],
    ['the source of a piped observable', (subject) => subject.asObservable().pipe(map(identity))],
    ['a set', (subject) => new Set([{ subject }])],
    ['a map', (subject) => new Map([['held', { subject }]])],
    [
      'a getter',
      (subject) =>
        Object.create({
          get inherited() {
            return subject;
          },
        }) as unknown,
    ],
  ])('from %s of a plain subject is the subject: the tests above can fail (S31)', (_, root) => {
    const subject = new AsyncSubject();
    let settled = false;
    subject.subscribe({ error: () => (settled = true), complete: () => (settled = true) });
    const found = reachable({ root: root(subject) }, { except: builtIn });
    expect(found.some(({ value }) => value === subject)).toBe(true);
    expect(attack(found, () => settled)).not.toStrictEqual([]);
    reports();
  });

  it('from a deferred is what settles it: the tests above can fail (S31)', () => {
    const d = Deferred();
    expect(attack(reachable({ d }, { except: builtIn }), () => d.state() !== 'pending')).toContain('d.resolve()');
    reports();
  });
});

describe('a Symbol.observable that is defined late', () => {
  const symbol = Object.getOwnPropertyDescriptor(Symbol, 'observable') ?? {};

  afterEach(() => {
    Object.defineProperty(Symbol, 'observable', symbol);
  });

  it('is in a deferred, as are the properties of all objects, and no others', () => {
    const late = Symbol('late');
    Object.defineProperty(Symbol, 'observable', { value: late, configurable: true });
    const d = Deferred();
    expect([late in d, 'hasOwnProperty' in d, 'nothing' in d]).toStrictEqual([true, true, false]);
    reports();
  });
});
