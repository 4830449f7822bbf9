import { getEventListeners } from 'node:events';
import { Observable, Subject } from 'rxjs';
import { Deferred, oneShot, toDeferred, when, type AbortablePromise } from 'rx-deferred';
import { collectGarbage, held, survivors } from './support/memory.js';
import { microtasks } from './support/turn.js';

const listenersOf = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;

/** Makes an object, hands it over, and keeps only a weak reference to it. */
function given(take: (value: object) => unknown): WeakRef<object> {
  const value = { used: 0 };
  take(value);
  return new WeakRef(value);
}

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

describe('until', () => {
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

describe('a pending deferred', () => {
  const count = 100_000;

  it.each(['asObservable', 'outcome$', 'progress$'] as const)(
    'keeps none of 100,000 subscribers that have left: %s',
    async (name) => {
      const d = Deferred().notify(1);
      const source: Observable<unknown> = name === 'asObservable' ? d.asObservable() : d[name];
      const first = held((handler) => {
        source.subscribe(handler).unsubscribe();
      });
      const stays = held((handler) => {
        source.subscribe(handler);
      });
      await microtasks();
      collectGarbage();
      const before = process.memoryUsage().heapUsed;
      for (let i = 0; i < count; i++) {
        source.subscribe(() => undefined).unsubscribe();
      }
      const last = held((handler) => {
        source.subscribe(handler).unsubscribe();
      });
      expect(await survivors({ first, stays, last })).toStrictEqual(['stays']);
      expect((process.memoryUsage().heapUsed - before) / count).toBeLessThan(20);
      expect(d.state()).toBe('pending');
    },
  );

  it('keeps none of the races that it has lost', async () => {
    for (const loser of [Deferred(), Deferred().promise()]) {
      collectGarbage();
      const before = process.memoryUsage().heapUsed;
      for (let i = 0; i < count; i++) {
        when.race([loser, i]);
      }
      await microtasks();
      collectGarbage();
      expect((process.memoryUsage().heapUsed - before) / count).toBeLessThan(20);
      expect(loser.state()).toBe('pending');
    }
  });

  it('keeps none of the branches that have ended', async () => {
    const d = Deferred();
    const notifier = new Subject<void>();
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < count / 10; i++) {
      d.until(notifier);
      notifier.next();
    }
    await microtasks();
    collectGarbage();
    expect((process.memoryUsage().heapUsed - before) / (count / 10)).toBeLessThan(50);
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
