import { Observable, Subject } from 'rxjs';
import { Deferred, oneShot, toDeferred, when, type AbortablePromise } from 'rx-deferred';
import { listenersOf } from './support/lifetime.js';
import { bytesLeftBy, given, held, survivors } from './support/memory.js';

/** Handlers of all kinds, on one deferred. */
function handlersOf(d: ReturnType<typeof Deferred>): Record<string, WeakRef<object>> {
  return {
    done: held((handler) => d.done(handler)),
    'done again': held((handler) => d.done(handler)),
    fail: held((handler) => d.fail(handler)),
    'fail again': held((handler) => d.fail(handler)),
    always: held((handler) => d.always(handler)),
    'always again': held((handler) => d.always(handler, handler)),
    progress: held((handler) => d.progress(handler)),
    'progress again': held((handler) => d.progress([handler])),
    'then fulfilled': held((handler) => d.then(handler)),
    'then rejected': held((handler) => d.then(null, handler)),
    'then progress': held((handler) => d.then(null, null, handler)),
    catch: held((handler) => d.catch(handler)),
    finally: held((handler) => d.finally(handler)),
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- jQuery has it, so it is tested
    pipe: held((handler) => d.pipe(handler, handler, handler)),
    'of the promise': held((handler) => d.promise().done(handler).fail(handler).progress(handler)),
  };
}

describe('a pending deferred', () => {
  it('keeps its handlers, and so does its promise: the tests below can fail (S7)', async () => {
    const d = Deferred();
    const refs = handlersOf(d);
    expect(await survivors(refs)).toStrictEqual(Object.keys(refs));
    expect(d.state()).toBe('pending');
  });

  it('keeps its handlers after a notification (S7)', async () => {
    const d = Deferred().notify(1);
    const refs = handlersOf(d);
    d.notify(2);
    expect(await survivors(refs)).toStrictEqual(Object.keys(refs));
    expect(d.state()).toBe('pending');
  });

  it('releases the arguments and the context of all notifications but the last (S7)', async () => {
    const d = Deferred().progress(() => undefined);
    const notify = () => {
      const value = {};
      d.notifyWith(value, [value]);
      return new WeakRef(value);
    };
    const refs = { first: notify(), second: notify(), last: notify() };
    expect(await survivors(refs)).toStrictEqual(['last']);
    expect(d.state()).toBe('pending');
  });

  it('releases init (S7)', async () => {
    let d: ReturnType<typeof Deferred> | undefined;
    const refs = { init: held((init) => (d = Deferred(init))) };
    expect(await survivors(refs)).toStrictEqual([]);
    expect(d?.state()).toBe('pending');
  });
});

describe.each([
  ['resolved', 'resolve'],
  ['rejected', 'reject'],
] as const)('a deferred that is %s', (state, settle) => {
  it('releases its handlers of all channels (S7)', async () => {
    const d = Deferred();
    const refs = handlersOf(d);
    d[settle](1);
    expect(await survivors(refs)).toStrictEqual([]);
    expect(d.state()).toBe(state);
  });

  it('releases a handler that is alone on its channel (S7)', async () => {
    const listens: ((d: ReturnType<typeof Deferred>, handler: () => void) => unknown)[] = [
      (d, handler) => d.done(handler),
      (d, handler) => d.fail(handler),
      (d, handler) => d.always(handler),
      (d, handler) => d.progress(handler),
      (d, handler) => d.then(handler),
      (d, handler) => d.catch(handler),
      (d, handler) => d.finally(handler),
    ];
    const deferreds = listens.map((listen) => ({ listen, d: Deferred() }));
    const refs = Object.fromEntries(deferreds.map(({ listen, d }, i) => [i, held((handler) => listen(d, handler))]));
    for (const { d } of deferreds) {
      d[settle](1);
    }
    expect(await survivors(refs)).toStrictEqual([]);
    expect(deferreds.map(({ d }) => d.state())).toStrictEqual(listens.map(() => state));
  });

  it('releases its handlers after notifications (S7)', async () => {
    const d = Deferred().notify(1);
    const refs = handlersOf(d);
    d.notify(2)[settle](3);
    expect(await survivors(refs)).toStrictEqual([]);
    expect(d.state()).toBe(state);
  });

  it('releases its handlers when it is settled by a progress handler (S7)', async () => {
    const d = Deferred();
    const refs = handlersOf(d);
    d.progress((n) => n === 1 && d.notify(9)[settle]());
    d.notify(1);
    expect(await survivors(refs)).toStrictEqual([]);
    expect(d.state()).toBe(state);
  });

  it('releases its handlers when a derived promise is held (S7)', async () => {
    const d = Deferred();
    const derived: unknown[] = [];
    const refs = {
      fulfilled: held((handler) => derived.push(d.then(handler))),
      rejected: held((handler) => derived.push(d.catch(handler))),
      finally: held((handler) => derived.push(d.finally(handler))),
    };
    d[settle](1);
    expect(await survivors(refs)).toStrictEqual([]);
    expect(derived).toHaveLength(3);
  });

  it('releases the promises that were made of it (S7)', async () => {
    const d = Deferred();
    const refs = {
      then: new WeakRef(d.then()),
      'then again': new WeakRef(d.then(() => undefined)),
      catch: new WeakRef(d.catch()),
      finally: new WeakRef(d.finally(() => undefined)),
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- jQuery has it, so it is tested
      pipe: new WeakRef(d.pipe()),
    };
    expect(await survivors(refs)).toStrictEqual(Object.keys(refs));
    d[settle](1);
    expect(await survivors(refs)).toStrictEqual([]);
    expect(d.state()).toBe(state);
  });

  it('releases init (S7)', async () => {
    let d: ReturnType<typeof Deferred> | undefined;
    const refs = { init: held((init) => (d = Deferred(init)[settle]())) };
    expect(await survivors(refs)).toStrictEqual([]);
    expect(d?.state()).toBe(state);
  });

  it('leaves no trace of getErrorHook with a promise of then(), once that is settled (S24)', async () => {
    const d = Deferred();
    const traces: WeakRef<object>[] = [];
    Deferred.getErrorHook = () => {
      const trace = {};
      traces.push(new WeakRef(trace));
      return trace;
    };
    const derived = d.then(() => 1).catch(() => 2);
    d[settle]();
    await derived;
    delete Deferred.getErrorHook;
    expect(traces).toHaveLength(3);
    expect(await survivors(Object.fromEntries(traces.entries()))).toStrictEqual([]);
    expect(derived.state()).toBe('resolved');
  });

  it('keeps no late handler, with notifications before it or without (S7)', async () => {
    const quiet = Deferred()[settle](1);
    const d = Deferred().notify(1)[settle](2);
    const [quietRefs, refs] = [handlersOf(quiet), handlersOf(d)];
    expect(await survivors(refs)).toStrictEqual([]);
    expect(Object.keys(quietRefs).filter((name) => quietRefs[name]?.deref() !== undefined)).toStrictEqual([]);
    expect([quiet.state(), d.state()]).toStrictEqual([state, state]);
  });

  it('keeps its arguments and its context for those who come late (S7)', async () => {
    const d = Deferred();
    const settleWith = () => {
      const value = {};
      const context = {};
      d[`${settle}With`](context, [value]);
      return { value: new WeakRef(value), context: new WeakRef(context) };
    };
    expect(await survivors(settleWith())).toStrictEqual(['value', 'context']);
    expect(d.state()).toBe(state);
  });
});

describe('toDeferred', () => {
  type Request = AbortablePromise;

  const ends: [how: string, end: (subject: Subject<number>, request: Request, controller: AbortController) => void][] =
    [
      [
        'completes',
        (subject) => {
          subject.complete();
        },
      ],
      [
        'fails',
        (subject) => {
          subject.error(new Error('failed'));
        },
      ],
      ['is aborted', (_, request) => void request.abort()],
      [
        'is aborted by its signal',
        (_, __, controller) => {
          controller.abort();
        },
      ],
    ];

  it.each(ends)('leaves nothing behind when it %s', async (_, end) => {
    const subject = new Subject<number>();
    const controller = new AbortController();
    const request = toDeferred(subject, { signal: controller.signal });
    const refs = {
      done: held((handler) => request.done(handler)),
      fail: held((handler) => request.fail(handler)),
      progress: held((handler) => request.progress(handler)),
      then: held((handler) => request.then(handler, handler)),
    };
    subject.next(1);
    expect([subject.observed, listenersOf(controller.signal)]).toStrictEqual([true, 1]);
    end(subject, request, controller);
    expect([subject.observed, listenersOf(controller.signal)]).toStrictEqual([false, 0]);
    expect(await survivors(refs)).toStrictEqual([]);
    expect(request.state()).not.toBe('pending');
  });

  it('releases what the source is torn down with', async () => {
    const teardowns: WeakRef<object>[] = [];
    const source = new Observable<number>((subscriber) => {
      teardowns.push(
        held((teardown) => {
          subscriber.add(teardown);
        }),
      );
    });
    const request = toDeferred(source);
    request.abort();
    expect(await survivors(Object.fromEntries(teardowns.entries()))).toStrictEqual([]);
    expect([request.state(), teardowns.length]).toStrictEqual(['rejected', 1]);
  });
});

describe('deferred.until()', () => {
  it('leaves nothing on its source and its notifiers when the notifier fires', async () => {
    const d = Deferred();
    const notifier = new Subject<void>();
    const controller = new AbortController();
    const refs = {
      'a branch by an observable': new WeakRef(d.until(notifier)),
      'a branch by a signal': new WeakRef(d.until(controller.signal)),
      done: held((handler) => d.until(notifier).done(handler).progress(handler)),
      then: held((handler) => d.until(controller.signal).then(handler, handler)),
    };
    d.notify(1);
    expect(await survivors(refs)).toStrictEqual(Object.keys(refs));
    notifier.next();
    controller.abort();
    expect([notifier.observed, listenersOf(controller.signal)]).toStrictEqual([false, 0]);
    expect(await survivors(refs)).toStrictEqual([]);
    expect(d.state()).toBe('pending');
  });

  it.each(['resolve', 'reject'] as const)(
    'leaves nothing on its notifiers when the source settles: %s',
    async (settle) => {
      const d = Deferred();
      const notifier = new Subject<void>();
      const controller = new AbortController();
      const refs = {
        observable: held((handler) => d.until(notifier).always(handler)),
        signal: held((handler) => d.until(controller.signal).always(handler)),
      };
      expect([notifier.observed, listenersOf(controller.signal)]).toStrictEqual([true, 1]);
      d[settle]();
      expect([notifier.observed, listenersOf(controller.signal)]).toStrictEqual([false, 0]);
      expect(await survivors(refs)).toStrictEqual([]);
      expect(d.state()).not.toBe('pending');
    },
  );

  it('leaves nothing on its notifiers when the source is settled already', () => {
    const notifier = new Subject<void>();
    const controller = new AbortController();
    Deferred().resolve().until(notifier);
    Deferred().reject().until(controller.signal);
    expect([notifier.observed, listenersOf(controller.signal)]).toStrictEqual([false, 0]);
  });
});

describe('when.race, when.any and when.all', () => {
  const kept: unknown[] = [];
  const pending: Record<string, unknown> = {
    'a deferred': Deferred(),
    'a promise()': Deferred().promise(),
    'a promise(target)': Deferred().promise({}),
    'a derived promise': Deferred().then(),
    'a native promise': new Promise(() => undefined),
    'a thenable': { then: (...handlers: unknown[]) => kept.push(...handlers) },
    'an observable': new Subject(),
    'a request': toDeferred(new Subject()),
  };

  it.each(Object.keys(pending))('leave nothing of the whole on a loser: %s', async (name) => {
    const loser = pending[name];
    const refs = {
      race: given((value) => when.race([loser, value])),
      'race, loser last': given((value) => when.race([value, loser])),
      any: given((value) => when.any([loser, value])),
      all: given((value) => when.all([loser, Deferred().reject(value)])),
      progress: held((handler) => when.race([loser, 1]).progress(handler)),
    };
    expect(await survivors(refs)).toStrictEqual([]);
    expect(pending[name]).toBe(loser);
  });

  it('keep what the whole needs while it is pending: the test above can fail', async () => {
    const refs = { all: given((value) => when.all([pending['a deferred'], value])) };
    expect(await survivors(refs)).toStrictEqual(['all']);
    expect(pending).toHaveProperty(['a deferred']);
  });
});

describe('oneShot', () => {
  it('keeps its result until it is invalidated', async () => {
    const shot = oneShot(() => ({ value: {} }));
    const refs = { result: given((result) => shot.get().done(({ value }) => Object.assign(value, { result }))) };
    expect(await survivors(refs)).toStrictEqual(['result']);
    shot.invalidate();
    expect(await survivors(refs)).toStrictEqual([]);
    expect(shot.peek()).toBeUndefined();
  });

  it('releases a rejection, and what it was told of it', async () => {
    const results: WeakRef<object>[] = [];
    const shot = oneShot(() => {
      const d = Deferred();
      results.push(
        given((reason) => d.reject(reason)),
        held((handler) => shot.get().fail(handler)),
      );
      return d;
    });
    shot.get();
    expect(await survivors(Object.fromEntries(results.entries()))).toStrictEqual([]);
    expect(results).toHaveLength(2);
  });

  it.each([
    ['a promise()', Deferred().promise()],
    ['a native promise', new Promise(() => undefined)],
    ['a derived promise', Deferred().then()],
  ])('leaves nothing on work that goes on after it was aborted: %s', async (_, work) => {
    const shot = oneShot<unknown>(() => work);
    const refs = {
      reason: given((reason) => {
        const controller = new AbortController();
        shot.get({ signal: controller.signal });
        controller.abort(reason);
      }),
    };
    expect(await survivors(refs)).toStrictEqual([]);
    expect(shot.peek()).toBeUndefined();
  });

  it('keeps no caller that has left', async () => {
    const lifetime = new AbortController();
    const shot = oneShot(() => Deferred(), { signal: lifetime.signal });
    const stays = shot.get();
    const refs = {
      handler: held((handler) => {
        const controller = new AbortController();
        shot.get({ signal: controller.signal }).always(handler);
        controller.abort();
      }),
    };
    expect(await survivors(refs)).toStrictEqual([]);
    expect(stays.state()).toBe('pending');
  });
});

describe('a settled branch', () => {
  it.each([
    ['then', (source: Deferred) => source.then()],
    ['until', (source: Deferred) => source.until(new AbortController().signal)],
  ])('of %s() lets go of its source', async (_, branchOf) => {
    let branch: object | undefined;
    const refs = {
      source: ((source: Deferred) => {
        branch = branchOf(source);
        source.resolve();
        return new WeakRef(source.promise());
      })(Deferred(() => () => undefined)),
    };
    expect(await survivors(refs)).toStrictEqual([]);
    expect(branch).toBeDefined();
  });
});

describe('a pending deferred, in the long run', () => {
  const count = 100_000;

  it.each(['asObservable', 'outcome$', 'progress$'] as const)(
    'keeps none of 100,000 subscribers that have left: %s',
    async (name) => {
      const d = Deferred().notify(1);
      const source: Observable<unknown> = name === 'asObservable' ? d.asObservable() : d[name];
      const leave = (handler: () => void) => {
        source.subscribe(handler).unsubscribe();
      };
      const first = held(leave);
      const stays = held((handler) => {
        source.subscribe(handler);
      });
      const bytes = await bytesLeftBy(() => {
        leave(() => undefined);
      }, count);
      const last = held(leave);
      expect(bytes).toBeLessThan(20);
      expect(await survivors({ first, stays, last })).toStrictEqual(['stays']);
      expect(d.state()).toBe('pending');
    },
  );

  it.each([
    ['deferred', Deferred()],
    ['promise()', Deferred().promise()],
  ])('keeps none of the races that it has lost: a %s', async (_, loser) => {
    expect(await bytesLeftBy((i) => void when.race([loser, i]), count)).toBeLessThan(20);
    expect(loser.state()).toBe('pending');
  });

  it('keeps none of the branches that have ended', async () => {
    const d = Deferred();
    const notifier = new Subject<void>();
    const endBranch = () => {
      d.until(notifier);
      notifier.next();
    };
    expect(await bytesLeftBy(endBranch, count / 2)).toBeLessThan(20);
    expect(d.state()).toBe('pending');
  });
});

describe.each(['resolve', 'reject', 'abort'] as const)('a deferred after %s', (settle) => {
  it('keeps none of the branches that have ended within a notification', async () => {
    const d = Deferred();
    const controller = new AbortController();
    d.progress(() => {
      controller.abort();
    });
    const refs = { branch: new WeakRef(d.until(controller.signal)) };
    d.notify(1);
    expect(await survivors(refs)).toStrictEqual([]);
    expect(d.state()).toBe('pending');
  });

  it('releases init, teardown and signal', async () => {
    const controller = new AbortController();
    const refs: Record<string, WeakRef<object>> = {};
    const make = () => {
      let d: Deferred | undefined;
      refs['init'] = held((init) => {
        d = Deferred(
          () => {
            init();
            let own: (() => void) | undefined;
            refs['teardown'] = held((teardown) => (own = teardown));
            return own;
          },
          { signal: controller.signal },
        );
      });
      return d ?? Deferred();
    };
    const d = make();
    expect(await survivors(refs)).toStrictEqual(['teardown']);
    expect(listenersOf(controller.signal)).toBe(1);
    d[settle]();
    expect(await survivors(refs)).toStrictEqual([]);
    expect(listenersOf(controller.signal)).toBe(0);
    expect(d.state()).not.toBe('pending');
  });
});
