/* eslint-disable @typescript-eslint/unbound-method -- the methods of a deferred are bound */
import { Deferred, type DeferredPromise } from 'rx-deferred';
import { restoreErrorHooks } from '../support/error-hooks.js';
import { collectReports } from '../support/reported-errors.js';
import { logger, outcomeOf, recorder } from '../support/recorder.js';
import { drainMicrotasks } from '../support/turn.js';

/** An object with a `then` of its own, which is no promise of this package. */
const thenable = (then: (resolve: (...args: unknown[]) => void, reject: (...args: unknown[]) => void) => unknown) => ({
  then,
});

const reports = collectReports();
restoreErrorHooks();

beforeEach(() => {
  Deferred.exceptionHook = undefined;
});

describe('deferred.then()', () => {
  it('calls the fulfilled handler with all arguments and the context (S21)', async () => {
    const context = {};
    const onFulfilled = recorder();
    const onRejected = recorder();
    const d = Deferred();
    const before = d.then(onFulfilled, onRejected);
    d.resolveWith(context, [1, 2]);
    await before;
    await d.then(onFulfilled, onRejected);
    expect(onFulfilled.calls).toStrictEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(onFulfilled.contexts[0]).toBe(context);
    expect(onFulfilled.contexts[1]).toBe(context);
    expect(onRejected.calls).toStrictEqual([]);
  });

  it('calls the rejected handler with all arguments and the context (S21)', async () => {
    const context = {};
    const onFulfilled = recorder();
    const onRejected = recorder();
    const d = Deferred();
    const before = d.then(onFulfilled, onRejected);
    d.rejectWith(context, ['a', 'b']);
    await before;
    await d.then(onFulfilled, onRejected);
    expect(onRejected.calls).toStrictEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect(onRejected.contexts[0]).toBe(context);
    expect(onRejected.contexts[1]).toBe(context);
    expect(onFulfilled.calls).toStrictEqual([]);
  });

  it('gives a new pending promise, which is no deferred (S21)', () => {
    const d = Deferred().resolve(1);
    const promise = d.then();
    expect(promise.state()).toBe('pending');
    expect(promise).not.toBe(d.promise());
    expect(promise).not.toBe(d.then());
    expect(Reflect.get(promise, 'resolve')).toBeUndefined();
    expect(promise.promise()).toBe(promise);
  });

  it.each([undefined, null, 5, 'text', {}])(
    'passes a resolution on, with its context, through %p (S21)',
    async (none) => {
      const context = {};
      const d = Deferred().resolveWith(context, [1, 2]);
      const outcome = await outcomeOf(d.then(none as never, none as never, none as never));
      expect(outcome).toStrictEqual({ state: 'resolved', context: {}, args: [1, 2] });
      expect(outcome.context).toBe(context);
    },
  );

  it.each([undefined, null, 5, 'text', {}])(
    'passes a rejection on, with its context, through %p (S21)',
    async (none) => {
      const context = {};
      const d = Deferred().rejectWith(context, [1, 2]);
      const outcome = await outcomeOf(d.then(none as never, none as never, none as never));
      expect(outcome).toStrictEqual({ state: 'rejected', context: {}, args: [1, 2] });
      expect(outcome.context).toBe(context);
    },
  );

  it('passes no argument on as none (S21)', async () => {
    await expect(outcomeOf(Deferred().resolve().then())).resolves.toStrictEqual({
      state: 'resolved',
      context: undefined,
      args: [],
    });
    await expect(outcomeOf(Deferred().reject().then())).resolves.toStrictEqual({
      state: 'rejected',
      context: undefined,
      args: [],
    });
  });

  it('passes arguments on through a chain (S21)', async () => {
    const d = Deferred().rejectWith('context', [1, 2]);
    const chain = d
      .then()
      .then(null, null)
      .then(() => 'not called');
    await expect(outcomeOf(chain)).resolves.toStrictEqual({ state: 'rejected', context: 'context', args: [1, 2] });
  });

  it.each([undefined, null, 0, 'text', [1, 2], { state: 'pending' }])(
    'resolves with the one argument %p that a handler returns, and no context (S21)',
    async (value) => {
      const expected = { state: 'resolved', context: undefined, args: [value] };
      const resolved = Deferred().resolveWith({}, [1, 2]);
      const rejected = Deferred().rejectWith({}, [1, 2]);
      await expect(outcomeOf(resolved.then(() => value))).resolves.toStrictEqual(expected);
      await expect(outcomeOf(rejected.then(null, () => value))).resolves.toStrictEqual(expected);
    },
  );

  it('rejects with the one argument that a handler throws, and no context (S21)', async () => {
    const error = new Error('thrown');
    const fail = () => {
      throw error;
    };
    const expected = { state: 'rejected', context: undefined, args: [error] };
    const resolved = Deferred().resolveWith({}, [1, 2]);
    const rejected = Deferred().rejectWith({}, [1, 2]);
    await expect(outcomeOf(resolved.then(fail))).resolves.toStrictEqual(expected);
    await expect(outcomeOf(rejected.then(null, fail))).resolves.toStrictEqual(expected);
    expect(reports()).toStrictEqual([]);
  });

  it('works detached (S11)', async () => {
    const { then } = Deferred<number>().resolve(1);
    await expect(then((n) => n + 1)).resolves.toBe(2);
  });

  it('reacts after the handlers and the rest of the code, among the microtasks (S23)', async () => {
    const { log, as } = logger();
    const d = Deferred();
    const reaction = d.then(as('then'));
    d.done(as('done')).resolve(1);
    d.done(as('late done'));
    log.push('sync');
    await reaction;
    expect(log).toStrictEqual(['done 1', 'late done 1', 'sync', 'then 1']);
  });

  it('reacts to a rejection after the handlers and the rest of the code (S23)', async () => {
    const { log, as } = logger();
    const d = Deferred();
    const reaction = d.then(null, as('then'));
    d.fail(as('fail')).reject(1);
    log.push('sync');
    await reaction;
    expect(log).toStrictEqual(['fail 1', 'sync', 'then 1']);
  });

  it('reacts in a microtask to what is settled already (S23)', async () => {
    const { log, as } = logger();
    const reaction = Deferred().resolve(1).then(as('then'));
    log.push('sync');
    await reaction;
    expect(log).toStrictEqual(['sync', 'then 1']);
  });

  it('reacts in the order in which it was called (S23)', async () => {
    const { log, as } = logger();
    const d = Deferred();
    d.then(as('a'));
    d.then(as('b'));
    d.resolve(1);
    d.then(as('c'));
    await d;
    expect(log).toStrictEqual(['a 1', 'b 1', 'c 1']);
  });

  it('takes its turn among the microtasks of native promises (S23)', async () => {
    const { log, as } = logger();
    const before = Promise.resolve('before').then(as('native'));
    const reaction = Deferred().resolve(1).then(as('then'));
    const after = Promise.resolve('after').then(as('native'));
    await Promise.all([before, reaction, after]);
    expect(log).toStrictEqual(['native before', 'then 1', 'native after']);
  });

  it('reacts before any timer, and while fake timers stand still (S23)', async () => {
    const { log, as } = logger();
    setTimeout(as('timer'), 0);
    const reaction = Deferred().resolve(1).then(as('a')).then(as('b'));
    await reaction;
    expect(log).toStrictEqual(['a 1', 'b undefined']);
    expect(jest.getTimerCount()).toBe(1);
  });

  it('calls back once, whatever comes after the settlement (S8)', async () => {
    const onFulfilled = recorder();
    const onRejected = recorder();
    const d = Deferred();
    const reaction = d.then(onFulfilled, onRejected);
    d.resolve(1).resolve(2).reject(3).notify(4);
    await reaction;
    await drainMicrotasks();
    expect(onFulfilled.calls).toStrictEqual([[1]]);
    expect(onRejected.calls).toStrictEqual([]);
  });
});

describe('deferred.resolve(thenable)', () => {
  it('gives the thenable itself to done and to the first then handler (S20)', async () => {
    const inner = thenable((resolve) => {
      resolve('inner');
    });
    const done = recorder();
    const onFulfilled = recorder();
    const d = Deferred().resolve(inner, 2).done(done);
    await d.then(onFulfilled);
    expect(done.calls[0]?.[0]).toBe(inner);
    expect(onFulfilled.calls[0]?.[0]).toBe(inner);
    expect(onFulfilled.calls[0]).toHaveLength(2);
  });

  it('is unwrapped by then() and by await (S20)', async () => {
    const inner = thenable((resolve) => {
      resolve('inner');
    });
    const d = Deferred().resolve(inner);
    await expect(outcomeOf(d.then())).resolves.toStrictEqual({
      state: 'resolved',
      context: undefined,
      args: ['inner'],
    });
    expect(await d).toBe('inner');
  });

  it('is unwrapped by then(), all arguments and the context of the inner one instead of its own (S20)', async () => {
    const inner = Deferred().resolveWith('inner context', ['a', 'b']);
    const d = Deferred().resolveWith('outer context', [inner, 2, 3]);
    await expect(outcomeOf(d.then())).resolves.toStrictEqual({
      state: 'resolved',
      context: 'inner context',
      args: ['a', 'b'],
    });
  });

  it('leaves a thenable that is not the first argument alone (S20)', async () => {
    const inner = thenable((resolve) => {
      resolve('inner');
    });
    const { args } = await outcomeOf(Deferred().resolve(1, inner).then());
    expect(args[1]).toBe(inner);
  });

  it('rejects then() where the thenable rejects (S20)', async () => {
    const inner = thenable((_, reject) => {
      reject('a', 'b');
    });
    const d = Deferred().resolve(inner);
    expect(d.state()).toBe('resolved');
    await expect(outcomeOf(d.then())).resolves.toMatchObject({ state: 'rejected', args: ['a', 'b'] });
  });

  it('waits for thenables that answer at once, nested to any depth (S20)', async () => {
    let nested: unknown = 'value';
    for (let i = 0; i < 20_000; i++) {
      const value = nested;
      nested = {
        then: (resolve: (value: unknown) => void) => {
          resolve(value);
        },
      };
    }
    expect(await Deferred().resolve(nested)).toBe('value');
    const rejecting = Deferred().resolve({
      then: (_: unknown, reject: (reason: unknown) => void) => {
        reject(nested);
      },
    });
    expect(await rejecting.then().catch((reason) => reason === nested && { reason })).toStrictEqual({ reason: nested });
  });
});

describe('deferred.reject(thenable)', () => {
  it('passes the thenable itself through then() (S20)', async () => {
    const inner = thenable((resolve) => {
      resolve('inner');
    });
    const { state, args } = await outcomeOf(Deferred().reject(inner).then());
    expect(state).toBe('rejected');
    expect(args[0]).toBe(inner);
  });
});

describe.each<[string, (value: unknown) => DeferredPromise]>([
  [
    'fulfilled',
    (value) =>
      Deferred()
        .resolve()
        .then(() => value),
  ],
  [
    'rejected',
    (value) =>
      Deferred()
        .reject()
        .then(null, () => value),
  ],
])('what the %s handler of then returns', (_, returning) => {
  it('is waited for if it is a native promise (S21)', async () => {
    await expect(outcomeOf(returning(Promise.resolve(1)))).resolves.toStrictEqual({
      state: 'resolved',
      context: undefined,
      args: [1],
    });
    const error = new Error('native');
    await expect(outcomeOf(returning(Promise.reject(error)))).resolves.toStrictEqual({
      state: 'rejected',
      context: undefined,
      args: [error],
    });
  });

  it('keeps its own arguments and context if it is a deferred (S21)', async () => {
    const context = {};
    for (const inner of [Deferred().resolveWith(context, [1, 2]), Deferred().resolveWith(context, [1, 2]).promise()]) {
      const outcome = await outcomeOf(returning(inner));
      expect(outcome).toStrictEqual({ state: 'resolved', context: {}, args: [1, 2] });
      expect(outcome.context).toBe(context);
    }
    const outcome = await outcomeOf(returning(Deferred().rejectWith(context, ['a', 'b'])));
    expect(outcome).toStrictEqual({ state: 'rejected', context: {}, args: ['a', 'b'] });
    expect(outcome.context).toBe(context);
  });

  it('keeps the promise pending while a returned deferred is pending (S21)', async () => {
    const inner = Deferred();
    const promise = returning(inner);
    await drainMicrotasks();
    expect(promise.state()).toBe('pending');
    inner.resolve('late');
    await expect(promise).resolves.toBe('late');
  });

  it('lets the progress of a returned deferred flow to the outer one (S21)', async () => {
    const progress = recorder();
    const inner = Deferred().notifyWith('first', [1, 2]);
    const promise = returning(inner).progress(progress);
    await drainMicrotasks();
    inner.notify(3).notifyWith('third', [4]);
    await drainMicrotasks();
    inner.resolve().notify(5);
    await promise;
    expect(progress.calls).toStrictEqual([[1, 2], [3], [4]]);
    expect(progress.contexts).toStrictEqual(['first', undefined, 'third']);
  });

  it('gives its last notification before its outcome (S21)', async () => {
    const { log, as } = logger();
    const inner = Deferred().notify(1).notify(2).resolve('end');
    const promise = returning(inner).progress(as('progress')).done(as('done'));
    await promise;
    expect(log).toStrictEqual(['progress 2', 'done end']);
  });

  it('is followed through thenables in thenables (S21)', async () => {
    const nested = thenable((resolve) => {
      resolve(
        thenable((resolveInner) => {
          resolveInner(Promise.resolve('core'));
        }),
      );
    });
    await expect(returning(nested)).resolves.toBe('core');
  });

  it('is not followed through a rejection with a thenable (S21)', async () => {
    const reason = thenable((resolve) => {
      resolve('never');
    });
    const { state, args } = await outcomeOf(
      returning(
        thenable((_resolve, reject) => {
          reject(reason);
        }),
      ),
    );
    expect(state).toBe('rejected');
    expect(args[0]).toBe(reason);
  });

  it('may be a function with a then method (S21)', async () => {
    const inner = Object.assign(() => undefined, {
      then(resolve: (value: string) => void) {
        resolve('function');
      },
    });
    await expect(returning(inner)).resolves.toBe('function');
  });

  it('is a value if its then is no function (S21)', async () => {
    const inner = { then: 'text' };
    expect((await outcomeOf(returning(inner))).args[0]).toBe(inner);
  });

  it('has its then read once, and called on it with three functions (S21)', async () => {
    let reads = 0;
    const calls: unknown[][] = [];
    const contexts: unknown[] = [];
    const inner = {
      get then() {
        reads += 1;
        return function (this: unknown, ...args: [resolve: (value: unknown) => void]) {
          contexts.push(this);
          calls.push(args);
          args[0]('read');
        };
      },
    };
    await expect(returning(inner)).resolves.toBe('read');
    expect(reads).toBe(1);
    expect(contexts).toHaveLength(1);
    expect(contexts[0]).toBe(inner);
    expect(calls[0]?.map((arg) => typeof arg)).toStrictEqual(['function', 'function', 'function']);
  });

  it('rejects if reading its then throws (S21)', async () => {
    const error = new Error('getter');
    const inner = {
      get then(): unknown {
        throw error;
      },
    };
    await expect(outcomeOf(returning(inner))).resolves.toStrictEqual({
      state: 'rejected',
      context: undefined,
      args: [error],
    });
  });

  it('rejects if its then throws before it calls (S21)', async () => {
    const error = new Error('then');
    const inner = thenable(() => {
      throw error;
    });
    await expect(outcomeOf(returning(inner))).resolves.toStrictEqual({
      state: 'rejected',
      context: undefined,
      args: [error],
    });
  });

  it('has what its then throws after a call ignored (S21)', async () => {
    const inner = thenable((resolve) => {
      resolve('first');
      throw new Error('too late');
    });
    await expect(returning(inner)).resolves.toBe('first');
    expect(reports()).toStrictEqual([]);
  });

  it('has what its then throws ignored while that which it resolved with is pending (S21)', async () => {
    const slow = Deferred();
    const inner = thenable((resolve) => {
      resolve(slow);
      throw new Error('too late');
    });
    const promise = returning(inner);
    await drainMicrotasks();
    expect(promise.state()).toBe('pending');
    slow.resolve('slow');
    await expect(promise).resolves.toBe('slow');
  });

  it('counts by its first call (S21)', async () => {
    const first: [string, (resolve: (value: unknown) => void, reject: (value: unknown) => void) => void][] = [
      [
        'resolved',
        (resolve, reject) => {
          resolve(1);
          resolve(2);
          reject(3);
        },
      ],
      [
        'rejected',
        (resolve, reject) => {
          reject(1);
          resolve(2);
          reject(3);
        },
      ],
    ];
    for (const [state, then] of first) {
      await expect(outcomeOf(returning({ then }))).resolves.toMatchObject({ state, args: [1] });
    }
  });

  it('counts by its first call even if that brings a thenable that is pending (S21)', async () => {
    const slow = Deferred();
    const inner = thenable((resolve, reject) => {
      resolve(slow);
      resolve('second');
      reject('third');
    });
    const promise = returning(inner);
    await drainMicrotasks();
    expect(promise.state()).toBe('pending');
    slow.reject('slow');
    await expect(outcomeOf(promise)).resolves.toMatchObject({ state: 'rejected', args: ['slow'] });
  });

  it('no longer notifies once it has called (S21)', async () => {
    const progress = recorder();
    const slow = Deferred();
    const inner = {
      then(...[resolve, , notify]: ((value: unknown) => void)[]) {
        notify?.(1);
        resolve?.(slow);
        notify?.(2);
      },
    };
    const promise = returning(inner).progress(progress);
    await drainMicrotasks();
    slow.notify(3);
    await drainMicrotasks();
    slow.resolve('end');
    await promise;
    expect(progress.calls).toStrictEqual([[1], [3]]);
  });

  it('may call with any number of arguments and with a context (S21)', async () => {
    const inner = thenable((resolve) => {
      resolve.call('context', 1, 2);
    });
    await expect(outcomeOf(returning(inner))).resolves.toStrictEqual({
      state: 'resolved',
      context: 'context',
      args: [1, 2],
    });
  });
});

describe('self-resolution', () => {
  const message = /^Expected .*another promise/;

  it('rejects with a TypeError where a handler returns its own promise (S21)', async () => {
    const fulfilled: DeferredPromise = Deferred()
      .resolve()
      .then((): unknown => fulfilled);
    const rejected: DeferredPromise = Deferred()
      .reject()
      .then(null, (): unknown => rejected);
    for (const promise of [fulfilled, rejected]) {
      const { state, context, args } = await outcomeOf(promise);
      expect(state).toBe('rejected');
      expect(context).toBeUndefined();
      expect(args).toHaveLength(1);
      expect(args[0]).toBeInstanceOf(TypeError);
      expect(args[0]).toHaveProperty('message', expect.stringMatching(message));
    }
  });

  it('rejects with a TypeError where a thenable resolves with the promise that follows it (S21)', async () => {
    const promise: DeferredPromise = Deferred()
      .resolve()
      .then(() =>
        thenable((resolve) => {
          resolve(promise);
        }),
      );
    await expect(promise).rejects.toThrow(TypeError);
    await expect(promise).rejects.toThrow(message);
  });
});

describe('progress through then', () => {
  it('passes notifications on, with all arguments and the context, in a microtask (S22)', async () => {
    const context = {};
    const progress = recorder();
    const d = Deferred();
    d.then(() => 'mapped').progress(progress);
    d.notifyWith(context, [1, 2]);
    expect(progress.calls).toStrictEqual([]);
    await drainMicrotasks();
    expect(progress.calls).toStrictEqual([[1, 2]]);
    expect(progress.contexts[0]).toBe(context);
  });

  it('calls the progress handler with all arguments and the context (S22)', async () => {
    const context = {};
    const onProgress = recorder();
    const d = Deferred();
    d.then(null, null, onProgress);
    d.notifyWith(context, [1, 2]);
    await drainMicrotasks();
    expect(onProgress.calls).toStrictEqual([[1, 2]]);
    expect(onProgress.contexts[0]).toBe(context);
  });

  it('maps notifications to one argument and no context (S22)', async () => {
    const progress = recorder();
    const d = Deferred<unknown, never, [loaded: number, total: number]>();
    d.then(null, null, (loaded, total) => loaded / total).progress(progress);
    d.notifyWith({}, [1, 2]).notify(2, 2);
    await drainMicrotasks();
    expect(progress.calls).toStrictEqual([[0.5], [1]]);
    expect(progress.contexts).toStrictEqual([undefined, undefined]);
  });

  it('replays the last notification to a late then (S22)', async () => {
    const onProgress = recorder();
    const d = Deferred().notify(1).notify(2);
    d.then(null, null, onProgress);
    await drainMicrotasks();
    d.notify(3);
    await drainMicrotasks();
    expect(onProgress.calls).toStrictEqual([[2], [3]]);
  });

  it('replays the last notification, then the outcome, after settlement (S22)', async () => {
    const { log, as } = logger();
    const d = Deferred().notify(1).notify(2).resolve('end');
    await d.then(as('then'), null, as('progress'));
    expect(log).toStrictEqual(['progress 2', 'then end']);
  });

  it('replays nothing where there was no notification (S22)', async () => {
    const onProgress = recorder();
    await Deferred().resolve().then(null, null, onProgress);
    expect(onProgress.calls).toStrictEqual([]);
  });

  it('reacts to notifications and the outcome in the order they came (S22)', async () => {
    const { log, as } = logger();
    const d = Deferred();
    const reaction = d.then(as('then'), null, as('progress'));
    d.notify(1).notify(2).resolve('end').notify(3);
    await reaction;
    expect(log).toStrictEqual(['progress 1', 'progress 2', 'then end']);
  });

  it('waits for a thenable that the progress handler returns (S22)', async () => {
    const progress = recorder();
    const slow = Deferred();
    const d = Deferred<unknown, unknown, string>();
    d.then(null, null, () => slow).progress(progress);
    d.notify('start');
    await drainMicrotasks();
    expect(progress.calls).toStrictEqual([]);
    slow.resolveWith('context', [1, 2]);
    await drainMicrotasks();
    expect(progress.calls).toStrictEqual([[1, 2]]);
    expect(progress.contexts).toStrictEqual(['context']);
  });

  it('waits for a thenable that a thenable of the progress handler brings (S22)', async () => {
    const progress = recorder();
    const d = Deferred<unknown, unknown, string>();
    d.then(null, null, () =>
      thenable((resolve) => {
        resolve(Promise.resolve('core'));
      }),
    ).progress(progress);
    d.notify('start');
    await drainMicrotasks();
    expect(progress.calls).toStrictEqual([['core']]);
  });

  it('waits for a thenable that the notification carries (S22)', async () => {
    const progress = recorder();
    const d = Deferred();
    d.then().progress(progress);
    d.notify(Promise.resolve('core'));
    await drainMicrotasks();
    expect(progress.calls).toStrictEqual([['core']]);
  });

  it('may be given a function that is a thenable (S22)', async () => {
    const progress = recorder();
    const inner = Object.assign(() => undefined, {
      then(resolve: (value: string) => void) {
        resolve('function');
      },
    });
    const d = Deferred();
    d.then().progress(progress);
    d.notify(inner).notify(null).notify({ then: 1 });
    await drainMicrotasks();
    expect(progress.calls).toContainEqual(['function']);
    expect(progress.calls).toContainEqual([null]);
    expect(progress.calls).toContainEqual([{ then: 1 }]);
    expect(progress.calls).toHaveLength(3);
    expect(reports()).toStrictEqual([]);
  });

  it('drops such a thenable if the outer one has settled before (S22)', async () => {
    const progress = recorder();
    const slow = Deferred();
    const d = Deferred();
    const promise = d.then(null, null, () => slow).progress(progress);
    d.notify(1).resolve('end');
    await promise;
    slow.resolve('too late');
    await drainMicrotasks();
    expect(progress.calls).toStrictEqual([]);
    expect(promise.state()).toBe('resolved');
    expect(reports()).toStrictEqual([]);
  });

  it('drops such a thenable if the outer one waits for its outcome by then (S22)', async () => {
    const progress = recorder();
    const slow = Deferred();
    const outcome = Deferred();
    const d = Deferred();
    const promise = d
      .then(
        () => outcome,
        null,
        () => slow,
      )
      .progress(progress);
    d.notify(1).resolve();
    await drainMicrotasks();
    slow.resolve('too late');
    await drainMicrotasks();
    expect(promise.state()).toBe('pending');
    outcome.resolve('end');
    await expect(promise).resolves.toBe('end');
    expect(progress.calls).toStrictEqual([]);
  });

  it('reports the rejection of such a thenable, and drops that one notification (S22)', async () => {
    const progress = recorder();
    const error = new Error('progress');
    const d = Deferred();
    const promise = d
      .then(null, null, (n: unknown): unknown => (n === 1 ? Deferred().reject(error, 'second') : n))
      .progress(progress);
    d.notify(1).notify(2);
    await drainMicrotasks();
    expect(progress.calls).toStrictEqual([[2]]);
    expect(promise.state()).toBe('pending');
    expect(reports()).toStrictEqual([error]);
  });

  it('reports what the progress handler throws once, and drops that one notification (S22)', async () => {
    const progress = recorder();
    const error = new Error('progress');
    const d = Deferred();
    const promise = d
      .then(null, null, (n: unknown) => {
        if (n === 1) {
          throw error;
        }
        return n;
      })
      .progress(progress);
    d.notify(1).notify(2);
    await drainMicrotasks();
    expect(progress.calls).toStrictEqual([[2]]);
    d.resolve('end');
    await expect(promise).resolves.toBe('end');
    expect(reports()).toStrictEqual([error]);
  });

  it('reports what reading the then of its return throws, and drops that one notification (S22)', async () => {
    const progress = recorder();
    const error = new Error('getter');
    const d = Deferred();
    d.then().progress(progress);
    d.notify({
      get then(): unknown {
        throw error;
      },
    }).notify(2);
    await drainMicrotasks();
    expect(progress.calls).toStrictEqual([[2]]);
    expect(reports()).toStrictEqual([error]);
  });

  it('does not call the exception hook for the progress handler (S22)', async () => {
    const hook = recorder();
    Deferred.exceptionHook = hook;
    const d = Deferred();
    d.then(null, null, () => {
      throw new TypeError('progress');
    });
    d.notify(1);
    await drainMicrotasks();
    expect(hook.calls).toStrictEqual([]);
    expect(reports()).toHaveLength(1);
  });
});

describe('await', () => {
  it('gives the first argument (S9)', async () => {
    expect(await Deferred().resolve(1, 2)).toBe(1);
    expect(await Deferred().resolve(1, 2).promise()).toBe(1);
    expect(await Deferred().resolve()).toBeUndefined();
  });

  it('throws the first argument of a rejection (S9)', async () => {
    await expect(Promise.resolve(Deferred().reject('a', 'b'))).rejects.toBe('a');
    await expect(Promise.resolve(Deferred().reject())).rejects.toBeUndefined();
  });
});

describe('deferred.catch()', () => {
  it('calls back with all arguments of a rejection and its context (S9)', async () => {
    const context = {};
    const onRejected = recorder();
    const d = Deferred();
    const reaction = d.catch(onRejected);
    d.rejectWith(context, ['a', 'b']);
    expect(onRejected.calls).toStrictEqual([]);
    await reaction;
    expect(onRejected.calls).toStrictEqual([['a', 'b']]);
    expect(onRejected.contexts[0]).toBe(context);
  });

  it('resolves with what the handler returns (S21)', async () => {
    await expect(
      outcomeOf(
        Deferred()
          .reject('a')
          .catch(() => 'ok'),
      ),
    ).resolves.toStrictEqual({
      state: 'resolved',
      context: undefined,
      args: ['ok'],
    });
  });

  it('passes a resolution on and does not call back (S21)', async () => {
    const onRejected = recorder();
    await expect(outcomeOf(Deferred().resolveWith('context', [1, 2]).catch(onRejected))).resolves.toStrictEqual({
      state: 'resolved',
      context: 'context',
      args: [1, 2],
    });
    expect(onRejected.calls).toStrictEqual([]);
  });

  it('passes a rejection on where it has no handler (S21)', async () => {
    for (const promise of [Deferred().reject('a', 'b').catch(), Deferred().reject('a', 'b').catch(null)]) {
      await expect(outcomeOf(promise)).resolves.toMatchObject({ state: 'rejected', args: ['a', 'b'] });
    }
  });

  it('ignores a second and third argument (S21)', async () => {
    const other = recorder();
    const d = Deferred().notify(1);
    const promise: unknown = Reflect.apply(d.catch, d, [null, other, other]);
    d.reject('a');
    await expect(promise).rejects.toBe('a');
    expect(other.calls).toStrictEqual([]);
  });
});

describe('deferred.finally()', () => {
  it('calls back without argument or context, whatever the outcome (S26)', async () => {
    const onFinally = recorder();
    await Deferred().resolveWith({}, [1]).finally(onFinally);
    await outcomeOf(Deferred().rejectWith({}, [1]).finally(onFinally));
    expect(onFinally.calls).toStrictEqual([[], []]);
    expect(onFinally.contexts).toStrictEqual([undefined, undefined]);
  });

  it('calls back in a microtask (S26)', async () => {
    const onFinally = recorder();
    const promise = Deferred().resolve().finally(onFinally);
    expect(onFinally.calls).toStrictEqual([]);
    await promise;
    expect(onFinally.calls).toStrictEqual([[]]);
  });

  it('passes all arguments and the context through (S26)', async () => {
    const context = {};
    const resolved = await outcomeOf(
      Deferred()
        .resolveWith(context, [1, 2])
        .finally(() => 'ignored'),
    );
    expect(resolved).toStrictEqual({ state: 'resolved', context: {}, args: [1, 2] });
    expect(resolved.context).toBe(context);
    const rejected = await outcomeOf(
      Deferred()
        .rejectWith(context, ['a', 'b'])
        .finally(() => 'ignored'),
    );
    expect(rejected).toStrictEqual({ state: 'rejected', context: {}, args: ['a', 'b'] });
    expect(rejected.context).toBe(context);
  });

  it('passes no argument through as none (S26)', async () => {
    expect((await outcomeOf(Deferred().resolve().finally(recorder()))).args).toStrictEqual([]);
    expect((await outcomeOf(Deferred().reject().finally(recorder()))).args).toStrictEqual([]);
  });

  it.each([undefined, null, 5])('passes everything through without a callback: %p (S26)', async (none) => {
    const resolved = Deferred().resolveWith('context', [1, 2]);
    const rejected = Deferred().rejectWith('context', [1, 2]);
    await expect(outcomeOf(resolved.finally(none as never))).resolves.toStrictEqual({
      state: 'resolved',
      context: 'context',
      args: [1, 2],
    });
    await expect(outcomeOf(rejected.finally(none as never))).resolves.toStrictEqual({
      state: 'rejected',
      context: 'context',
      args: [1, 2],
    });
  });

  it('passes notifications through (S26)', async () => {
    const progress = recorder();
    const d = Deferred().notify(1, 2);
    d.finally(recorder()).progress(progress);
    await drainMicrotasks();
    d.notify(3);
    await drainMicrotasks();
    expect(progress.calls).toStrictEqual([[1, 2], [3]]);
  });

  it('waits for a thenable that the callback returns (S26)', async () => {
    for (const make of [() => Deferred().resolve('v'), () => Deferred().reject('v')]) {
      const slow = Deferred();
      const d = make();
      const promise = d.finally(() => slow);
      await drainMicrotasks();
      expect(promise.state()).toBe('pending');
      slow.resolve('ignored');
      await expect(outcomeOf(promise)).resolves.toMatchObject({ state: d.state(), args: ['v'] });
    }
  });

  it('waits for any thenable (S26)', async () => {
    const { log } = logger();
    const inner = thenable((resolve) => {
      log.push('then');
      resolve('ignored');
    });
    await expect(
      Deferred()
        .resolve('v')
        .finally(() => inner),
    ).resolves.toBe('v');
    expect(log).toStrictEqual(['then']);
  });

  it('rejects with what the callback throws (S26)', async () => {
    const error = new Error('finally');
    const fail = () => {
      throw error;
    };
    const expected = { state: 'rejected', context: undefined, args: [error] };
    await expect(outcomeOf(Deferred().resolve(1).finally(fail))).resolves.toStrictEqual(expected);
    await expect(outcomeOf(Deferred().reject(1).finally(fail))).resolves.toStrictEqual(expected);
  });

  it('rejects with the rejection of the thenable that the callback returns (S26)', async () => {
    const fail = () => Deferred().reject('a', 'b');
    for (const d of [Deferred().resolve(1), Deferred().reject(1)]) {
      await expect(outcomeOf(d.finally(fail))).resolves.toMatchObject({ state: 'rejected', args: ['a', 'b'] });
    }
  });

  it('unwraps a thenable that the deferred was resolved with, as then() does (S26)', async () => {
    await expect(Deferred().resolve(Promise.resolve('inner')).finally(recorder())).resolves.toBe('inner');
  });

  it('passes on the thenable that the deferred was rejected with (S26)', async () => {
    const inner = thenable((resolve) => {
      resolve('never');
    });
    const { state, args } = await outcomeOf(Deferred().reject(inner).finally(recorder()));
    expect(state).toBe('rejected');
    expect(args[0]).toBe(inner);
  });
});
