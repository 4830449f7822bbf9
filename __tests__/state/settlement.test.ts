import { AsyncSubject, config, from, lastValueFrom, Subscription, toArray } from 'rxjs';
import { Deferred } from 'rx-deferred';
import { installDeferred } from 'rx-deferred/jquery';
import { jQuerys } from '../jquery/jquerys.js';
import { collectReports } from '../support/reported-errors.js';
import { logger, recorder } from '../support/recorder.js';
import { drainMicrotasks } from '../support/turn.js';

const reports = collectReports();

describe.each([
  ['done', 'resolve', 'fail'],
  ['fail', 'reject', 'done'],
] as const)('deferred.%s()', (listen, settle, other) => {
  it('runs handlers in the order added, before and after the settlement (S1)', () => {
    const { log, as } = logger();
    const d = Deferred();
    d[listen](as('a'));
    d[listen](as('b'), as('c'));
    d[settle](1);
    d[listen](as('d'));
    expect(log).toStrictEqual(['a 1', 'b 1', 'c 1', 'd 1']);
  });

  it('runs a handler that another one adds after all that were there before (S1)', () => {
    const { log, as } = logger();
    const d = Deferred();
    d[listen](() => {
      log.push('A');
      d[listen](as('C'));
      log.push('A returns');
    });
    d[listen](as('B'));
    d[settle]();
    expect(log).toStrictEqual(['A', 'A returns', 'B', 'C']);
  });

  it('runs a handler that the only one adds after that one has returned (S1)', () => {
    const { log, as } = logger();
    const d = Deferred();
    d[listen](() => {
      d[listen](as('B'));
      d[listen](as('C'));
      log.push('A returns');
    });
    d[settle](1);
    expect(log).toStrictEqual(['A returns', 'B 1', 'C 1']);
  });

  it('runs a handler that a late one adds after that one has returned (S1)', () => {
    const { log, as } = logger();
    const d = Deferred()[settle](1);
    d[listen](() => {
      d[listen](() => {
        d[listen](as('D'));
        log.push('B returns');
      }, as('C'));
      log.push('A returns');
    });
    d[listen](as('E'));
    expect(log).toStrictEqual(['A returns', 'B returns', 'C 1', 'D 1', 'E 1']);
  });

  it('runs nothing before the settlement, and each handler once (S8)', () => {
    const handler = recorder();
    const d = Deferred();
    d[listen](handler);
    expect(handler.calls).toStrictEqual([]);
    d[settle](1);
    d[settle](2);
    expect(handler.calls).toStrictEqual([[1]]);
  });

  it('does not run handlers of the other outcome, early or late (S8)', () => {
    const handler = recorder();
    const d = Deferred();
    d[other](handler);
    d[settle](1);
    d[other](handler);
    expect(handler.calls).toStrictEqual([]);
  });

  it('ignores a settlement and a notification inside a handler (S2)', () => {
    const second = recorder();
    const late = recorder();
    const wrong = recorder();
    const d = Deferred();
    d[other](wrong).progress(wrong);
    d[listen](() => {
      d.resolve(2);
      d.reject(3);
      d.notify(4);
      d.resolveWith({}, [5]).rejectWith({}, [6]).notifyWith({}, [7]);
    }, second);
    d[settle](1);
    d[listen](late);
    d[other](wrong).progress(wrong);
    expect(second.calls).toStrictEqual([[1]]);
    expect(second.contexts).toStrictEqual([undefined]);
    expect(late.calls).toStrictEqual([[1]]);
    expect(wrong.calls).toStrictEqual([]);
  });

  it.each([
    ['resolve', (d: Deferred) => d.resolve(2)],
    ['reject', (d: Deferred) => d.reject(2)],
    ['notify', (d: Deferred) => d.notify(2)],
    ['resolveWith', (d: Deferred) => d.resolveWith({}, [2])],
    ['rejectWith', (d: Deferred) => d.rejectWith({}, [2])],
    ['notifyWith', (d: Deferred) => d.notifyWith({}, [2])],
  ])('ignores %s alone inside a handler (S2)', async (_, again) => {
    const { log, as } = logger();
    const d = Deferred();
    d[listen](() => {
      again(d).done(as('done')).fail(as('fail')).progress(as('progress'));
      log.push(d.state());
    });
    d[settle](1);
    const settled = settle === 'resolve' ? 'resolved' : 'rejected';
    expect(log).toStrictEqual([settled, `${listen} 1`]);
    d.always(as('always')).progress(as('progress'));
    await d.then(as('resolved'), as('rejected'), as('progress'));
    expect(log.slice(2)).toStrictEqual(['always 1', `${settled} 1`]);
  });

  it('ignores a settlement inside a handler, for then as well (S2)', async () => {
    const outcomes: unknown[] = [];
    const d = Deferred();
    const reaction = d.then(
      (value) => outcomes.push(['resolved', value]),
      (value) => outcomes.push(['rejected', value]),
    );
    d[listen](() => {
      d.resolve(2).reject(3);
    });
    d[settle](1);
    await reaction;
    expect(outcomes).toStrictEqual([[settle === 'resolve' ? 'resolved' : 'rejected', 1]]);
  });

  it('finds the new state in the first handler (S3)', () => {
    const states: string[] = [];
    const d = Deferred();
    const promise = d.promise();
    d[listen](() => states.push(d.state(), promise.state()));
    d[settle]();
    const settled = settle === 'resolve' ? 'resolved' : 'rejected';
    expect(states).toStrictEqual([settled, settled]);
    expect(d.state()).toBe(settled);
  });

  it('runs handlers synchronously (S23)', () => {
    const { log, as } = logger();
    const d = Deferred();
    d[listen](as('early'));
    log.push('before');
    d[settle](1);
    log.push('after');
    d[listen](as('late'));
    log.push('end');
    expect(log).toStrictEqual(['before', 'early 1', 'after', 'late 1', 'end']);
  });

  it('keeps the arguments and the context for late handlers (S9)', () => {
    const context = {};
    const object = {};
    const late = recorder();
    const d = Deferred();
    d[`${settle}With`](context, [1, object]);
    d[listen](late);
    d.always(late);
    expect(late.calls).toStrictEqual([
      [1, {}],
      [1, {}],
    ]);
    expect(late.calls[0]?.[1]).toBe(object);
    expect(late.contexts[0]).toBe(context);
    expect(late.contexts[1]).toBe(context);
  });
});

describe('deferred.state()', () => {
  it('tells pending until the settlement, and then the outcome (S3)', () => {
    const resolved = Deferred();
    const rejected = Deferred();
    expect([resolved.state(), rejected.state()]).toStrictEqual(['pending', 'pending']);
    resolved.notify();
    rejected.notify();
    expect([resolved.state(), rejected.state()]).toStrictEqual(['pending', 'pending']);
    resolved.resolve();
    rejected.reject();
    expect([resolved.state(), rejected.state()]).toStrictEqual(['resolved', 'rejected']);
  });
});

describe('a second settlement', () => {
  it.each([
    ['resolved', 'resolve', 'done'],
    ['rejected', 'reject', 'fail'],
  ] as const)('of any kind is ignored once it is %s (S8)', (state, settle, listen) => {
    const always = recorder();
    const late = recorder();
    const d = Deferred().always(always);
    d[settle](1);
    d.resolve(2).reject(3).resolveWith({}, [4]).rejectWith({}, [5]);
    d[listen](late);
    expect(d.state()).toBe(state);
    expect(always.calls).toStrictEqual([[1]]);
    expect(late.calls).toStrictEqual([[1]]);
  });

  it('changes nothing for the methods taken off (S8)', () => {
    const always = recorder();
    const a = Deferred();
    const b = Deferred();
    a.done(b.resolve).done(b.reject);
    b.always(always);
    a.resolve(1);
    expect(always.calls).toStrictEqual([[1]]);
    expect(b.state()).toBe('resolved');
  });
});

describe('deferred.always()', () => {
  it.each(['resolve', 'reject'] as const)('runs after %s, with what that was given (S15)', (settle) => {
    const always = recorder();
    const late = recorder();
    const context = {};
    const d = Deferred().always(always);
    d[`${settle}With`](context, [1, 'b']);
    d.always(late);
    expect(always.calls).toStrictEqual([[1, 'b']]);
    expect(always.contexts[0]).toBe(context);
    expect(late.calls).toStrictEqual([[1, 'b']]);
    expect(late.contexts[0]).toBe(context);
    const plain = recorder();
    const e = Deferred().always(plain);
    e[settle](1, 'b');
    expect(plain.calls).toStrictEqual([[1, 'b']]);
    expect(plain.contexts).toStrictEqual([undefined]);
  });

  it('runs in both outcomes, in the order added (S14)', () => {
    for (const settle of ['resolve', 'reject'] as const) {
      const { log, as } = logger();
      const d = Deferred()
        .always(as('always 1'))
        .done(as('done 1'))
        .fail(as('fail 1'))
        .always(as('always 2'))
        .fail(as('fail 2'))
        .done(as('done 2'))
        .always(as('always 3'), as('always 4'));
      d[settle]();
      d.always(as('late always')).done(as('late done')).fail(as('late fail'));
      const own = settle === 'resolve' ? 'done' : 'fail';
      expect(log).toStrictEqual([
        'always 1',
        `${own} 1`,
        'always 2',
        `${own} 2`,
        'always 3',
        'always 4',
        'late always',
        `late ${own}`,
      ]);
    }
  });

  it('holds its place where it comes first, and handlers of one channel follow (S14)', () => {
    for (const settle of ['resolve', 'reject'] as const) {
      for (const handlers of [1, 2, 3]) {
        const { log, as } = logger();
        const d = Deferred();
        for (let i = 0; i < handlers; i++) {
          d.always(as(`always ${String(i)}`));
        }
        d.done(as('done')).fail(as('fail')).always(as('last'))[settle]();
        const always = ['always 0', 'always 1', 'always 2'].slice(0, handlers);
        expect(log).toStrictEqual([...always, settle === 'resolve' ? 'done' : 'fail', 'last']);
      }
    }
  });

  it('holds its place where it comes after handlers of one channel only (S14)', () => {
    for (const settle of ['resolve', 'reject'] as const) {
      for (const listen of ['done', 'fail'] as const) {
        const { log, as } = logger();
        const d = Deferred();
        d[listen](as('first'), as('second'));
        d.always(as('third'), as('fourth'))[settle]();
        const heard = (listen === 'done') === (settle === 'resolve');
        expect(log).toStrictEqual([...(heard ? ['first', 'second'] : []), 'third', 'fourth']);
      }
    }
  });

  it('runs what it adds inside a handler in that order (S1)', () => {
    for (const settle of ['resolve', 'reject'] as const) {
      const { log, as } = logger();
      const d = Deferred();
      d.always(() => d.always(as('C')).done(as('D')).fail(as('D')));
      d.always(as('B'));
      d[settle]();
      expect(log).toStrictEqual(['B', 'C', 'D']);
    }
  });
});

describe('deferred.reject()', () => {
  it('is silent where nobody handles it (S5)', async () => {
    const done = recorder();
    Deferred().reject(new Error('unheard'));
    Deferred().done(done).reject(new Error('unheard'));
    Deferred().done(done).progress(done).notify().reject(new Error('unheard'));
    Deferred().always(recorder()).reject(new Error('unheard'));
    Deferred().reject(new Error('unheard')).promise().done(done);
    await drainMicrotasks();
    expect(jest.getTimerCount()).toBe(0);
    expect(reports()).toStrictEqual([]);
    expect(done.calls).toStrictEqual([[]]);
  });

  it('is silent where a derived promise is rejected as well (S5)', async () => {
    const { as } = logger();
    const d = Deferred();
    d.then(as('then'));
    d.finally(as('finally'));
    d.reject(new Error('unheard'));
    await drainMicrotasks();
    expect(jest.getTimerCount()).toBe(0);
    expect(reports()).toStrictEqual([]);
  });

  it('leaves nothing to be thrown later, with no onUnhandledError (S5)', async () => {
    config.onUnhandledError = null;
    Deferred().done(recorder()).reject(new Error('unheard'));
    await drainMicrotasks();
    expect(() => {
      jest.runAllTimers();
    }).not.toThrow();
  });
});

describe('deferred.resolve() without arguments', () => {
  it('runs every done handler (S6)', () => {
    const { log, as } = logger();
    const d = Deferred().done(as('a')).done(as('b')).always(as('c')).resolve();
    expect(log).toStrictEqual(['a', 'b', 'c']);
    d.done(as('d'));
    expect(log).toStrictEqual(['a', 'b', 'c', 'd']);
  });

  it('emits undefined and completes (S6)', async () => {
    await expect(lastValueFrom(from(Deferred().resolve()))).resolves.toBeUndefined();
    await expect(lastValueFrom(from(Deferred().resolve()).pipe(toArray()))).resolves.toStrictEqual([undefined]);
    await expect(lastValueFrom(from(Deferred().resolve().promise()).pipe(toArray()))).resolves.toStrictEqual([
      undefined,
    ]);
  });
});

describe('the AsyncSubject', () => {
  const methods = ['next', 'error', 'complete', 'subscribe'] as const;

  /** Gives the names of the methods that are called, in order. */
  function spied(): string[] {
    const calls = methods.map((name) => ({ name, spy: jest.spyOn(AsyncSubject.prototype, name) }));
    return calls
      .flatMap(({ name, spy }) => spy.mock.invocationCallOrder.map((order) => ({ name, order })))
      .sort((a, b) => a.order - b.order)
      .map(({ name }) => name);
  }

  beforeEach(spied);
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it.each([
    ['resolve', ['next', 'complete', 'subscribe']],
    ['reject', ['error', 'subscribe']],
  ] as const)('is settled by %s(), and subscribed to once for all handlers (D-010)', (settle, expected) => {
    const log: unknown[] = [];
    const d = Deferred<number, number>();
    d.always((value) => log.push('a', value)).always((value) => log.push('b', value));
    d[settle](1);
    expect(log).toStrictEqual(['a', 1, 'b', 1]);
    expect(spied()).toStrictEqual(expected);
  });

  it('need not replay before subscribe() returns: the handlers are called with what it was given (D-010)', () => {
    const handler = recorder();
    const d = Deferred().always(handler);
    jest.spyOn(AsyncSubject.prototype, 'subscribe').mockReturnValue(new Subscription());
    d.resolve(1, 2);
    expect(handler.calls).toStrictEqual([[1, 2]]);
  });

  it('carries nothing where no handler waits (D-010)', async () => {
    const log: unknown[] = [];
    const d = Deferred<number>();
    from(d).subscribe((value) => log.push('subscriber', value));
    const next = d.then((value) => log.push('then', value));
    d.resolve(1).done((value) => log.push('late', value));
    await next;
    expect(log).toStrictEqual(['subscriber', 1, 'late', 1, 'then', 1]);
    expect(spied()).toStrictEqual([]);
  });
});

describe.each(jQuerys)('a settlement under jQuery %s', (_, create) => {
  it.each([
    ['done', 'resolve'],
    ['fail', 'reject'],
    ['always', 'resolve'],
  ] as const)('throws what a %s handler throws, out of %s(), when all handlers have run (S4)', (listen, settle) => {
    const { log, as } = logger();
    const $ = create();
    installDeferred($);
    const d = $.Deferred();
    d[listen](() => {
      d[listen](as('added'));
      throw new Error('first');
    }, as('b'));
    expect(() => d[settle](1)).toThrow('first');
    expect(log).toStrictEqual(['b 1', 'added 1']);
  });
});
