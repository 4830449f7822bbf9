import { from, type Subscribable } from 'rxjs';
import { Deferred, isDeferred, when } from 'rx-deferred';
import { installDeferred } from 'rx-deferred/jquery';
import { traceDeferreds, type TraceEvent } from 'rx-deferred/trace';
import { Settlement } from '../../src/state/settlement.js';
import { jQuerys } from '../jquery/jquerys.js';
import { recorder } from '../support/recorder.js';
import { collectReports } from '../support/reported-errors.js';
import { drainMicrotasks } from '../support/turn.js';
import { lineOf, traceLog } from './trace-log.js';

const reports = collectReports();
const ignore = (): void => undefined;

describe('traceDeferreds()', () => {
  it('throws if the listener is not a function', () => {
    expect(() => traceDeferreds({} as never)).toThrow(new TypeError('Expected listener to be a function, got object'));
  });

  it('throws if a value of only is no deferred, and traces nothing then', () => {
    const listener = jest.fn();
    expect(() => traceDeferreds(listener, { only: { d: Deferred(), other: Promise.resolve() } })).toThrow(
      new TypeError('Expected only.other to be a deferred or a promise, got object'),
    );
    Deferred().resolve();
    expect(listener).not.toHaveBeenCalled();
  });

  it('tells of a deferred when it is created, before init and without any use of it', () => {
    const log = traceLog();
    Deferred(() => {
      log.push('init');
    });
    new Deferred();

    expect(log).toStrictEqual(['created 1', 'init', 'created 2']);
  });

  it('takes no test for a thenable as a use', () => {
    const d = Deferred();
    const log = traceLog();
    expect(typeof d.then).toBe('function');
    expect(log).toStrictEqual([]);
    expect(typeof d.done).toBe('function');
    expect(log).toStrictEqual(['created 1']);
  });

  it('tells of a deferred that was created before, from its first use on', () => {
    const d = Deferred<string, never, number>();
    const e = Deferred<string>();
    d.progress(ignore).notify(1);
    d.done(ignore, () => e.resolve('e'));
    const settled = Deferred<number>().resolve(1);
    const log = traceLog();
    d.done(ignore);
    d.resolve('d');
    settled.then(ignore);

    expect(log).toStrictEqual([
      'created 1',
      'notified 1 1',
      'added 1 done',
      'settled 1 resolved d',
      'created 2',
      'settled 2 resolved e',
      'called 1 done d',
      'returned 1 done',
      'created 3 resolved',
      'settled 3 resolved 1',
      'added 3 then done late',
      'created 4 then from 3',
    ]);
  });

  it('keeps the order of handlers that were added before', () => {
    const order: string[] = [];
    const as = (name: string) => () => order.push(name);
    const d = Deferred<void>().done(as('done')).always(as('always')).fail(as('fail'));
    const rejected = Deferred<void, void>().always(as('always')).fail(as('fail'));
    traceLog();
    d.done(as('late')).resolve();
    rejected.always(as('late')).reject();

    expect(order).toStrictEqual(['done', 'always', 'late', 'always', 'fail', 'late']);
  });

  it('tells of a chain that was created before, however long it is', () => {
    let last = Deferred<number>().then();
    for (let i = 0; i < 100_000; i++) {
      last = last.then();
    }
    const log = traceLog();
    last.done(ignore);

    expect(log).toStrictEqual(['created 1', 'created 2 from 1', 'added 2 done']);
  });
});

describe('the function that ends the tracing', () => {
  /** All properties that tracing replaces, in order. */
  const properties = () =>
    [Deferred.prototype, Settlement.prototype].flatMap((prototype) =>
      Reflect.ownKeys(prototype).map((key) => [key, Reflect.getOwnPropertyDescriptor(prototype, key)] as const),
    );

  it('restores all properties', () => {
    const before = properties();
    const stop = traceDeferreds(ignore);
    const meanwhile = properties();
    stop();

    const [done, traced] = [before, meanwhile].map((list) => list.find(([key]) => key === 'done')?.[1]);
    expect(traced).toStrictEqual({ ...done, get: expect.any(Function) as unknown });
    expect(traced).not.toStrictEqual(done);
    expect(properties()).toStrictEqual(before);
  });

  it('silences what is traced already', async () => {
    const events: TraceEvent[] = [];
    const stop = traceDeferreds((event) => events.push(event));
    const d = Deferred<number, never, number>().done(ignore).progress(ignore);
    const { done, until } = d;
    const next = d.then(ignore);
    stop();
    const count = events.length;
    d.notify(1).resolve(1);
    done(ignore);
    until(AbortSignal.abort());
    await drainMicrotasks();

    expect(next.state()).toBe('resolved');
    expect(events).toHaveLength(count);
  });

  it('has no effect when it is called again', () => {
    const stop = traceDeferreds(ignore);
    stop();
    const log = traceLog();
    stop();
    Deferred();

    expect(log).toStrictEqual(['created 1']);
  });

  it('may be called by the listener', () => {
    const log: string[] = [];
    const stop = traceDeferreds((event) => {
      log.push(lineOf(event));
      stop();
    });
    Deferred<void>().done(ignore).resolve();

    expect(log).toStrictEqual(['created 1']);
  });

  it.each([
    ['in this order', [0, 1]],
    ['the other way round', [1, 0]],
  ] as const)('ends one of two tracers, %s', (_, order) => {
    const before = properties();
    const logs: [string[], string[]] = [[], []];
    const d = Deferred<void>();
    const trace = (i: 0 | 1) => traceDeferreds((event) => logs[i].push(lineOf(event)));
    const first = trace(0);
    d.done(ignore);
    const stops = [first, trace(1)] as const;
    const e = Deferred<number>();
    d.done(ignore);

    expect(logs).toStrictEqual([
      ['created 1', 'added 1 done', 'created 2', 'added 1 done'],
      ['created 1', 'created 2', 'added 2 done'],
    ]);

    stops[order[0]]();
    logs[0].length = logs[1].length = 0;
    e.resolve(5);
    expect(logs[order[0]]).toStrictEqual([]);
    expect(logs[order[1]]).toStrictEqual([`settled ${order[1] === 0 ? '2' : '1'} resolved 5`]);

    stops[order[1]]();
    expect(properties()).toStrictEqual(before);
  });
});

describe('the listener', () => {
  it('disturbs nothing by an error, which is reported', () => {
    const error = new Error('listener');
    const stop = traceDeferreds(() => {
      throw error;
    });
    const log = traceLog();
    const handler = recorder();
    const d = Deferred<number>();
    expect(d.done(handler).resolve(1)).toBe(d);
    stop();

    expect(handler.calls).toStrictEqual([[1]]);
    expect(log).toStrictEqual([
      'created 1',
      'added 1 done',
      'settled 1 resolved 1',
      'called 1 done 1',
      'returned 1 done',
    ]);
    expect(reports()).toStrictEqual(log.map(() => error));
  });

  it('may use deferreds, which is not traced', async () => {
    const d = Deferred<number>();
    const seen: string[] = [];
    const own: Deferred<string>[] = [];
    const stop = traceDeferreds((event) => {
      seen.push(lineOf(event));
      const answer = Deferred<string>().done(ignore).resolve('own');
      own.push(answer);
      void answer.then(ignore);
      d.always(ignore);
      if (event.type === 'added') {
        d.resolve(1);
      }
    });
    d.done(ignore);
    await drainMicrotasks();
    own[0]?.always(ignore);
    stop();

    expect(seen).toStrictEqual([
      'created 1',
      'added 1 done',
      'called 1 done 1',
      'returned 1 done',
      'created 2 resolved',
      'settled 2 resolved own',
      'added 2 always late',
      'called 2 always replay own',
      'returned 2 always',
    ]);
  });

  it('changes no arguments by changing those of its events', () => {
    const stop = traceDeferreds((event) => {
      if ('args' in event) {
        (event.args as unknown[]).length = 0;
      }
    });
    const handler = recorder();
    Deferred<[a: number, b: number]>().done(handler).resolve(1, 2).done(handler);
    stop();

    expect(handler.calls).toStrictEqual([
      [1, 2],
      [1, 2],
    ]);
  });
});

describe('the option only', () => {
  it('restricts the tracing to some deferreds and what is derived from them, and labels them', () => {
    const upload = Deferred<number>();
    const saved = Deferred<number>().resolve(2);
    const log = traceLog({ only: { upload, saved: saved.promise() } });
    Deferred().done(ignore).resolve();
    const both = when(upload, saved).done(ignore);
    upload.done(ignore).then().always(ignore);
    upload.resolve(1);

    expect(both.state()).toBe('resolved');
    expect(log).toStrictEqual([
      'created upload',
      'created saved resolved',
      'settled saved resolved 2',
      'created 3 from 2 1',
      'added 3 done',
      'added upload done',
      'created 4 then from 1',
      'added 4 always',
      'settled upload resolved 1',
      'settled 3 resolved 1 2',
      'called 3 done 1 2',
      'returned 3 done',
      'called upload done 1',
      'returned upload done',
    ]);
  });

  it('takes objects that carry the methods of a promise', () => {
    const d = Deferred<number>();
    const log = traceLog({ only: { d: d.promise({ title: 'a target' }) } });
    d.resolve(1);

    expect(log).toStrictEqual(['created d', 'settled d resolved 1']);
  });

  it('observes them at once, whoever settles them', () => {
    const controller = new AbortController();
    const d = Deferred(null, { signal: controller.signal });
    const log = traceLog({ only: { d } });
    controller.abort();

    expect(log).toStrictEqual(['created d', 'settled d aborted AbortError']);
  });

  it('of one listener does not restrict another', () => {
    const log = traceLog();
    const other = traceLog({ only: { other: Deferred() } });
    Deferred<number>().done(ignore).resolve(1);

    expect(other).toStrictEqual(['created other']);
    expect(log.slice(1)).toStrictEqual([
      'created 2',
      'added 2 done',
      'settled 2 resolved 1',
      'called 2 done 1',
      'returned 2 done',
    ]);
  });

  it('traces nothing if it is empty', () => {
    const log = traceLog({ only: {} });
    Deferred().done(ignore).resolve();

    expect(log).toStrictEqual([]);
  });
});

describe('deferreds that are traced', () => {
  it('keep receivers, identities and errors', () => {
    traceLog();
    const d = Deferred<[a: number, b: number], string>();
    const target = { done: d.done, abort: d.abort, resolve: d.resolve };
    const handler = recorder();

    expect(target.done(handler, [handler])).toBe(target);
    expect(d.promise()).toBe(d.promise().promise());
    expect(d.then()).not.toBe(d.then());
    expect(isDeferred(d)).toBe(true);
    expect(isDeferred(d.promise())).toBe(false);
    expect(d.promise()).toHaveProperty('resolve', undefined);
    expect(target.resolve(1, 2)).toBe(target);
    expect(target.abort()).toBe(target);
    expect(handler.calls).toStrictEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(handler.contexts).toStrictEqual([target, target]);
    expect(() => d.until(5 as never)).toThrow(TypeError);
    expect(() => Deferred.prototype.done).toThrow(TypeError);
  });

  it('are the same for subclasses, which may replace methods', () => {
    const log = traceLog();
    class Loud extends Deferred<number> {
      override resolve(value: number): this {
        log.push('own');
        return super.resolve(value + 1);
      }
    }
    const request = new Loud();
    expect(request).toBeInstanceOf(Loud);
    expect(request.done(ignore).resolve(1)).toBe(request);
    request.fail = ignore as never;
    expect(Object.keys(request)).toStrictEqual(['fail']);

    expect(log).toStrictEqual([
      'created 1',
      'added 1 done',
      'own',
      'settled 1 resolved 2',
      'called 1 done 2',
      'returned 1 done',
    ]);
  });

  it('are observables by all names of the interop method', () => {
    const log = traceLog();
    const d = Deferred<number>();
    const values: unknown[] = [];
    from(d).subscribe((value) => values.push(value));
    const interop = d as unknown as Record<'@@observable', () => Subscribable<number>>;
    interop['@@observable']().subscribe({ next: (value) => values.push(value) });
    d.outcome$.subscribe(({ state }) => values.push(state));
    d.resolve(1);

    expect(values).toStrictEqual([1, 1, 'resolved']);
    expect(log).toStrictEqual(['created 1', 'settled 1 resolved 1']);
  });
});

describe.each(jQuerys)('the deferreds of jQuery %s', (_, create) => {
  it('are traced if they are created meanwhile', () => {
    const $ = create();
    const uninstall = installDeferred($, { then: 'microtask' });
    const log = traceLog();
    const d = $.Deferred<number>();
    const target = d.promise({});
    target.done(ignore);
    d.then(ignore);
    $.when(d).fail(ignore);
    d.resolve(1);
    uninstall();

    expect(log).toStrictEqual([
      'created 1',
      'added 1 done',
      'added 1 then done',
      'created 2 then from 1',
      'created 3 from 1',
      'added 3 fail',
      'settled 1 resolved 1',
      'called 1 done 1',
      'returned 1 done',
    ]);
  });

  it('work on when the tracing has ended, and tell nothing', () => {
    const $ = create();
    const uninstall = installDeferred($);
    const events: TraceEvent[] = [];
    const stop = traceDeferreds((event) => events.push(event));
    const d = $.Deferred<number>();
    stop();
    const handler = recorder();
    d.done(handler).resolve(1);
    uninstall();

    expect(handler.calls).toStrictEqual([[1]]);
    expect(events.map(lineOf)).toStrictEqual(['created 1']);
  });
});
