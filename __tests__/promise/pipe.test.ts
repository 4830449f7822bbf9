/* eslint-disable @typescript-eslint/no-deprecated -- pipe is deprecated, and still works */
import { Deferred } from 'rx-deferred';
import { restoreErrorHooks } from '../support/error-hooks.js';
import { collectReports } from '../support/reported-errors.js';
import { logger, outcomeNow, recorder } from '../support/recorder.js';

const reports = collectReports();
restoreErrorHooks();

const channels = [
  { listen: 'done', fire: 'resolve', state: 'resolved' },
  { listen: 'fail', fire: 'reject', state: 'rejected' },
  { listen: 'progress', fire: 'notify', state: 'pending' },
] as const;

describe.each(channels)('deferred.pipe(), on $fire()', ({ listen, fire, state }) => {
  type Filter = (this: unknown, ...args: unknown[]) => unknown;
  /** Pipes through one filter, that of the channel. */
  const pipe = (d: ReturnType<typeof Deferred>, filter: Filter | null | undefined) =>
    d.pipe(
      listen === 'done' ? filter : undefined,
      listen === 'fail' ? filter : undefined,
      listen === 'progress' ? filter : undefined,
    );

  it('filters synchronously, keeps the channel, and gives what the filter returns (S25)', () => {
    const handler = recorder();
    const d = Deferred();
    const piped = pipe(d, (a, b) => [a, b]);
    piped[listen](handler);
    d[fire](1, 2);
    expect(handler.calls).toStrictEqual([[[1, 2]]]);
    expect(piped.state()).toBe(state);
    expect(d.state()).toBe(state);
  });

  it('calls the filter with all arguments and the context, and keeps the context (S25)', () => {
    const context = {};
    const filter = recorder();
    const handler = recorder();
    const d = Deferred();
    pipe(d, filter)[listen](handler);
    d[`${fire}With`](context, [1, 2]);
    expect(filter.calls).toStrictEqual([[1, 2]]);
    expect(filter.contexts[0]).toBe(context);
    expect(handler.calls).toStrictEqual([[undefined]]);
    expect(handler.contexts[0]).toBe(context);
  });

  it('passes all arguments and the context on where it has no filter (S25)', () => {
    const context = {};
    for (const none of [undefined, null, 5, {}]) {
      const handler = recorder();
      const d = Deferred();
      pipe(d, none as never)[listen](handler);
      d[`${fire}With`](context, [1, 2]);
      expect(handler.calls).toStrictEqual([[1, 2]]);
      expect(handler.contexts[0]).toBe(context);
    }
  });

  it('passes no context on where there is none (S25)', () => {
    const handler = recorder();
    const d = Deferred();
    pipe(d, (v) => v)[listen](handler);
    pipe(d, null)[listen](handler);
    d[fire](1);
    expect(handler.calls).toStrictEqual([[1], [1]]);
    expect(handler.contexts).toStrictEqual([undefined, undefined]);
  });

  it('filters in its place among the handlers (S25)', () => {
    const { log, as } = logger();
    const d = Deferred();
    d[listen](as('a'));
    pipe(d, as('filter'));
    d[listen](as('b'));
    d[fire](1);
    expect(log).toStrictEqual(['a 1', 'filter 1', 'b 1']);
  });

  it('filters at once what is there already (S25)', () => {
    const handler = recorder();
    const d = Deferred();
    d[fire](1);
    const piped = pipe(d, (n) => Number(n) + 1);
    expect(piped.state()).toBe(state);
    piped[listen](handler);
    expect(handler.calls).toStrictEqual([[2]]);
  });

  it('calls only the filter of its channel (S25)', () => {
    const filters = { done: recorder(), fail: recorder(), progress: recorder() };
    const d = Deferred();
    d.pipe(filters.done, filters.fail, filters.progress);
    d[fire](1);
    expect(filters[listen].calls).toStrictEqual([[1]]);
    expect(Object.values(filters).filter(({ calls }) => calls.length > 0)).toHaveLength(1);
  });

  it('takes over how what has a promise() settles, with its arguments and context (S25)', () => {
    const context = {};
    const d = Deferred();
    const inner = Deferred();
    const piped = pipe(d, () => inner);
    d[fire]();
    expect(piped.state()).toBe('pending');
    inner.rejectWith(context, ['a', 'b']);
    const outcome = outcomeNow(piped);
    expect(outcome).toStrictEqual({ state: 'rejected', context: {}, args: ['a', 'b'] });
    expect(outcome.context).toBe(context);
  });

  it('resolves as what has a promise() does (S25)', () => {
    const context = {};
    const d = Deferred();
    const piped = pipe(d, () => Deferred().resolveWith(context, [1, 2]).promise());
    d[fire]();
    const outcome = outcomeNow(piped);
    expect(outcome).toStrictEqual({ state: 'resolved', context: {}, args: [1, 2] });
    expect(outcome.context).toBe(context);
  });

  it('passes the progress of what has a promise() on (S25)', () => {
    const progress = recorder();
    const d = Deferred();
    const inner = Deferred().notifyWith('first', [1, 2]);
    pipe(d, () => inner).progress(progress);
    d[fire]();
    inner.notify(3);
    expect(progress.calls).toStrictEqual([[1, 2], [3]]);
    expect(progress.contexts).toStrictEqual(['first', undefined]);
  });

  it('calls promise() on what the filter returns, functions included (S25)', () => {
    const contexts: unknown[] = [];
    const foreign = Object.assign(() => undefined, {
      promise(this: unknown) {
        contexts.push(this);
        return Deferred().resolve('foreign').promise();
      },
    });
    const d = Deferred();
    const piped = pipe(d, () => foreign);
    d[fire]();
    expect(outcomeNow(piped)).toMatchObject({ state: 'resolved', args: ['foreign'] });
    expect(contexts).toHaveLength(1);
    expect(contexts[0]).toBe(foreign);
  });

  it('does not wait for a thenable without promise() (S25)', () => {
    const thenable = Promise.resolve('inner');
    const handler = recorder();
    const d = Deferred();
    pipe(d, () => thenable)[listen](handler);
    d[fire]();
    expect(handler.calls[0]?.[0]).toBe(thenable);
    expect(handler.calls).toHaveLength(1);
  });

  it.each([null, undefined, 0, '', false, { promise: 'text' }])('gives %p as it is (S25)', (value) => {
    const handler = recorder();
    const d = Deferred();
    pipe(d, () => value)[listen](handler);
    d[fire]();
    expect(handler.calls).toStrictEqual([[value]]);
  });

  it('catches nothing: what the filter throws is reported, and the promise stays pending (S25)', () => {
    const { log, as } = logger();
    const error = new Error('filter');
    const d = Deferred();
    const piped = pipe(d, () => {
      throw error;
    });
    piped.always(as('always')).progress(as('progress'));
    d[listen](as('next'));
    d[fire](1);
    expect(piped.state()).toBe('pending');
    expect(log).toStrictEqual(['next 1']);
    expect(reports()).toStrictEqual([error]);
  });

  it('does not call the exception hook (S25)', () => {
    const hook = recorder();
    Deferred.exceptionHook = hook;
    const d = Deferred();
    pipe(d, () => {
      throw new TypeError('filter');
    });
    d[fire]();
    expect(hook.calls).toStrictEqual([]);
    expect(reports()).toHaveLength(1);
  });
});

describe('deferred.pipe()', () => {
  it('gives a new promise, which is no deferred (S25)', () => {
    const d = Deferred();
    const piped = d.pipe();
    expect(piped).not.toBe(d.promise());
    expect(Reflect.get(piped, 'resolve')).toBeUndefined();
    expect(piped.promise()).toBe(piped);
    expect(piped.state()).toBe('pending');
  });

  it('stays rejected after a fail filter (S25)', () => {
    const d = Deferred();
    const piped = d.pipe(null, (error) => `${String(error)}!`).pipe(null, (error) => `${error}?`);
    d.reject('no');
    expect(outcomeNow(piped)).toStrictEqual({ state: 'rejected', context: undefined, args: ['no!?'] });
  });

  it('maps each notification, and replays the last one (S25)', () => {
    const progress = recorder();
    const late = recorder();
    const d = Deferred<unknown, unknown, number>().notify(0).notify(1);
    const piped = d.pipe(null, null, (n) => n * 10).progress(progress);
    d.notify(2).resolve().notify(3);
    piped.progress(late);
    expect(progress.calls).toStrictEqual([[10], [20]]);
    expect(late.calls).toStrictEqual([[20]]);
  });

  it('settles by the progress filter too if that returns a settled deferred (S25)', () => {
    const d = Deferred();
    const piped = d.pipe(null, null, () => Deferred().resolve('early'));
    d.notify().reject('late');
    expect(outcomeNow(piped)).toStrictEqual({ state: 'resolved', context: undefined, args: ['early'] });
  });

  it('replays the last notification before the outcome (S25)', () => {
    const { log, as } = logger();
    const d = Deferred().notify(1).resolve(2);
    d.pipe(as('done'), as('fail'), as('progress'));
    expect(log).toStrictEqual(['progress 1', 'done 2']);
  });
});
