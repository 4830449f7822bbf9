import { firstValueFrom, from, NEVER, Subject } from 'rxjs';
import { Deferred, toDeferred, when, type DeferredPromise } from 'rx-deferred';
import { abortError, withTeardown } from '../support/lifetime.js';
import { logger, outcomeNow } from '../support/recorder.js';
import { collectReports } from '../support/reported-errors.js';
import { drainMicrotasks } from '../support/turn.js';

collectReports();

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
    ['a subscriber of progress$', (promise) => promise.progress$.subscribe()],
    ['from()', (promise) => from(promise).subscribe({ error: () => undefined })],
    ['firstValueFrom()', (promise) => firstValueFrom(from(promise))],
    ['await', (promise) => Promise.all([promise])],
  ])('is kept by %s', async (_, listen) => {
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

  it('is not kept by handlers of the source: they hear of the abort', () => {
    const { log, as } = logger();
    const stop = new Subject<void>();
    const { promise } = work();
    promise.done(as('done')).always(as('always')).fail(as('fail')).progress(as('progress'));
    promise.until(stop).fail(as('branch'));
    stop.next();
    expect(log.map((line) => line.split(' ')[0])).toStrictEqual(['branch', 'always', 'fail']);
  });

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
});
