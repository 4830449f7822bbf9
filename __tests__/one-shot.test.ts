import { getEventListeners } from 'node:events';
import { JSDOM } from 'jsdom';
import { Observable, of, Subject, throwError } from 'rxjs';
import { Deferred, oneShot, toDeferred, type OneShotFactory } from 'rx-deferred';
import { collectReports } from './support/reported-errors.js';
import { outcomeNow, outcomeOf, recorder } from './support/recorder.js';
import { drainMicrotasks } from './support/turn.js';

const reports = collectReports();

const resolved = (...args: unknown[]) => ({ state: 'resolved', context: undefined, args });
const rejected = (...args: unknown[]) => ({ state: 'rejected', context: undefined, args });

/** A one-shot of deferreds, one for each start, and the signals that the factory got. */
function flights(make: () => Deferred = Deferred, signal?: AbortSignal) {
  const made: Deferred[] = [];
  const signals: AbortSignal[] = [];
  const shot = oneShot(
    (signal) => {
      const d = make();
      made.push(d);
      signals.push(signal);
      return d;
    },
    { signal },
  );
  return { shot, made, signals };
}

const listenersOf = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;

describe('oneShot', () => {
  it('does not start before someone asks', () => {
    const { shot, made } = flights();
    shot.peek();
    shot.invalidate();
    expect(made).toHaveLength(0);
    shot.get();
    expect(made).toHaveLength(1);
  });

  it('starts at most once, while it is under way and after', () => {
    const { shot, made } = flights();
    const promises = [shot.get(), shot.get()];
    made[0]?.resolve('done');
    promises.push(shot.get());
    expect(made).toHaveLength(1);
    expect(promises.map(outcomeNow)).toStrictEqual([resolved('done'), resolved('done'), resolved('done')]);
  });

  it('gives each caller a promise of its own, which cannot be settled', () => {
    const { shot } = flights();
    const promise = shot.get();
    expect(shot.get()).not.toBe(promise);
    expect(promise).toHaveProperty('resolve', undefined);
    expect(promise).toHaveProperty('abort', undefined);
  });

  it('calls the factory with a signal alone, and without a receiver', () => {
    const factory = recorder();
    oneShot(factory).get();
    expect(factory.calls).toStrictEqual([[expect.any(AbortSignal)]]);
    expect(factory.contexts).toStrictEqual([undefined]);
  });

  it('passes all arguments and the context on, to all callers in their order, synchronously', () => {
    const log: unknown[] = [];
    const context = {};
    const { shot, made } = flights();
    const handler = (name: string) =>
      function (this: unknown, ...args: unknown[]) {
        log.push(name, this === context, ...args);
      };
    shot.get().done(handler('first'));
    shot.get().done(handler('second'));
    made[0]?.resolveWith(context, [1, 2]);
    shot.get().done(handler('late'));
    expect(log).toStrictEqual(['first', true, 1, 2, 'second', true, 1, 2, 'late', true, 1, 2]);
  });

  it('passes a result without arguments on as it is', () => {
    const { shot, made } = flights();
    const promise = shot.get();
    made[0]?.resolve();
    expect([outcomeNow(promise), outcomeNow(shot.get())]).toStrictEqual([resolved(), resolved()]);
  });

  it('passes progress on, and replays the last to late callers, before and after the end', () => {
    const { shot, made } = flights();
    const [first, late, last] = [recorder(), recorder(), recorder()];
    shot.get().progress(first);
    made[0]?.notifyWith('context', [1, 2]);
    shot.get().progress(late);
    made[0]?.notify(3);
    made[0]?.resolve();
    shot.get().progress(last);
    expect(first.calls).toStrictEqual([[1, 2], [3]]);
    expect(first.contexts[0]).toBe('context');
    expect(late.calls).toStrictEqual([[1, 2], [3]]);
    expect(last.calls).toStrictEqual([[3]]);
  });

  it('replays what was notified before the factory returned', () => {
    const progress = recorder();
    oneShot(() => Deferred().notify(1).notify(2))
      .get()
      .progress(progress);
    expect(progress.calls).toStrictEqual([[2]]);
  });

  it('works when its methods are taken off', () => {
    const { shot, made } = flights();
    const { get, peek, invalidate } = shot;
    get();
    made[0]?.resolve(1);
    expect(peek()).toStrictEqual(resolved(1));
    invalidate();
    expect(peek()).toBeUndefined();
  });

  describe('with a rejection', () => {
    it('gives it to all callers with all arguments and the context, and starts anew for the next', () => {
      const { shot, made } = flights();
      const promises = [shot.get(), shot.get()];
      made[0]?.rejectWith('context', ['a', 'b']);
      const failed = { state: 'rejected', context: 'context', args: ['a', 'b'] };
      expect(promises.map(outcomeNow)).toStrictEqual([failed, failed]);
      const next = shot.get();
      expect(next.state()).toBe('pending');
      made[1]?.resolve('done');
      expect(outcomeNow(next)).toStrictEqual(resolved('done'));
      expect(made).toHaveLength(2);
    });

    it('has forgotten it when the handlers run: one of them may try again', () => {
      const { shot, made } = flights();
      const retried: unknown[] = [];
      shot.get().fail(() => shot.get().done((value) => retried.push(value)));
      made[0]?.reject('failed');
      expect(made).toHaveLength(2);
      made[1]?.resolve('done');
      expect(retried).toStrictEqual(['done']);
    });

    it('does not forget a flight that was started after an invalidation', () => {
      const { shot, made } = flights();
      shot.get();
      shot.invalidate();
      const second = shot.get();
      made[0]?.reject('old');
      shot.get();
      expect(made).toHaveLength(2);
      made[1]?.resolve('new');
      expect(outcomeNow(second)).toStrictEqual(resolved('new'));
    });

    it('does not abort the signal: the work is at its end', () => {
      const { shot, made, signals } = flights();
      shot.get();
      made[0]?.reject('failed');
      expect(signals[0]?.aborted).toBe(false);
    });
  });

  describe('with a factory that throws', () => {
    it('rejects, and starts anew for the next', () => {
      const error = new Error('thrown');
      let starts = 0;
      const shot = oneShot(() => {
        if (++starts === 1) {
          throw error;
        }
        return starts;
      });
      expect(outcomeNow(shot.get())).toStrictEqual(rejected(error));
      expect(shot.peek()).toBeUndefined();
      expect(outcomeNow(shot.get())).toStrictEqual(resolved(2));
    });

    it('reports nothing besides', () => {
      oneShot((): number => {
        throw new TypeError('thrown');
      }).get();
      expect(reports()).toStrictEqual([]);
    });
  });

  describe('with a factory that gives', () => {
    it.each([undefined, null, 0, 'text', [1, 2], { value: 1 }, new Set([1])])(
      'a plain value, is resolved with that at once: %p',
      (value) => {
        const outcome = outcomeNow(oneShot(() => value).get());
        expect(outcome).toStrictEqual(resolved(value));
        expect(outcome.args?.[0]).toBe(value);
      },
    );

    it('a native promise, follows it', async () => {
      let starts = 0;
      const shot = oneShot(() => Promise.resolve(++starts));
      const first = shot.get();
      expect(first.state()).toBe('pending');
      await expect(outcomeOf(first)).resolves.toStrictEqual(resolved(1));
      expect(outcomeNow(shot.get())).toStrictEqual(resolved(1));
    });

    it('a native promise that rejects, forgets it', async () => {
      let starts = 0;
      const shot = oneShot(() => (++starts === 1 ? Promise.reject(new Error('failed')) : Promise.resolve('done')));
      await expect(shot.get()).rejects.toThrow('failed');
      await expect(shot.get()).resolves.toBe('done');
    });

    it('a promise(), follows it, progress included', () => {
      const d = Deferred<[a: number, b: number], string, number>().notify(1);
      const promise = oneShot(() => d.promise()).get();
      const progress = recorder();
      promise.progress(progress);
      d.notify(2).resolve(3, 4);
      expect(progress.calls).toStrictEqual([[1], [2]]);
      expect(outcomeNow(promise)).toStrictEqual(resolved(3, 4));
    });

    it('a thenable, hears its first answer', () => {
      const thenable = {
        then(resolve: (value: number) => void, reject: (reason: unknown) => void) {
          resolve(1);
          resolve(2);
          reject('late');
        },
      };
      expect(outcomeNow(oneShot(() => thenable).get())).toStrictEqual(resolved(1));
    });

    it('a thenable that throws, rejects', () => {
      const error = new Error('thrown');
      const thenable = {
        then() {
          throw error;
        },
      };
      expect(outcomeNow(oneShot(() => thenable).get())).toStrictEqual(rejected(error));
    });

    it('an observable, subscribes once, notifies each value and resolves with the last', () => {
      const subject = new Subject<number>();
      let subscriptions = 0;
      const source = new Observable<number>((subscriber) => {
        subscriptions++;
        return subject.subscribe(subscriber);
      });
      const shot = oneShot(() => source);
      const progress = recorder();
      const promises = [shot.get().progress(progress), shot.get()];
      subject.next(1);
      subject.next(2);
      expect(shot.peek()).toStrictEqual({ state: 'pending' });
      subject.complete();
      promises.push(shot.get());
      expect(subscriptions).toBe(1);
      expect(progress.calls).toStrictEqual([[1], [2]]);
      expect(promises.map(outcomeNow)).toStrictEqual([resolved(2), resolved(2), resolved(2)]);
    });

    it('an observable that emits at once, is resolved at once', () => {
      expect(outcomeNow(oneShot(() => of(1, 2)).get())).toStrictEqual(resolved(2));
    });

    it('an observable that fails, subscribes anew for the next caller', () => {
      let subscriptions = 0;
      const source = new Observable<number>((subscriber) => {
        if (++subscriptions === 1) {
          subscriber.error('failed');
        } else {
          subscriber.next(subscriptions);
          subscriber.complete();
        }
      });
      const shot = oneShot(() => source);
      expect(outcomeNow(shot.get())).toStrictEqual(rejected('failed'));
      expect(outcomeNow(shot.get())).toStrictEqual(resolved(2));
    });

    it('a deferred that is settled already, is settled at once', () => {
      expect(outcomeNow(oneShot(() => Deferred().resolve(1, 2)).get())).toStrictEqual(resolved(1, 2));
      expect(outcomeNow(oneShot(() => throwError(() => 'failed')).get())).toStrictEqual(rejected('failed'));
    });
  });

  describe('invalidate', () => {
    it('makes the next call start anew after the end', () => {
      let starts = 0;
      const shot = oneShot(() => ++starts);
      const first = shot.get();
      shot.invalidate();
      expect(starts).toBe(1);
      expect(outcomeNow(shot.get())).toStrictEqual(resolved(2));
      expect(outcomeNow(first)).toStrictEqual(resolved(1));
    });

    it('leaves callers the flight that is under way, and makes the next call start another', () => {
      const { shot, made, signals } = flights();
      const first = shot.get();
      shot.invalidate();
      const second = shot.get();
      expect(made).toHaveLength(2);
      made[1]?.resolve('new');
      made[0]?.resolve('old');
      expect([first, second, shot.get()].map(outcomeNow)).toStrictEqual([
        resolved('old'),
        resolved('new'),
        resolved('new'),
      ]);
      expect(signals.map(({ aborted }) => aborted)).toStrictEqual([false, false]);
    });

    it('does nothing where nothing was started', () => {
      const { shot, made } = flights();
      shot.invalidate();
      shot.invalidate();
      expect(shot.peek()).toBeUndefined();
      expect(made).toHaveLength(0);
    });

    it('does not keep the flight from being aborted when its callers leave', () => {
      const { shot, made, signals } = flights();
      const leaving = new AbortController();
      shot.get({ signal: leaving.signal });
      shot.invalidate();
      const next = shot.get();
      leaving.abort('left');
      expect(outcomeNow(made[0] ?? Deferred())).toStrictEqual(rejected('left'));
      expect(signals.map(({ aborted }) => aborted)).toStrictEqual([true, false]);
      expect([next.state(), made.length]).toStrictEqual(['pending', 2]);
    });
  });

  describe('peek', () => {
    it('tells how the work stands, and does not start it', () => {
      const { shot, made } = flights();
      expect(shot.peek()).toBeUndefined();
      shot.get();
      expect(shot.peek()).toStrictEqual({ state: 'pending' });
      made[0]?.resolveWith('context', [1, 2]);
      expect(shot.peek()).toStrictEqual({ state: 'resolved', context: 'context', args: [1, 2] });
      shot.invalidate();
      expect(shot.peek()).toBeUndefined();
      expect(made).toHaveLength(1);
    });

    it('knows nothing of a rejection, nor of an abort', () => {
      const { shot, made } = flights();
      shot.get();
      made[0]?.reject();
      expect(shot.peek()).toBeUndefined();
      const leaving = new AbortController();
      shot.get({ signal: leaving.signal });
      leaving.abort();
      expect(shot.peek()).toBeUndefined();
    });

    it('gives a record of its own', () => {
      const shot = oneShot(() => Deferred<number[]>().resolve([1]));
      shot.get();
      const record = shot.peek();
      if (record?.state === 'resolved') {
        record.args.push([2]);
      }
      expect(shot.peek()).toStrictEqual(resolved([1]));
    });
  });

  describe('get({ signal })', () => {
    it('rejects this caller alone with the reason, and the others stay', () => {
      const { shot, made, signals } = flights();
      const [one, two] = [new AbortController(), new AbortController()];
      const leaving = shot.get({ signal: one.signal });
      const staying = shot.get({ signal: two.signal });
      const reason = new Error('left');
      one.abort(reason);
      expect(outcomeNow(leaving)).toStrictEqual(rejected(reason));
      expect([staying.state(), made[0]?.state(), signals[0]?.aborted]).toStrictEqual(['pending', 'pending', false]);
      made[0]?.resolve('done');
      two.abort();
      expect(outcomeNow(staying)).toStrictEqual(resolved('done'));
      expect(outcomeNow(leaving)).toStrictEqual(rejected(reason));
    });

    it('rejects with an AbortError by default', () => {
      const { shot } = flights();
      const controller = new AbortController();
      const promise = shot.get({ signal: controller.signal });
      controller.abort();
      expect(outcomeNow(promise).args?.[0]).toMatchObject({ name: 'AbortError' });
    });

    it('aborts the work when the last caller has left: signal, teardown, and a new start for the next', () => {
      const teardown = recorder();
      const { shot, made, signals } = flights(() => Deferred(() => teardown));
      const [one, two] = [new AbortController(), new AbortController()];
      shot.get({ signal: one.signal });
      shot.get({ signal: two.signal });
      two.abort('two');
      expect(teardown.calls).toHaveLength(0);
      const reason = new Error('one');
      one.abort(reason);
      expect(teardown.calls).toHaveLength(1);
      expect(signals[0]?.aborted).toBe(true);
      expect(signals[0]?.reason).toBe(reason);
      expect(outcomeNow(made[0] ?? Deferred())).toStrictEqual(rejected(reason));
      const next = shot.get();
      expect(made).toHaveLength(2);
      made[1]?.resolve('done');
      expect(outcomeNow(next)).toStrictEqual(resolved('done'));
      expect(signals[1]?.aborted).toBe(false);
    });

    it('does not abort the work for a caller that asks again when told that it has left', () => {
      const { shot, made, signals } = flights();
      const again: unknown[] = [];
      const controller = new AbortController();
      shot.get({ signal: controller.signal }).fail(() => shot.get().done((value) => again.push(value)));
      controller.abort();
      expect([made.length, signals[0]?.aborted]).toStrictEqual([1, false]);
      made[0]?.resolve('done');
      expect(again).toStrictEqual(['done']);
    });

    it('unsubscribes from an observable when the last caller has left', () => {
      const subject = new Subject<number>();
      const shot = oneShot(() => subject);
      const controller = new AbortController();
      shot.get({ signal: controller.signal });
      expect(subject.observed).toBe(true);
      controller.abort();
      expect(subject.observed).toBe(false);
      shot.get();
      expect(subject.observed).toBe(true);
    });

    it('aborts what toDeferred gives, and any object with abort()', () => {
      const subject = new Subject<number>();
      const object = { then: recorder(), abort: recorder() };
      for (const result of [toDeferred(subject), object]) {
        const controller = new AbortController();
        oneShot<unknown>(() => result).get({ signal: controller.signal });
        controller.abort('left');
      }
      expect(subject.observed).toBe(false);
      expect(object.abort.calls).toStrictEqual([['left']]);
      expect(object.abort.contexts[0]).toBe(object);
    });

    it('aborts the signal for work that cannot be aborted otherwise', () => {
      let given: AbortSignal | undefined;
      const shot = oneShot((signal) => {
        given = signal;
        return new Promise<never>(() => undefined);
      });
      const controller = new AbortController();
      const promise = shot.get({ signal: controller.signal });
      controller.abort('left');
      expect([given?.aborted, given?.reason]).toStrictEqual([true, 'left']);
      expect(outcomeNow(promise)).toStrictEqual(rejected('left'));
    });

    it('hears no more of work that was aborted', () => {
      const promising: { resolve: (value: string) => void }[] = [];
      const shot = oneShot(() => new Promise<string>((resolve) => promising.push({ resolve })));
      const controller = new AbortController();
      shot.get({ signal: controller.signal });
      controller.abort();
      const next = shot.get();
      promising[0]?.resolve('old');
      return drainMicrotasks().then(() => {
        expect(next.state()).toBe('pending');
        expect(shot.peek()).toStrictEqual({ state: 'pending' });
      });
    });

    it('does not abort what a caller without a signal waits for, whether it came first or last', () => {
      for (const order of ['first', 'last']) {
        const { shot, made, signals } = flights();
        const controller = new AbortController();
        const staying = order === 'first' ? [shot.get()] : [];
        shot.get({ signal: controller.signal });
        staying.push(...(order === 'last' ? [shot.get()] : []));
        controller.abort();
        expect(signals[0]?.aborted).toBe(false);
        made[0]?.resolve('done');
        expect(staying.map(outcomeNow)).toStrictEqual([resolved('done')]);
      }
    });

    it('does not abort what a caller without a signal waits for by then or by a subscription', () => {
      const { shot, signals } = flights();
      const controller = new AbortController();
      const derived = shot.get().then();
      shot.get().asObservable().subscribe();
      shot.get({ signal: controller.signal });
      controller.abort();
      expect([derived.state(), signals[0]?.aborted]).toStrictEqual(['pending', false]);
    });

    it('does not start with a signal that is aborted, and rejects with its reason', () => {
      const { shot, made } = flights();
      const signal = AbortSignal.abort('early');
      expect(outcomeNow(shot.get({ signal }))).toStrictEqual(rejected('early'));
      expect(made).toHaveLength(0);
      expect(shot.peek()).toBeUndefined();
    });

    it('does not touch a flight with a signal that is aborted', () => {
      const { shot, made, signals } = flights();
      const promise = shot.get();
      expect(shot.get({ signal: AbortSignal.abort() }).state()).toBe('rejected');
      expect(signals[0]?.aborted).toBe(false);
      made[0]?.resolve('done');
      expect(outcomeNow(promise)).toStrictEqual(resolved('done'));
      expect(shot.get({ signal: AbortSignal.abort() }).state()).toBe('rejected');
    });

    it('aborts nothing after the end, for a caller that leaves late', () => {
      const teardown = recorder();
      const { shot, made, signals } = flights(() => Deferred(() => teardown));
      const controller = new AbortController();
      const promise = shot.get({ signal: controller.signal });
      made[0]?.resolve('done');
      controller.abort();
      expect(signals[0]?.aborted).toBe(false);
      expect(teardown.calls).toHaveLength(1);
      expect([outcomeNow(promise), outcomeNow(shot.get())]).toStrictEqual([resolved('done'), resolved('done')]);
      expect(made).toHaveLength(1);
    });

    it('lets a caller leave by until in the same way', () => {
      const { shot, signals } = flights();
      const [one, two] = [new AbortController(), new AbortController()];
      shot.get().until(one.signal);
      shot.get().until(two.signal);
      one.abort();
      expect(signals[0]?.aborted).toBe(false);
      two.abort('last');
      expect([signals[0]?.aborted, signals[0]?.reason]).toStrictEqual([true, 'last']);
    });

    it('reports an abort() that throws', () => {
      const error = new Error('abort');
      const result = {
        then: recorder(),
        abort() {
          throw error;
        },
      };
      const controller = new AbortController();
      const promise = oneShot(() => result).get({ signal: controller.signal });
      controller.abort('left');
      expect(outcomeNow(promise)).toStrictEqual(rejected('left'));
      expect(reports()).toStrictEqual([error]);
    });
  });

  describe('with a signal of its own', () => {
    it('ends all: the work is aborted, callers are rejected, and nobody starts it again', () => {
      const controller = new AbortController();
      const teardown = recorder();
      const { shot, made, signals } = flights(() => Deferred(() => teardown), controller.signal);
      const promises = [shot.get(), shot.get({ signal: new AbortController().signal })];
      controller.abort('ended');
      expect(signals[0]?.reason).toBe('ended');
      expect(teardown.calls).toHaveLength(1);
      promises.push(shot.get(), shot.get({ signal: new AbortController().signal }));
      expect(promises.map(outcomeNow)).toStrictEqual(promises.map(() => rejected('ended')));
      expect(made).toHaveLength(1);
    });

    it('ends flights that were invalidated too', () => {
      const controller = new AbortController();
      const { shot, signals } = flights(undefined, controller.signal);
      const first = shot.get();
      shot.invalidate();
      const second = shot.get();
      controller.abort('ended');
      expect([first, second].map(outcomeNow)).toStrictEqual([rejected('ended'), rejected('ended')]);
      expect(signals.map(({ aborted }) => aborted)).toStrictEqual([true, true]);
    });

    it('leaves results that were given as they are, and gives them no more', () => {
      const controller = new AbortController();
      const { shot, made, signals } = flights(undefined, controller.signal);
      const promise = shot.get();
      made[0]?.resolve('done');
      controller.abort('ended');
      expect(outcomeNow(promise)).toStrictEqual(resolved('done'));
      expect(outcomeNow(shot.get())).toStrictEqual(rejected('ended'));
      expect(signals[0]?.aborted).toBe(false);
    });

    it('does not start where it is aborted from the start', () => {
      const { shot, made } = flights(undefined, AbortSignal.abort('ended'));
      expect(outcomeNow(shot.get())).toStrictEqual(rejected('ended'));
      expect(made).toHaveLength(0);
    });

    it('still lets callers leave one by one, and the last one ends the work', () => {
      const lifetime = new AbortController();
      const { shot, made, signals } = flights(undefined, lifetime.signal);
      const [one, two] = [new AbortController(), new AbortController()];
      const promises = [shot.get({ signal: one.signal }), shot.get({ signal: two.signal })];
      one.abort('one');
      expect(signals[0]?.aborted).toBe(false);
      two.abort('two');
      expect(signals[0]?.reason).toBe('two');
      expect(promises.map(outcomeNow)).toStrictEqual([rejected('one'), rejected('two')]);
      expect(shot.get().state()).toBe('pending');
      expect(made).toHaveLength(2);
    });
  });

  describe('leaves no listener on', () => {
    it.each(['resolve', 'reject'] as const)('any signal after the end: %s', (settle) => {
      const [lifetime, caller] = [new AbortController(), new AbortController()];
      const { shot, made, signals } = flights(undefined, lifetime.signal);
      shot.get({ signal: caller.signal });
      shot.get({ signal: caller.signal });
      shot.get();
      expect(listenersOf(caller.signal)).toBe(1);
      expect(listenersOf(lifetime.signal)).toBeGreaterThan(0);
      made[0]?.[settle]();
      expect([lifetime.signal, caller.signal].map(listenersOf)).toStrictEqual([0, 0]);
      expect(listenersOf(signals[0] ?? caller.signal)).toBe(0);
    });

    it('the signals of late callers', () => {
      const [lifetime, caller] = [new AbortController(), new AbortController()];
      const shot = oneShot(() => 1, { signal: lifetime.signal });
      shot.get({ signal: caller.signal });
      shot.get({ signal: caller.signal });
      expect([lifetime.signal, caller.signal].map(listenersOf)).toStrictEqual([0, 0]);
    });

    it('other signals when one caller leaves, or all', () => {
      const [lifetime, one, two] = [new AbortController(), new AbortController(), new AbortController()];
      const { shot } = flights(undefined, lifetime.signal);
      shot.get({ signal: one.signal });
      shot.get({ signal: two.signal });
      one.abort();
      expect([one.signal, two.signal].map(listenersOf)).toStrictEqual([0, 1]);
      two.abort();
      expect([lifetime.signal, one.signal, two.signal].map(listenersOf)).toStrictEqual([0, 0, 0]);
    });

    it('the signals of callers when its own ends all', () => {
      const [lifetime, caller] = [new AbortController(), new AbortController()];
      const { shot } = flights(undefined, lifetime.signal);
      shot.get({ signal: caller.signal });
      lifetime.abort();
      shot.get({ signal: caller.signal });
      expect([lifetime.signal, caller.signal].map(listenersOf)).toStrictEqual([0, 0]);
    });

    it('its own signal when it is called with an aborted one', () => {
      const lifetime = new AbortController();
      const { shot } = flights(undefined, lifetime.signal);
      shot.get({ signal: AbortSignal.abort() });
      expect(listenersOf(lifetime.signal)).toBe(0);
    });
  });

  describe('when the factory calls get()', () => {
    it('shares the flight that it starts', () => {
      let starts = 0;
      const inner: unknown[] = [];
      const d = Deferred<string>();
      const shot = oneShot((): Deferred<string> => {
        starts++;
        shot.get().done((value) => inner.push(value));
        return d;
      });
      const outer = shot.get();
      expect(starts).toBe(1);
      d.resolve('done');
      expect(inner).toStrictEqual(['done']);
      expect(outcomeNow(outer)).toStrictEqual(resolved('done'));
    });

    it('and the caller in it leaves before it returns, aborts the result', () => {
      const controller = new AbortController();
      const result = Deferred<string>();
      const shot = oneShot((): Deferred<string> => {
        shot.get({ signal: controller.signal });
        controller.abort('left');
        return result;
      });
      shot.get();
      expect(outcomeNow(result)).toStrictEqual(rejected('left'));
      expect(shot.peek()).toBeUndefined();
    });

    it('and throws, rejects that caller too', () => {
      const error = new Error('thrown');
      const inner: unknown[] = [];
      const shot = oneShot((): Deferred<string> => {
        shot.get().fail((reason) => inner.push(reason));
        throw error;
      });
      expect(outcomeNow(shot.get())).toStrictEqual(rejected(error));
      expect(inner).toStrictEqual([error]);
    });

    it('invalidates itself, and gives its result to the callers that it has', () => {
      let starts = 0;
      const shot = oneShot((): number => {
        shot.invalidate();
        return ++starts;
      });
      expect(outcomeNow(shot.get())).toStrictEqual(resolved(1));
      expect(shot.peek()).toBeUndefined();
      expect(outcomeNow(shot.get())).toStrictEqual(resolved(2));
    });
  });

  describe('throws a TypeError', () => {
    it.each([undefined, null, 1, 'text', {}, Deferred()])('for a factory that is no function: %p', (factory) => {
      const call = () => oneShot(factory as OneShotFactory<number>);
      expect(call).toThrow(TypeError);
      expect(call).toThrow('Expected factory to be a function');
    });

    it.each([1, 'text', {}, { aborted: false }, new AbortController()])('for a signal that is none: %p', (value) => {
      const signal = value as AbortSignal;
      const factory = recorder();
      expect(() => oneShot(factory, { signal })).toThrow('Expected signal to be an AbortSignal');
      expect(() => oneShot(factory).get({ signal })).toThrow(TypeError);
      expect(factory.calls).toHaveLength(0);
    });
  });

  it.each([undefined, {}, { signal: undefined }])('takes options that are empty: %p', (options) => {
    expect(outcomeNow(oneShot(() => 1, options).get(options))).toStrictEqual(resolved(1));
  });
});

describe('oneShot() of a deferred of jQuery', () => {
  interface Theirs {
    notify(value: unknown): void;
    resolve(...values: unknown[]): void;
  }
  const { jQueryFactory } = jest.requireActual<{ jQueryFactory: (window: unknown) => { Deferred: () => Theirs } }>(
    'jquery/factory',
  );
  const jQuery = jQueryFactory(new JSDOM('').window);

  it('passes its notifications and all its arguments on', () => {
    const theirs = jQuery.Deferred();
    const [progress, done] = [recorder(), recorder()];
    oneShot(() => theirs)
      .get()
      .progress(progress)
      .done(done);
    theirs.notify(50);
    theirs.resolve(1, 2);
    expect([progress.calls, done.calls]).toStrictEqual([[[50]], [[1, 2]]]);
  });

  it('hears nothing of it any more when the last caller has left', () => {
    const theirs = jQuery.Deferred();
    const progress = recorder();
    const controller = new AbortController();
    const shot = oneShot(() => theirs);
    shot.get({ signal: controller.signal }).progress(progress);
    theirs.notify(1);
    controller.abort();
    theirs.notify(2);
    theirs.resolve();
    expect([progress.calls, shot.peek()]).toStrictEqual([[[1]], undefined]);
  });
});
