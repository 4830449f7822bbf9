import { from, map, NEVER, Observable, of, share, Subject, throwError } from 'rxjs';
import { Deferred, oneShot, toDeferred, when, type DeferredPromise, type UnhandledRejection } from 'rx-deferred';
import { installDeferred } from 'rx-deferred/jquery';
import { jQuerys } from '../jquery/jquerys.js';
import { outcomeNow } from '../support/recorder.js';
import { collectReports } from '../support/reported-errors.js';
import { drainMicrotasks } from '../support/turn.js';
import { collectUnhandled } from '../support/unhandled.js';

const reports = collectReports();

const seen = collectUnhandled();

afterEach(() => {
  delete Deferred.captureStacks;
});

/** Lets tasks and microtasks run, and gives the rejections that nobody has seen by then. */
async function unhandled(): Promise<UnhandledRejection[]> {
  for (let i = 0; i < 3; i++) {
    await drainMicrotasks();
    jest.runAllTimers();
  }
  return seen;
}

const nothing = () => undefined;

/** What may be rejected with: an error can be told from all others, a text cannot. */
const reasons: [kind: string, make: () => unknown][] = [
  ['an error', () => new Error('reason')],
  ['a text', () => 'reason'],
  ['undefined', () => undefined],
];

describe('Deferred.onUnhandled', () => {
  it('is off by default', async () => {
    delete Deferred.onUnhandled;
    Deferred().reject(new Error('reason'));
    await drainMicrotasks();
    expect(jest.getTimerCount()).toBe(0);
    await expect(unhandled()).resolves.toStrictEqual([]);
  });

  it('is not there from the start', async () => {
    await jest.isolateModulesAsync(async () => {
      const { Deferred: other } = await import('rx-deferred');
      expect(other).not.toHaveProperty('onUnhandled');
      expect(other).not.toHaveProperty('captureStacks');
    });
  });

  it('is called once, in a later task, with the reason and all arguments', async () => {
    const reason = new Error('reason');
    const d = Deferred().rejectWith({}, [reason, 'more']);
    await drainMicrotasks();
    expect(seen).toStrictEqual([]);
    await expect(unhandled()).resolves.toStrictEqual([{ reason, args: [reason, 'more'] }]);
    expect(seen[0]?.reason).toBe(reason);
    expect(d.state()).toBe('rejected');
  });

  it.each([
    [[], undefined],
    [['a'], 'a'],
    [[undefined], undefined],
    [[null], null],
    [[0, 1], 0],
  ])('gets primitives as they are: reject(...%j)', async (args, reason) => {
    Deferred().reject(...args);
    await expect(unhandled()).resolves.toStrictEqual([{ reason, args }]);
  });

  it('is called with Deferred as this', async () => {
    const contexts: unknown[] = [];
    Deferred.onUnhandled = function (this: unknown) {
      contexts.push(this);
    };
    Deferred().reject();
    await unhandled();
    expect(contexts).toStrictEqual([Deferred]);
  });

  it('is called for each rejection, in their order', async () => {
    Deferred().reject('a');
    Deferred().reject('b');
    Deferred().reject('a');
    const reasonsSeen = (await unhandled()).map(({ reason }) => reason);
    expect(reasonsSeen).toStrictEqual(['a', 'b', 'a']);
  });

  it('is called for each rejection, also with the same error', async () => {
    const error = new Error('shared');
    Deferred().reject(error);
    Deferred().reject('first', error);
    Deferred().reject(error);
    Deferred()
      .resolve()
      .then(() => {
        throw error;
      });
    toDeferred(throwError(() => error));
    toDeferred(throwError(() => error));
    const reasonsSeen = (await unhandled()).map(({ reason }) => reason);
    expect(reasonsSeen).toStrictEqual([error, 'first', error, error, error, error]);
  });

  it('is called for an error that was seen on another deferred only', async () => {
    const error = new Error('shared');
    Deferred().reject(error, 'unseen');
    Deferred().reject(error, 'seen').fail(nothing);
    Deferred().fail(nothing).reject(error, 'seen');
    Deferred().reject(error, 'unseen too');
    expect((await unhandled()).map(({ args }) => args[1])).toStrictEqual(['unseen', 'unseen too']);
    Deferred().reject(error, 'later');
    expect((await unhandled()).map(({ args }) => args[1])).toStrictEqual(['unseen', 'unseen too', 'later']);
  });

  it('is called for what a callback has seen and throws again: that is another rejection', async () => {
    const error = new Error('again');
    Deferred()
      .reject(error, 'first')
      .catch((reason) => {
        throw reason;
      });
    await expect(unhandled()).resolves.toStrictEqual([{ reason: error, args: [error] }]);
  });

  it('gets a copy of the arguments: later handlers get what was rejected with', async () => {
    const handler = jest.fn();
    const d = Deferred().reject('a', 'b');
    Deferred.onUnhandled = ({ args }) => (args as unknown[]).splice(0);
    await unhandled();
    d.fail(handler);
    expect(handler.mock.calls).toStrictEqual([['a', 'b']]);
    expect(d.outcome()).toMatchObject({ args: ['a', 'b'] });
  });

  it('is called for what then callbacks throw', async () => {
    const error = new Error('thrown');
    const promise = Deferred()
      .resolve()
      .then(() => {
        throw error;
      });
    await expect(unhandled()).resolves.toStrictEqual([{ reason: error, args: [error] }]);
    expect(promise.state()).toBe('rejected');
  });

  it('is called for a fail callback of then that throws: that is another rejection', async () => {
    Deferred()
      .reject('first')
      .catch(() => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- a text can be compared
        throw 'second';
      });
    await expect(unhandled()).resolves.toStrictEqual([{ reason: 'second', args: ['second'] }]);
  });

  it('is not called where the hook is set after the rejection', async () => {
    delete Deferred.onUnhandled;
    Deferred().reject('early');
    Deferred.onUnhandled = (rejection) => seen.push(rejection);
    await expect(unhandled()).resolves.toStrictEqual([]);
  });

  it('is not called where it is deleted before the task', async () => {
    Deferred().reject('reason');
    delete Deferred.onUnhandled;
    await expect(unhandled()).resolves.toStrictEqual([]);
    expect(reports()).toStrictEqual([]);
  });

  it('has what it throws reported, and is called for the next', async () => {
    const error = new Error('hook');
    Deferred.onUnhandled = (rejection) => {
      seen.push(rejection);
      throw error;
    };
    Deferred().reject('a');
    Deferred().reject('b');
    await expect(unhandled()).resolves.toHaveLength(2);
    expect(reports()).toStrictEqual([error, error]);
  });
});

describe('a reason whose name cannot be read', () => {
  it.each([
    [
      'a getter that throws',
      () =>
        Object.defineProperty({}, 'name', {
          get() {
            throw new Error('name');
          },
        }),
    ],
    [
      'a revoked proxy',
      () => {
        const { proxy, revoke } = Proxy.revocable({}, {});
        revoke();
        return proxy;
      },
    ],
  ])('is reported, and escapes no reject(): %s', async (_, makeReason) => {
    const d = Deferred();
    d.done(nothing);
    expect(d.reject(makeReason()).state()).toBe('rejected');
    await unhandled();
    expect(seen).toHaveLength(1);
  });

  it('keeps no handler from running', () => {
    const run = jest.fn();
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    Deferred().fail(run).reject(proxy);
    expect(run).toHaveBeenCalledTimes(1);
  });
});

describe('createdAt', () => {
  it('is not there without Deferred.captureStacks', async () => {
    Deferred().reject('reason');
    await unhandled();
    expect(Object.keys(seen[0] ?? {})).toStrictEqual(['reason', 'args']);
  });

  it('has the stack of the call that made the deferred', async () => {
    Deferred.captureStacks = true;
    function makeHere() {
      return Deferred();
    }
    const d = makeHere();
    function rejectThere() {
      d.reject('reason');
    }
    rejectThere();
    await unhandled();
    expect(seen).toHaveLength(1);
    expect(seen[0]?.createdAt).toBeInstanceOf(Error);
    expect(seen[0]?.createdAt?.stack).toContain('rejections.test.ts');
    expect(seen[0]?.createdAt?.stack).toContain('makeHere');
    expect(seen[0]?.createdAt?.stack).not.toContain('rejectThere');
    expect(seen[0]?.createdAt?.message).toBe('Made here');
  });

  it('has the stack of the call of then', async () => {
    Deferred.captureStacks = true;
    const d = Deferred().resolve();
    function deriveHere() {
      return d.then(() => {
        throw new Error('thrown');
      });
    }
    deriveHere();
    await unhandled();
    expect(seen).toHaveLength(1);
    expect(seen[0]?.createdAt?.stack).toContain('rejections.test.ts');
    expect(seen[0]?.createdAt?.stack).toContain('deriveHere');
    expect(seen[0]?.createdAt?.message).toBe('Derived here');
  });

  it.each([
    [
      'then',
      () =>
        Deferred()
          .resolve()
          .then(() => Promise.reject(new Error('reason'))),
    ],
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- jQuery has it, so it is tested
    ['pipe', () => Deferred().reject('reason').pipe()],
    ['until', () => Deferred().reject('reason').until(new AbortController().signal)],
    ['toDeferred', () => toDeferred(throwError(() => 'reason'))],
    ['when', () => when(Deferred().reject('reason'), 1)],
    ['when.all', () => when.all([Deferred().reject('reason')])],
  ])('is there for what %s gives', async (_, make) => {
    Deferred.captureStacks = true;
    make();
    await unhandled();
    expect(seen.at(-1)?.createdAt?.stack).toContain('rejections.test.ts');
  });

  it('is not there for a deferred that was made before', async () => {
    const d = Deferred();
    Deferred.captureStacks = true;
    d.reject('reason');
    await unhandled();
    expect(seen).toHaveLength(1);
    expect(seen[0]).not.toHaveProperty('createdAt');
  });
});

/** Ways to see a rejection. */
const seeing: [how: string, see: (promise: DeferredPromise) => unknown][] = [
  ['fail', (p) => p.fail(nothing)],
  ['fail, among others', (p) => p.done(nothing).fail([nothing]).done(nothing)],
  ['always', (p) => p.always(nothing)],
  ['catch', (p) => p.catch(nothing)],
  ['the second argument of then', (p) => p.then(nothing, nothing)],
  ['a subscriber of outcome$', (p) => p.outcome$.subscribe()],
  ['a subscriber of asObservable', (p) => p.asObservable().subscribe({ error: nothing })],
  ['from', (p) => from(p).subscribe({ error: nothing })],
  [
    'await',
    async (p) => {
      try {
        await p;
      } catch {
        return undefined;
      }
    },
  ],
  ['Promise.resolve', (p) => Promise.resolve(p).catch(nothing)],
];

/** Ways that lead to another promise for the same rejection. */
const branches: [name: string, branch: (promise: DeferredPromise) => DeferredPromise][] = [
  ['promise()', (p) => p.promise()],
  ['promise(target)', (p) => p.promise({})],
  ['then()', (p) => p.then()],
  ['then(done)', (p) => p.then(nothing)],
  ['then(null, null, progress)', (p) => p.then(null, null, nothing)],
  ['a chain of then', (p) => p.then(nothing).then().then(nothing)],
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- jQuery has it, so it is tested
  ['pipe()', (p) => p.pipe()],
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- jQuery has it, so it is tested
  ['pipe(done)', (p) => p.pipe(nothing)],
  ['until', (p) => p.until(NEVER)],
  ['finally()', (p) => p.finally()],
  ['finally(fn)', (p) => p.finally(nothing)],
  ['when(d)', (p) => when(p)],
  ['when(promise())', (p) => when(p.promise())],
  ['when(promise(target))', (p) => when(p.promise({}))],
  ['when(d, 1)', (p) => when(p, 1)],
  ['when(promise(), 1)', (p) => when(p.promise(), 1)],
  ['when(promise(target), 1)', (p) => when(p.promise({}), 1)],
  ['when.all', (p) => when.all([p, 1])],
  ['when.all of a promise()', (p) => when.all([p.promise(), 1])],
  ['when.race', (p) => when.race([p, Deferred()])],
  ['oneShot', (p) => oneShot(() => p).get()],
  ['oneShot of a promise()', (p) => oneShot(() => p.promise()).get()],
  [
    'then that returns it',
    (p) =>
      Deferred()
        .resolve()
        .then(() => p),
  ],
  [
    'then that returns its promise()',
    (p) =>
      Deferred()
        .resolve()
        .then(() => p.promise()),
  ],
  [
    'pipe that returns it',
    (p) =>
      Deferred()
        .resolve()
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- jQuery has it, so it is tested
        .pipe(() => p),
  ],
];

describe.each(reasons)('a rejection with %s', (_, makeReason) => {
  describe.each(seeing)('is seen by %s', (_, see) => {
    it.each(['before', 'after', 'in a microtask after'])('%s it', async (when) => {
      const d = Deferred();
      if (when === 'before') {
        see(d);
      }
      d.reject(makeReason(), 'more');
      if (when === 'after') {
        see(d);
      } else if (when !== 'before') {
        await drainMicrotasks();
        see(d);
      }
      await expect(unhandled()).resolves.toStrictEqual([]);
    });
  });

  it.each(branches)('is seen on a branch, and beside it, in all these ways: %s', async (_, branch) => {
    const failures: string[] = [];
    for (const [how, see] of seeing) {
      for (const place of ['on the branch', 'beside it']) {
        const d = Deferred();
        const promise = branch(d);
        see(place === 'beside it' ? d : promise);
        d.reject(makeReason());
        failures.push(...(await unhandled()).splice(0).map(() => `${how} ${place}`));
      }
    }
    expect(failures).toStrictEqual([]);
  });

  it.each(branches)('is reported once, where nobody sees it on a branch: %s', async (_, branch) => {
    const d = Deferred();
    branch(d);
    const reason = makeReason();
    d.reject(reason, 'more');
    await expect(unhandled()).resolves.toStrictEqual([{ reason, args: [reason, 'more'] }]);
  });

  it.each<[string, (p: DeferredPromise) => unknown]>([
    ['done', (p) => p.done(nothing)],
    ['progress', (p) => p.progress(nothing)],
    ['a subscriber of progress$', (p) => p.progress$.subscribe()],
    ['state(), outcome() and promise()', (p) => [p.state(), p.outcome(), p.promise()]],
    ['fail without a handler', (p) => p.fail(null, undefined, [])],
    ['catch without a handler', (p) => p.catch()],
    [
      'a subscriber that has left',
      (p) => {
        p.asObservable().subscribe({ error: nothing }).unsubscribe();
      },
    ],
    [
      'a subscriber of outcome$ that has left',
      (p) => {
        p.outcome$.subscribe().unsubscribe();
      },
    ],
  ])('is not seen by %s', async (_, look) => {
    const d = Deferred();
    look(d);
    const reason = makeReason();
    d.reject(reason);
    await expect(unhandled()).resolves.toStrictEqual([{ reason, args: [reason] }]);
  });

  it('is seen by the fail filter of pipe, whose result is another rejection', async () => {
    const d = Deferred();
    const filtered = { filtered: true };
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- jQuery has it, so it is tested
    d.pipe(null, () => filtered);
    d.reject(makeReason());
    await expect(unhandled()).resolves.toStrictEqual([{ reason: filtered, args: [filtered] }]);
  });

  it('is reported beside what the callback of finally throws, which hides it', async () => {
    const error = new Error('finally');
    const reason = makeReason();
    Deferred()
      .reject(reason)
      .finally(() => {
        throw error;
      });
    expect((await unhandled()).map((rejection) => rejection.reason)).toStrictEqual([reason, error]);
  });

  it('is seen by when.settled, which resolves with it', async () => {
    const d = Deferred();
    when.settled([d, d.promise()]);
    d.reject(makeReason());
    await expect(unhandled()).resolves.toStrictEqual([]);
  });

  it('is seen by when.any: the AggregateError is another rejection', async () => {
    const [a, b] = [Deferred(), Deferred()];
    const whole = when.any([a, b.promise()]);
    a.reject(makeReason());
    await expect(unhandled()).resolves.toStrictEqual([]);
    b.reject(makeReason());
    expect((await unhandled()).map(({ reason }) => reason)).toStrictEqual([expect.any(AggregateError)]);
    expect(whole.state()).toBe('rejected');
  });

  it('is reported for toDeferred', async () => {
    const reason = makeReason();
    toDeferred(throwError(() => reason));
    await expect(unhandled()).resolves.toStrictEqual([{ reason, args: [reason] }]);
  });

  it('is not reported for toDeferred with a handler', async () => {
    toDeferred(throwError(makeReason)).fail(nothing);
    await expect(unhandled()).resolves.toStrictEqual([]);
  });

  it('is not seen by a handler of another deferred', async () => {
    Deferred().reject(Symbol('other')).fail(nothing);
    const reason = makeReason();
    Deferred().reject(reason);
    await expect(unhandled()).resolves.toStrictEqual([{ reason, args: [reason] }]);
  });

  it('is seen though the handler throws', async () => {
    const error = new Error('handler');
    Deferred()
      .reject(makeReason())
      .fail(() => {
        throw error;
      });
    await expect(unhandled()).resolves.toStrictEqual([]);
    expect(reports()).toStrictEqual([error]);
  });

  it('is not seen by a handler that is added after the task', async () => {
    const d = Deferred().reject(makeReason());
    await expect(unhandled()).resolves.toHaveLength(1);
    d.fail(nothing).then().catch(nothing);
    await expect(unhandled()).resolves.toHaveLength(1);
  });
});

/** Ways that lead through other promises and observables, which know nothing but the reason. */
const detours: [name: string, branch: (promise: DeferredPromise) => DeferredPromise][] = [
  ['toDeferred', (p) => toDeferred(p)],
  ['toDeferred of from()', (p) => toDeferred(from(p).pipe(map((value) => value)))],
  ['toDeferred of a native promise', (p) => toDeferred(Promise.resolve(p))],
  ['when of a native promise', (p) => when(Promise.resolve(p))],
  ['when of a native promise and another value', (p) => when(Promise.resolve(p), 1)],
  ['when.all of an observable', (p) => when.all([from(p)])],
  [
    'an async function, and then',
    (p) =>
      Deferred()
        .resolve()
        .then(async (): Promise<unknown> => await p),
  ],
  ['a oneShot of an async function', (p) => oneShot(async (): Promise<unknown> => await p).get()],
  ['three of them', (p) => when.race([toDeferred(Promise.resolve(when(Promise.resolve(p))))])],
];

describe('a rejection with an error that makes a detour', () => {
  describe.each(detours)('by %s', (_, branch) => {
    it.each(seeing)('is seen on the branch, beside it, and on both, by %s', async (_, see) => {
      for (const places of [['branch'], ['beside'], ['branch', 'beside'], ['beside', 'beside']]) {
        for (const isLate of [false, true]) {
          const d = Deferred();
          const error = new Error(`${places.join(' and ')}${isLate ? ', late' : ''}`);
          if (isLate) {
            d.reject(error);
          }
          const promise = branch(d);
          places.forEach((place) => see(place === 'beside' ? d : promise));
          d.reject(error);
          await unhandled();
        }
      }
      expect(seen).toStrictEqual([]);
    });

    it('is told once, with all arguments', async () => {
      const error = new Error('reason');
      const d = Deferred();
      branch(d);
      d.reject(error, 'more');
      await expect(unhandled()).resolves.toStrictEqual([{ reason: error, args: [error, 'more'] }]);
    });

    it('is told once for two branches, and not at all if one of them is seen', async () => {
      const [d, e] = [Deferred(), Deferred()];
      branch(d);
      branch(d);
      d.reject(new Error('unseen'));
      expect(await unhandled()).toHaveLength(1);
      branch(e);
      branch(e).fail(nothing);
      branch(e);
      e.reject(new Error('seen'));
      expect(await unhandled()).toHaveLength(1);
    });

    it('is not told again later', async () => {
      const d = Deferred().reject(new Error('reason'));
      expect(await unhandled()).toHaveLength(1);
      branch(d);
      expect(await unhandled()).toHaveLength(1);
    });

    it('is none if it was seen before', async () => {
      const d = Deferred().fail(nothing).reject(new Error('reason'));
      await unhandled();
      branch(d);
      await expect(unhandled()).resolves.toStrictEqual([]);
    });

    it('is none if it is an abort', async () => {
      const d = Deferred();
      const promise = branch(d);
      d.abort(new Error('left'));
      await expect(unhandled()).resolves.toStrictEqual([]);
      expect(promise.state()).toBe('rejected');
    });

    it('is told once if its reason is a text, which is not recognised', async () => {
      const d = Deferred();
      branch(d);
      d.reject('text');
      await expect(unhandled()).resolves.toMatchObject([{ reason: 'text' }]);
    });
  });
});

/** Ways in which several listeners here hear one consumer that passes the rejection on. */
const shared: [name: string, listen: (promise: DeferredPromise) => DeferredPromise[]][] = [
  [
    'a native promise',
    (p) => {
      const native = (async (): Promise<unknown> => await p)();
      return [when(native, 1), when(native, 2), toDeferred(native), toDeferred(native)];
    },
  ],
  [
    'a shared observable',
    (p) => {
      const source = from(p).pipe(share());
      return [toDeferred(source), toDeferred(source.pipe(map((value) => value))), when.all([source])];
    },
  ],
];

describe('a rejection that one consumer passes on to several listeners', () => {
  describe.each(shared)('by %s', (_, listen) => {
    it.each(seeing)('is not told if it is seen by %s', async (_, see) => {
      for (const isLate of [false, true]) {
        const d = Deferred();
        if (!isLate) {
          see(d);
        }
        listen(d);
        d.reject(new Error('seen'));
        if (isLate) {
          await drainMicrotasks();
          see(d);
        }
        await unhandled();
      }
      expect(seen).toStrictEqual([]);
    });

    it('is told if nobody sees it', async () => {
      const d = Deferred();
      listen(d);
      d.reject(new Error('unseen'));
      await expect(unhandled()).resolves.toHaveLength(1);
    });

    it('is told of once', async () => {
      const d = Deferred();
      const derived = listen(d).map((promise) => promise.then().then());
      d.reject(new Error('unseen'));
      await expect(unhandled()).resolves.toHaveLength(1);
      expect(derived.every((promise) => promise.state() === 'rejected')).toBe(true);
    });
  });

  // Beside another native promise or subscriber, derived native promises cannot be told from independent ones.
  it.each(seeing.slice(0, 6))(
    'is not told if derived native promises pass it on, and it is seen by %s',
    async (_, see) => {
      const d = Deferred();
      see(d);
      const native = (async (): Promise<unknown> => await d)();
      const listeners = [when(native.then(), 1), when(native.then()), toDeferred(native)];
      d.reject(new Error('seen'));
      await expect(unhandled()).resolves.toStrictEqual([]);
      expect(listeners.map((promise) => promise.state())).toStrictEqual(['rejected', 'rejected', 'rejected']);
    },
  );

  it('is told if nobody sees it, though more have passed it on than have received it', async () => {
    const d = Deferred();
    const native = (async (): Promise<unknown> => await d)();
    const derived = [when(native, 1), when(native.then(), 2), toDeferred(native.then().then())];
    d.reject(new Error('unseen'));
    await expect(unhandled()).resolves.toHaveLength(1);
    expect(derived.map((promise) => promise.state())).toStrictEqual(['rejected', 'rejected', 'rejected']);
  });

  it('is told if a subscriber has passed it on, and native promises do so later', async () => {
    const d = Deferred();
    toDeferred(from(d).pipe(map((value) => value)));
    for (const native of [1, 2].map(async () => await d)) {
      toDeferred(native);
    }
    d.reject(new Error('unseen'));
    await expect(unhandled()).resolves.toHaveLength(1);
  });

  it('is told of anew, where a deferred rejects with an error that a native promise has seen', async () => {
    const error = new Error('seen');
    const native = Promise.resolve(Deferred().reject(error)).catch(nothing);
    await native;
    Deferred().reject(error);
    await expect(unhandled()).resolves.toMatchObject([{ reason: error }]);
  });

  it('is told of anew, where another source rejects with an error that was seen', async () => {
    const error = new Error('shared');
    for (const make of [() => when(Promise.reject(error), 1), () => toDeferred(throwError(() => error))]) {
      make().fail(nothing);
      await unhandled();
      make();
      expect((await unhandled()).splice(0).map(({ reason }) => reason)).toStrictEqual([error]);
    }
  });
});

/** A native promise that rejects with the reason of a signal, as that of `fetch` does. */
const abortedWith = (signal: AbortSignal) =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });

describe('the rejection of a notifier', () => {
  const failing: [name: string, make: (reason: unknown) => Parameters<Deferred['until']>[0]][] = [
    ['an observable', (reason) => throwError(() => reason)],
    [
      'a native promise',
      (reason) =>
        Promise.resolve().then(() => {
          throw reason;
        }),
    ],
    ['a deferred', (reason) => Deferred().reject(reason)],
    [
      'an observable that throws',
      (reason) =>
        new Observable(() => {
          throw reason;
        }),
    ],
  ];

  it.each(failing)('is passed on by until(), and seen there: %s', async (_, make) => {
    const branches = [new Error('notifier'), 'notifier'].map((reason) => Deferred().until(make(reason)).fail(nothing));
    await unhandled();
    expect([branches.map((branch) => branch.state()), seen]).toStrictEqual([['rejected', 'rejected'], []]);
  });

  it.each(failing)('is told of once if nobody sees it there: %s', async (_, make) => {
    const reason = new Error('notifier');
    Deferred().until(make(reason));
    await expect(unhandled()).resolves.toStrictEqual([{ reason, args: [reason] }]);
  });

  it('says nothing of others with the same reason', async () => {
    const reason = new Error('notifier');
    Deferred()
      .until(throwError(() => reason))
      .fail(nothing);
    await unhandled();
    Deferred().reject(reason);
    await expect(unhandled()).resolves.toStrictEqual([{ reason, args: [reason] }]);
  });
});

describe('a rejection that a combined promise no longer waits for', () => {
  const combined: [name: string, combine: (list: DeferredPromise[]) => DeferredPromise][] = [
    ['when', (list) => when(...list)],
    ['when.all', (list) => when.all(list)],
    ['when.race', (list) => when.race(list)],
    ['when.all with abortLosers', (list) => when.all(list, { abortLosers: true })],
  ];
  const moments: [when: string, reject: (wait: () => void, rejects: (() => void)[]) => void][] = [
    [
      'before',
      (wait, rejects) => {
        rejects.forEach((reject) => {
          reject();
        });
        wait();
      },
    ],
    [
      'after',
      (wait, rejects) => {
        wait();
        rejects.forEach((reject) => {
          reject();
        });
      },
    ],
  ];

  describe.each(moments)('%s it waits', (_moment, run) => {
    it.each(combined)('is silent, as with Promise.all, if that of the whole is seen: %s', async (_name, combine) => {
      const list = [Deferred(), Deferred(), Deferred()];
      run(
        () => {
          combine(list).fail(nothing);
        },
        list.map((d, i) => () => d.reject(new Error(`reason ${String(i)}`))),
      );
      await expect(unhandled()).resolves.toStrictEqual([]);
    });

    it.each(combined)('is not told beside that of the whole: %s', async (_name, combine) => {
      const list = [Deferred(), Deferred()];
      const whole: DeferredPromise[] = [];
      run(
        () => {
          whole.push(combine(list));
        },
        list.map((d, i) => () => d.reject(new Error(`reason ${String(i)}`))),
      );
      await unhandled();
      expect(seen.map(({ reason }) => reason)).toStrictEqual(whole.map((promise) => outcomeNow(promise).args?.[0]));
    });

    it.each(combined)('hides no rejection of the whole, which may be its own too: %s', async (_name, combine) => {
      const d = Deferred();
      const reason = new Error('reason');
      run(() => void combine([d, d.then(), d.until(NEVER)]), [() => d.reject(reason)]);
      await expect(unhandled()).resolves.toStrictEqual([{ reason, args: [reason] }]);
    });
  });

  it.each<[string, (list: DeferredPromise[]) => DeferredPromise]>([
    ['when.race', (list) => when.race(list)],
    ['when.any', (list) => when.any(list)],
  ])('is silent if the whole resolves: %s', async (_, combine) => {
    const [winner, loser] = [Deferred(), Deferred()];
    combine([loser, winner]);
    winner.resolve(1);
    loser.reject(new Error('reason'));
    await expect(unhandled()).resolves.toStrictEqual([]);
  });

  it('is told of if it was left only', async () => {
    const controller = new AbortController();
    const [a, b] = [Deferred(), Deferred()];
    const reason = new Error('reason');
    when.all([a, b]).until(controller.signal);
    controller.abort();
    b.reject(reason);
    await expect(unhandled()).resolves.toStrictEqual([{ reason, args: [reason] }]);
  });
});

describe('what rejects with the reason of an abort', () => {
  it.each<[string, (signal: AbortSignal) => DeferredPromise]>([
    ['toDeferred', (signal) => toDeferred(abortedWith(signal), { signal })],
    ['toDeferred and until', (signal) => toDeferred(abortedWith(signal)).until(signal)],
    ['toDeferred of a stream', (signal) => toDeferred(erroredWith(signal), { signal })],
    ['oneShot', (signal) => oneShot((inner) => abortedWith(inner)).get({ signal })],
    [
      'oneShot, until',
      (signal) =>
        oneShot((inner) => abortedWith(inner))
          .get()
          .until(signal),
    ],
    ['when, until', (signal) => when(abortedWith(signal)).until(signal)],
    ['when of several, until', (signal) => when(abortedWith(signal), 1).until(signal)],
    ['when.all, until', (signal) => when.all([abortedWith(signal)]).until(signal)],
    [
      'a deferred that rejects by itself',
      (signal) =>
        oneShot((inner) =>
          Deferred((d) => {
            inner.addEventListener('abort', () => {
              d.reject(inner.reason);
            });
          }),
        ).get({ signal }),
    ],
    [
      'a native promise after the abort',
      (signal) => {
        const promise = Deferred().until(signal);
        when(abortedWith(signal), 1);
        return promise;
      },
    ],
    [
      'then, until',
      (signal) =>
        Deferred()
          .resolve()
          .then(() => abortedWith(signal))
          .until(signal),
    ],
  ])('is no unhandled rejection: %s', async (_, make) => {
    for (const reason of [new Error('left'), new DOMException('The operation timed out', 'TimeoutError')]) {
      const controller = new AbortController();
      const promise = make(controller.signal);
      await drainMicrotasks();
      controller.abort(reason);
      await unhandled();
      expect(promise.outcome()).toMatchObject({ state: 'rejected', args: [reason] });
    }
    expect(seen).toStrictEqual([]);
  });
});

/** A stream that ends with the reason of a signal, as that of a response does. */
const erroredWith = (signal: AbortSignal) =>
  new ReadableStream({
    start(controller) {
      signal.addEventListener('abort', () => {
        controller.error(signal.reason);
      });
    },
  });

describe.each(jQuerys)('a rejection under jQuery %s', (_, create) => {
  const $ = create();
  const uninstall = installDeferred($);
  afterAll(uninstall);

  it.each<[string, (d: JQuery.Deferred<unknown>) => unknown]>([
    ['fail', (d) => d.fail(nothing)],
    ['catch', (d) => d.catch(nothing)],
    ['the end of a chain', (d) => d.then(nothing).then(nothing).then(nothing, nothing)],
    ['await', (d) => Promise.resolve(d).catch(nothing)],
    ['$.when', (d) => $.when(d, 1).then(nothing, nothing)],
  ])('is seen by %s, though reactions are tasks', async (_, see) => {
    const [d, late] = [$.Deferred(), $.Deferred()];
    see(d);
    d.reject(new Error('reason'));
    late.reject('late');
    see(late);
    for (let i = 0; i < 5; i++) {
      await unhandled();
    }
    expect(seen).toStrictEqual([]);
  });

  it('is told once, though it is passed on by tasks', async () => {
    const d = $.Deferred();
    d.then(nothing).then(nothing);
    $.when(d, 1).then(nothing);
    d.reject('reason', 'more');
    for (let i = 0; i < 5; i++) {
      await unhandled();
    }
    expect(seen).toStrictEqual([{ reason: 'reason', args: ['reason', 'more'] }]);
  });

  it('may have a reason whose name cannot be read', async () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const handler = jest.fn();
    $.Deferred().fail(handler).reject(proxy);
    expect(handler).toHaveBeenCalledTimes(1);
    $.Deferred().reject(proxy);
    for (let i = 0; i < 5; i++) {
      await unhandled();
    }
    expect(seen).toHaveLength(1);
  });
});

describe('a resolution', () => {
  it.each<[string, (error: Error) => unknown]>([
    ['a handler', (error) => Deferred().resolve(error).done(nothing)],
    ['then()', (error) => Deferred().resolve(error).then(nothing)],
    ['when.settled', (error) => when.settled([Deferred().resolve(error)])],
    ['when.any', (error) => when.any([Deferred().resolve(error)])],
  ])('that %s sees is none of a rejection with the same value', async (_, see) => {
    const error = new Error('a value here, a reason there');
    see(error);
    await drainMicrotasks();
    Deferred().reject(error);
    expect((await unhandled()).map(({ reason }) => reason)).toStrictEqual([error]);
  });
});

describe('an abort', () => {
  it('of a settled deferred says nothing of its reason: who else rejects with it is told of', async () => {
    const reason = new Error('left');
    Deferred().resolve().abort(reason);
    Deferred().reject(reason);
    expect((await unhandled()).map((rejection) => rejection.reason)).toStrictEqual([reason]);
  });

  it.each([[[]], [['text']], [[new Error('reason')]], [[undefined]]])(
    'is no unhandled rejection: abort(...%p)',
    async (reason) => {
      const d = Deferred();
      d.abort(...reason);
      expect(d.state()).toBe('rejected');
      await expect(unhandled()).resolves.toStrictEqual([]);
    },
  );

  it.each(branches)('is none on a branch either: %s', async (_, branch) => {
    for (const reason of [undefined, 'text', new Error('reason')]) {
      const d = Deferred();
      const promise = branch(d);
      d.abort(reason);
      await expect(unhandled()).resolves.toStrictEqual([]);
      expect(promise.state()).toBe('rejected');
    }
  });

  it('of toDeferred is none', async () => {
    const request = toDeferred(NEVER).abort('text');
    await expect(unhandled()).resolves.toStrictEqual([]);
    expect(request.state()).toBe('rejected');
  });

  it('by a signal is none', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const promises = [
      Deferred(null, { signal }),
      toDeferred(NEVER, { signal }),
      Deferred().until(signal),
      oneShot(() => NEVER).get({ signal }),
      oneShot(() => NEVER, { signal }).get(),
    ];
    controller.abort('text');
    promises.push(Deferred(null, { signal }), oneShot(() => NEVER).get({ signal }));
    await expect(unhandled()).resolves.toStrictEqual([]);
    expect(new Set(promises.map((promise) => promise.state()))).toStrictEqual(new Set(['rejected']));
  });

  it('by an observable is none', async () => {
    const notifier = new Subject<void>();
    const promises = [Deferred().until(notifier), toDeferred(NEVER).until(of(1))];
    notifier.next();
    await expect(unhandled()).resolves.toStrictEqual([]);
    expect(promises.map((promise) => promise.state())).toStrictEqual(['rejected', 'rejected']);
  });

  it.each<[string, unknown[]]>([
    ['by default', []],
    ['with an error', [new Error('reason')]],
    ['with a text', ['reason']],
  ])('of all inputs of when.any is none: %s', async (_, args) => {
    const list = [Deferred(), Deferred()];
    const whole = when.any(list);
    for (const d of list) {
      d.abort(...args);
    }
    await expect(unhandled()).resolves.toStrictEqual([]);
    expect(whole.state()).toBe('rejected');
  });

  it('of some inputs of when.any is not one of the whole', async () => {
    const list = [Deferred(), Deferred()];
    when.any(list);
    list[0]?.abort();
    list[1]?.reject(new Error('reason'));
    when.any([]);
    expect((await unhandled()).map(({ reason }) => (reason as AggregateError).errors.length)).toStrictEqual([2, 0]);
  });

  it('of losers is none', async () => {
    const loser = Deferred();
    when.race([loser, 1], { abortLosers: true });
    await expect(unhandled()).resolves.toStrictEqual([]);
    expect(loser.state()).toBe('rejected');
  });

  it('is what any AbortError is, as that of fetch', async () => {
    Deferred().reject(new DOMException('The operation was aborted', 'AbortError'));
    Deferred().reject(Object.assign(new Error('aborted'), { name: 'AbortError' }));
    toDeferred(Promise.reject(new DOMException('The operation was aborted', 'AbortError')));
    await expect(unhandled()).resolves.toStrictEqual([]);
  });

  it('is not what another error of the platform is', async () => {
    const timeout = new DOMException('The operation timed out', 'TimeoutError');
    Deferred().reject(timeout);
    expect((await unhandled()).map(({ reason }) => reason)).toStrictEqual([timeout]);
  });
});
