import '../support/symbol-observable.js';
import { Deferred, oneShot, toDeferred, when } from 'rx-deferred';
import { get } from 'rx-deferred/ajax';
import { traceDeferreds, type TraceEvent } from 'rx-deferred/trace';
import { EMPTY, firstValueFrom, from, NEVER, of, Subject } from 'rxjs';
import { collectReports } from '../support/reported-errors.js';
import { drainMicrotasks } from '../support/turn.js';
import { traceLog } from './trace-log.js';

const reports = collectReports();
const ignore = (): void => undefined;

describe('the events of handlers', () => {
  it('come before and after each handler, in the order in which handlers run', () => {
    const log = traceLog();
    Deferred<string>()
      .done(ignore)
      .fail(ignore)
      .always([ignore, [ignore]])
      .progress(ignore)
      .resolve('a');

    expect(log).toStrictEqual([
      'created 1',
      'added 1 done',
      'added 1 fail',
      'added 1 always',
      'added 1 always',
      'added 1 progress',
      'settled 1 resolved a',
      'called 1 done a',
      'returned 1 done',
      'called 1 always a',
      'returned 1 always',
      'called 1 always a',
      'returned 1 always',
    ]);
  });

  it('tell of a late handler, and of its replay', () => {
    const log = traceLog();
    Deferred<number>().resolve(1).done(ignore).fail(ignore).always(ignore);

    expect(log).toStrictEqual([
      'created 1',
      'settled 1 resolved 1',
      'added 1 done late',
      'called 1 done replay 1',
      'returned 1 done',
      'added 1 fail late',
      'added 1 always late',
      'called 1 always replay 1',
      'returned 1 always',
    ]);
  });

  it('tell of notifications, of which the last one is replayed', () => {
    const log = traceLog();
    const d = Deferred<void, never, number>().progress(ignore);
    d.notify(1).notify(2);
    d.progress(ignore);
    d.notify(3);

    expect(log).toStrictEqual([
      'created 1',
      'added 1 progress',
      'notified 1 1',
      'called 1 progress 1',
      'returned 1 progress',
      'notified 1 2',
      'called 1 progress 2',
      'returned 1 progress',
      'added 1 progress late',
      'called 1 progress replay 2',
      'returned 1 progress',
      'notified 1 3',
      'called 1 progress 3',
      'returned 1 progress',
      'called 1 progress 3',
      'returned 1 progress',
    ]);
  });

  it('tell of a progress handler that comes when all is over, after which nothing is told of it', () => {
    const d = Deferred<number, never, number>().resolve(1);
    const log = traceLog();
    d.progress(ignore).notify(2);

    expect(log).toStrictEqual(['created 1 resolved', 'settled 1 resolved 1', 'added 1 progress']);
  });

  it('enclose those of what a handler does (S1)', () => {
    const log = traceLog();
    const a = Deferred<string>();
    const b = Deferred<string>().done(ignore);
    a.done(() => b.resolve('b')).done(() => a.done(ignore));
    a.resolve('a');

    expect(log.slice(log.indexOf('settled 1 resolved a'))).toStrictEqual([
      'settled 1 resolved a',
      'called 1 done a',
      'settled 2 resolved b',
      'called 2 done b',
      'returned 2 done',
      'returned 1 done',
      'called 1 done a',
      'added 1 done late',
      'returned 1 done',
      'called 1 done replay a',
      'returned 1 done',
    ]);
  });

  it('tell of an error in a handler, which is reported as ever (S4)', () => {
    const log = traceLog();
    const error = new RangeError('thrown');
    Deferred<void>()
      .done(() => {
        throw error;
      })
      .always(ignore)
      .resolve();

    expect(log.slice(-5)).toStrictEqual([
      'settled 1 resolved',
      'called 1 done',
      'threw 1 done RangeError',
      'called 1 always',
      'returned 1 always',
    ]);
    expect(reports()).toStrictEqual([error]);
  });

  it('tell of a rejection (S5)', () => {
    const log = traceLog();
    Deferred<void, [code: number, text: string]>().done(ignore).fail(ignore).reject(404, 'missing');

    expect(log).toStrictEqual([
      'created 1',
      'added 1 done',
      'added 1 fail',
      'settled 1 rejected 404 missing',
      'called 1 fail 404 missing',
      'returned 1 fail',
    ]);
  });

  it('tell nothing of what is ignored (S8)', () => {
    const log = traceLog();
    const d = Deferred<number, number, number>().resolve(1);
    d.done(null, [], undefined).resolve(2).reject(3).notify(4).abort();
    d.then(null, undefined, null);

    expect(log).toStrictEqual(['created 1', 'settled 1 resolved 1', 'created 2 then from 1']);
  });

  it('have the values, the context, the times and one object for each handler', () => {
    const events: TraceEvent[] = [];
    const stop = traceDeferreds((event) => events.push(event));
    const before = performance.now();
    const context = {};
    const handler = (): void => {
      jest.advanceTimersByTime(20);
    };
    const d = Deferred<[a: number, b: number], never, number>().done(handler, handler);
    jest.advanceTimersByTime(100);
    d.notifyWith(context, [1]).resolveWith(context, [2, 3]);
    stop();

    const at = (time: number) => before + time;
    const first = { callback: handler, method: 'done', channel: 'done', late: false };
    const args = [2, 3];
    expect(events).toStrictEqual([
      { type: 'created', id: 1, time: at(0), state: 'pending', from: [] },
      { type: 'added', id: 1, time: at(0), handler: first },
      { type: 'added', id: 1, time: at(0), handler: first },
      { type: 'notified', id: 1, time: at(100), args: [1], context },
      { type: 'settled', id: 1, time: at(100), state: 'resolved', aborted: false, args, context },
      { type: 'called', id: 1, time: at(100), handler: first, replay: false, args, context },
      { type: 'returned', id: 1, time: at(120), handler: first, duration: 20 },
      { type: 'called', id: 1, time: at(120), handler: first, replay: false, args, context },
      { type: 'returned', id: 1, time: at(140), handler: first, duration: 20 },
    ]);
    const handlers = events.flatMap((event) => ('handler' in event ? [event.handler] : []));
    expect(new Set(handlers).size).toBe(2);
    expect(handlers.map((each) => handlers.indexOf(each))).toStrictEqual([0, 1, 0, 0, 1, 1]);
  });

  it('have the time that a handler took which has thrown', () => {
    const events: TraceEvent[] = [];
    const stop = traceDeferreds((event) => events.push(event));
    const error = new Error('thrown');
    jest.advanceTimersByTime(100);
    Deferred<void>()
      .done(() => {
        jest.advanceTimersByTime(5);
        throw error;
      })
      .resolve();
    stop();

    expect(events.at(-1)).toMatchObject({ type: 'threw', duration: 5, error });
    expect(reports()).toStrictEqual([error]);
  });
});

describe('the events of a chain', () => {
  it('tell which promise each method derives, and of its callbacks', async () => {
    const log = traceLog();
    const d = Deferred<number>();
    d.then((n) => n + 1)
      .catch(ignore)
      .finally(ignore);
    d.resolve(1);
    log.push('later');
    await drainMicrotasks();

    expect(log).toStrictEqual([
      'created 1',
      'added 1 then done',
      'created 2 then from 1',
      'added 2 catch fail',
      'created 3 catch from 2',
      'added 3 finally always',
      'created 4 finally from 3',
      'settled 1 resolved 1',
      'later',
      'called 1 then done 1',
      'returned 1 then done',
      'settled 2 resolved 2',
      'settled 3 resolved 2',
      'called 3 finally always',
      'returned 3 finally always',
      'settled 4 resolved 2',
    ]);
  });

  it('tell of the error of a callback', async () => {
    const log = traceLog();
    const d = Deferred<number>().resolve(1);
    d.then(() => {
      throw new Error('thrown');
    }).then(null, ignore);
    await drainMicrotasks();

    expect(log).toStrictEqual([
      'created 1',
      'settled 1 resolved 1',
      'added 1 then done late',
      'created 2 then from 1',
      'added 2 then fail',
      'created 3 then from 2',
      'called 1 then done replay 1',
      'threw 1 then done Error',
      'settled 2 rejected Error',
      'called 2 then fail Error',
      'returned 2 then fail',
      'settled 3 resolved undefined',
    ]);
  });

  it('tell nothing of how a promise follows another one that a callback returns', async () => {
    const log = traceLog();
    const inner = Deferred<string, never, number>();
    Deferred<void>()
      .resolve()
      .then(() => inner);
    await drainMicrotasks();
    inner.notify(5);
    inner.resolve('a');
    await drainMicrotasks();

    expect(log).toStrictEqual([
      'created 1',
      'created 2',
      'settled 2 resolved',
      'added 2 then done late',
      'created 3 then from 2',
      'called 2 then done replay',
      'returned 2 then done',
      'notified 1 5',
      'settled 1 resolved a',
      'notified 3 5',
      'settled 3 resolved a',
    ]);
  });

  it('tell of an await as of a then()', async () => {
    const log = traceLog();
    const d = Deferred<number>().resolve(1);
    await d;

    expect(log).toStrictEqual([
      'created 1',
      'settled 1 resolved 1',
      'added 1 then done late',
      'added 1 then fail late',
      'created 2 then from 1',
      'called 1 then done replay 1',
      'returned 1 then done',
      'settled 2 resolved undefined',
    ]);
  });

  it('tell of a notification that then() maps', async () => {
    const log = traceLog();
    const d = Deferred<void, never, number>();
    d.then(null, null, (n) => n * 2);
    d.notify(1);
    await drainMicrotasks();

    expect(log).toStrictEqual([
      'created 1',
      'added 1 then progress',
      'created 2 then from 1',
      'notified 1 1',
      'called 1 then progress 1',
      'returned 1 then progress',
      'notified 2 2',
    ]);
  });

  it('tell of pipe(), the filters of which run at once', () => {
    const log = traceLog();
    const d = Deferred<number>().resolve(1);
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- it is traced, too
    d.pipe((n) => n + 1, ignore, ignore).done(ignore);

    expect(log).toStrictEqual([
      'created 1',
      'settled 1 resolved 1',
      'added 1 pipe done late',
      'added 1 pipe fail late',
      'added 1 pipe progress',
      'called 1 pipe done replay 1',
      'returned 1 pipe done',
      'created 2 resolved pipe from 1',
      'settled 2 resolved 2',
      'added 2 done late',
      'called 2 done replay 2',
      'returned 2 done',
    ]);
  });

  it('have one number for a deferred and its promise', () => {
    const log = traceLog();
    const d = Deferred<number>();
    d.promise().done(ignore);
    d.promise({}).fail(ignore);

    expect(log).toStrictEqual(['created 1', 'added 1 done', 'added 1 fail']);
  });
});

describe('the events of promises that wait for others', () => {
  it('tell what when() waits for, and that it rejects with the first of them', () => {
    const log = traceLog();
    const a = Deferred<number>();
    const b = Deferred<number, string>();
    when(a, b).fail(ignore);
    b.reject('b');

    expect(log).toStrictEqual([
      'created 1',
      'created 2',
      'created 3 from 2 1',
      'added 3 fail',
      'settled 2 rejected b',
      'settled 3 rejected b',
      'called 3 fail b',
      'returned 3 fail',
    ]);
  });

  it('tell what when() waits for, if it is a single one', async () => {
    const log = traceLog();
    const d = Deferred<number>();
    when(d).done(ignore);
    d.resolve(1);
    await drainMicrotasks();

    expect(log).toStrictEqual([
      'created 1',
      'created 2 from 1',
      'added 2 done',
      'settled 1 resolved 1',
      'settled 2 resolved 1',
      'called 2 done 1',
      'returned 2 done',
    ]);
  });

  it('tell of the completions of when.all()', () => {
    const log = traceLog();
    const a = Deferred<number>();
    const b$ = new Subject<number>();
    when.all([a, b$]).done(ignore);
    b$.next(2);
    b$.complete();
    a.resolve(1);

    expect(log).toStrictEqual([
      'created 1',
      'created 2 from 1',
      'added 2 done',
      'notified 2 [object Object]',
      'settled 1 resolved 1',
      'notified 2 [object Object]',
      'settled 2 resolved 1,2',
      'called 2 done 1,2',
      'returned 2 done',
    ]);
  });

  it('tell of the values of toDeferred()', () => {
    const log = traceLog();
    const source$ = new Subject<number>();
    toDeferred(source$).progress(ignore);
    source$.next(1);
    source$.complete();

    expect(log).toStrictEqual([
      'created 1',
      'added 1 progress',
      'notified 1 1',
      'called 1 progress 1',
      'returned 1 progress',
      'settled 1 resolved 1',
    ]);
  });

  it('tell of a promise that has settled before it is used', () => {
    const log = traceLog();
    toDeferred(of(1, 2)).done(ignore);

    expect(log).toStrictEqual([
      'created 1 resolved',
      'settled 1 resolved 2',
      'added 1 done late',
      'called 1 done replay 2',
      'returned 1 done',
    ]);
  });

  it('tell what the promises of oneShot() share', () => {
    const log = traceLog();
    const work = Deferred<number>();
    const { get } = oneShot(() => work);
    get().done(ignore);
    get().done(ignore);
    work.resolve(1);

    expect(log).toStrictEqual([
      'created 1',
      'created 2 from 1',
      'added 2 done',
      'created 3 from 1',
      'added 3 done',
      'settled 1 resolved 1',
      'settled 2 resolved 1',
      'called 2 done 1',
      'returned 2 done',
      'settled 3 resolved 1',
      'called 3 done 1',
      'returned 3 done',
    ]);
  });

  it('tell of what a subscriber waits for, and not of the subscriber', async () => {
    const log = traceLog();
    const d = toDeferred(EMPTY, { empty: { value: 1 } });

    expect(await firstValueFrom(from(d))).toBe(1);
    expect(log).toStrictEqual(['created 1 resolved', 'settled 1 resolved 1']);
  });
});

describe('the events of an abort', () => {
  it('tell of no handler when until() gets a notifier that is a function', () => {
    const log = traceLog();
    const notifier = Object.assign(() => undefined, { [Symbol.observable]: () => NEVER });
    Deferred<number>().until(notifier);

    expect(log).toStrictEqual(['created 1', 'created 2 until from 1']);
  });

  it('tell that a deferred is aborted, whatever the reason', () => {
    const log = traceLog();
    const d = Deferred().fail(ignore);
    d.abort();
    Deferred().abort('not needed');

    expect(log).toStrictEqual([
      'created 1',
      'added 1 fail',
      'settled 1 aborted AbortError',
      'called 1 fail AbortError',
      'returned 1 fail',
      'created 2',
      'settled 2 aborted not needed',
    ]);
  });

  it('tell that a request is aborted, by its method or by a signal', () => {
    const log = traceLog();
    const controller = new AbortController();
    get('data:text/plain,a').abort();
    get({ url: 'data:text/plain,a', signal: controller.signal });
    controller.abort();

    expect(log.filter((line) => line.startsWith('settled')).map((line) => line.split(' ').slice(0, 3))).toStrictEqual([
      ['settled', '1', 'aborted'],
      ['settled', '2', 'aborted'],
    ]);
  });

  it('tell of no abort that comes after the settlement, to a tracer that comes later', () => {
    const stop = traceDeferreds(ignore);
    const d = Deferred().reject('before');
    d.fail(ignore).abort();
    stop();
    const log = traceLog({ only: { d } });

    expect(log).toStrictEqual(['created d rejected', 'settled d rejected before']);
  });

  it('tell that until() has ended, and that the work behind it was aborted', () => {
    const log = traceLog();
    const controller = new AbortController();
    const d = Deferred(() => ignore);
    d.until(controller.signal).fail(ignore);
    controller.abort(new Error('left'));

    expect(log).toStrictEqual([
      'created 1',
      'created 2 until from 1',
      'added 2 fail',
      'settled 2 aborted Error',
      'called 2 fail Error',
      'returned 2 fail',
      'settled 1 aborted Error',
    ]);
  });

  it('tell of no abort when a deferred that was left resolves with an AbortError', () => {
    const log = traceLog();
    const controller = new AbortController();
    const d = Deferred();
    d.until(controller.signal);
    controller.abort();
    d.resolve(controller.signal.reason);

    expect(log).toStrictEqual([
      'created 1',
      'created 2 until from 1',
      'settled 2 aborted AbortError',
      'settled 1 resolved AbortError',
    ]);
  });

  it('tell that a signal has aborted a deferred, or the work of toDeferred()', () => {
    const log = traceLog();
    const controller = new AbortController();
    const { signal } = controller;
    Deferred(null, { signal });
    toDeferred(new Subject(), { signal }).fail(ignore);
    controller.abort();

    expect(log).toStrictEqual([
      'created 1',
      'created 2',
      'added 2 fail',
      'settled 1 aborted AbortError',
      'settled 2 aborted AbortError',
      'called 2 fail AbortError',
      'returned 2 fail',
    ]);
  });

  it.each<[string, (controller: AbortController) => void]>([
    ['of a promise that has the rejection from another one', () => void Deferred().abort().then()],
    [
      'of a deferred that its owner rejects when nobody waits any more',
      (controller) => {
        const d = Deferred<void, string>();
        d.until(controller.signal).done(ignore);
        controller.abort();
        d.reject('offline');
      },
    ],
    [
      'of a branch that until() has not ended',
      (controller) => {
        const d = Deferred<void, string>();
        d.until(controller.signal).done(ignore);
        d.reject('offline');
      },
    ],
  ])('do not call it the abort %s', async (_, run) => {
    const log = traceLog();
    run(new AbortController());
    await drainMicrotasks();

    expect(log.filter((line) => line.startsWith('settled')).at(-1)).toContain('rejected');
  });
});
