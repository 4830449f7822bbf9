// First of all: two of them define Symbol.observable, and the others read it when they are loaded.
import * as Kefir from 'kefir';
import { Stream as xs } from 'xstream';
import Zen from 'zen-observable';
import * as Wonka from 'wonka';
import {
  concatMap,
  defer,
  firstValueFrom,
  forkJoin,
  from,
  fromEvent,
  lastValueFrom,
  map,
  merge,
  mergeMap,
  of,
  race,
  retry,
  Subject,
  switchMap,
  take,
  timeout,
  TimeoutError,
  toArray,
  type ObservableInput,
} from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { Deferred, toDeferred, type DeferredPromise } from 'rx-deferred';
import { logger, outcomeNow, outcomeOf, recorder } from '../support/recorder.js';
import { drainMicrotasks } from '../support/turn.js';

/** One to read and one to give observables, in each library. */
interface Library {
  readonly name: string;
  /** Makes an observable of values, and an error at the end if there is one. */
  readonly make: (values: readonly number[], error?: unknown) => unknown;
  /** Reads an interop observable in the library's own way, and gives the end of that. */
  readonly read: (input: unknown, to: Sink) => () => void;
}

interface Sink {
  readonly next: (value: unknown) => void;
  readonly error: (error: unknown) => void;
  readonly complete: () => void;
}

const libraries: Library[] = [
  {
    name: 'zen-observable',
    make: (values, error) =>
      new Zen<number>((observer) => {
        values.forEach((value) => {
          observer.next(value);
        });
        if (error === undefined) {
          observer.complete();
        } else {
          observer.error(error);
        }
      }),
    read(input, to) {
      const subscription = Zen.from(input as ZenObservable.ObservableLike<unknown>).subscribe(to);
      return () => {
        subscription.unsubscribe();
      };
    },
  },
  {
    name: 'xstream',
    make: (values, error) =>
      xs.create<number>({
        start(listener) {
          values.forEach((value) => {
            listener.next(value);
          });
          if (error === undefined) {
            listener.complete();
          } else {
            listener.error(error);
          }
        },
        stop: () => undefined,
      }),
    read(input, to) {
      const subscription = xs.fromObservable(input as Parameters<typeof xs.fromObservable>[0]).subscribe(to);
      return () => {
        subscription.unsubscribe();
      };
    },
  },
  {
    name: 'kefir',
    make: (values, error) =>
      Kefir.stream<number, unknown>((emitter) => {
        values.forEach((value) => {
          emitter.emit(value);
        });
        if (error !== undefined) {
          emitter.error(error);
        }
        emitter.end();
      }),
    read(input, to) {
      const subscription = Kefir.fromESObservable<unknown, unknown>(input).observe({
        value: to.next,
        error: to.error,
        end: () => {
          to.complete();
        },
      });
      return () => {
        subscription.unsubscribe();
      };
    },
  },
  {
    name: 'wonka',
    make: (values, error) => {
      const observable = Wonka.toObservable(Wonka.fromArray([...values]));
      return error === undefined
        ? observable
        : new Zen((observer) => {
            observable.subscribe({
              next: (value) => {
                observer.next(value);
              },
              error: () => undefined,
              complete: () => {
                observer.error(error);
              },
            });
          });
    },
    read(input, to) {
      const subscription = Wonka.pipe(
        Wonka.fromObservable(input as Parameters<typeof Wonka.fromObservable>[0]),
        Wonka.onEnd(to.complete),
        Wonka.subscribe(to.next),
      );
      return () => {
        subscription.unsubscribe();
      };
    },
  },
];

describe.each(libraries)('$name', ({ make, read }) => {
  function sink() {
    const { log, as } = logger();
    return { log, to: { next: as('next'), error: as('error'), complete: as('complete') } };
  }

  it('gives observables with Symbol.observable, which toDeferred() takes', async () => {
    const source = make([1, 2, 3]) as ObservableInput<number>;
    expect(source).toHaveProperty([Symbol.observable]);
    const outcome = await outcomeOf(toDeferred(source));
    expect(outcome).toStrictEqual({ state: 'resolved', context: undefined, args: [3] });
  });

  it('gives errors to toDeferred()', async () => {
    const outcome = await outcomeOf(toDeferred(make([1], 'no') as ObservableInput<number>));
    expect(outcome).toStrictEqual({ state: 'rejected', context: undefined, args: ['no'] });
  });

  it.each<[string, (d: Deferred) => unknown]>([
    ['a deferred', (d) => d],
    ['a promise', (d) => d.promise()],
    ['an object extended by promise()', (d) => d.promise({})],
    ['asObservable()', (d) => d.asObservable()],
  ])('reads %s, early and late', async (_, of) => {
    const [early, late] = [sink(), sink()];
    const d = Deferred();
    read(of(d), early.to);
    d.resolve(1, 2);
    read(of(d), late.to);
    await drainMicrotasks();
    expect(early.log).toStrictEqual(['next 1', 'complete']);
    expect(late.log).toStrictEqual(['next 1', 'complete']);
  });

  it('reads outcome$ and progress$', async () => {
    const [outcomes, progress] = [sink(), sink()];
    const d = Deferred();
    read(d.outcome$.pipe(map(({ state }) => state)), outcomes.to);
    read(d.progress$, progress.to);
    await drainMicrotasks();
    d.notify(1).notify(2).reject('no');
    await drainMicrotasks();
    expect(outcomes.log).toStrictEqual(['next rejected', 'complete']);
    expect(progress.log).toStrictEqual(['next 1', 'next 2', 'complete']);
  });

  it('unsubscribes from a deferred, which stays pending', async () => {
    const { log, to } = sink();
    const d = Deferred();
    const end = read(d, to);
    end();
    await drainMicrotasks();
    expect(d.state()).toBe('pending');
    const before = [...log];
    d.resolve(1);
    await drainMicrotasks();
    expect(log).toStrictEqual(before);
    expect(log).not.toContain('next 1');
  });
});

// The sources of Wonka know no errors.
describe.each(libraries.filter(({ name }) => name !== 'wonka'))('$name', ({ read }) => {
  it('reads a rejection, early and late', async () => {
    const { log, as } = logger();
    const to = { next: as('next'), error: as('error'), complete: () => undefined };
    const d = Deferred();
    read(d, to);
    d.reject('no');
    read(d.promise(), to);
    await drainMicrotasks();
    expect(log).toStrictEqual(['error no', 'error no']);
  });
});

describe('operators of RxJS over deferreds', () => {
  it('switchMap() leaves the one before, which stays pending', () => {
    const handler = recorder();
    const deferreds = [Deferred<string>(), Deferred<string>()];
    const index = new Subject<number>();
    index.pipe(switchMap((i) => deferreds[i] ?? [])).subscribe(handler);
    index.next(0);
    index.next(1);
    deferreds[0]?.resolve('a');
    deferreds[1]?.resolve('b');
    expect(handler.calls).toStrictEqual([['b']]);
  });

  it('concatMap() takes deferreds in turn', () => {
    const handler = recorder();
    const [a, b] = [Deferred<string>(), Deferred<string>()];
    of(a, b.promise())
      .pipe(concatMap((d) => d))
      .subscribe(handler);
    b.resolve('b');
    expect(handler.calls).toStrictEqual([]);
    a.resolve('a');
    expect(handler.calls).toStrictEqual([['a'], ['b']]);
  });

  it('mergeMap() and merge() take them as they come', () => {
    const handler = recorder();
    const [a, b] = [Deferred<string>(), Deferred<string>()];
    merge(a, b).subscribe(handler);
    of(a, b)
      .pipe(mergeMap((d) => d))
      .subscribe(handler);
    b.resolve('b');
    a.resolve('a');
    expect(handler.calls).toStrictEqual([['b'], ['b'], ['a'], ['a']]);
  });

  it('forkJoin() waits for all, in lists and in objects', () => {
    const handler = recorder();
    const [a, b] = [Deferred<number>(), Deferred<[string, string]>()];
    forkJoin([a, b]).subscribe(handler);
    forkJoin({ a, b: b.promise() }).subscribe(handler);
    b.resolve('x', 'y');
    a.resolve(1);
    expect(handler.calls).toStrictEqual([[[1, 'x']], [{ a: 1, b: 'x' }]]);
  });

  it('race() takes the first', () => {
    const handler = recorder();
    const [a, b] = [Deferred<string>(), Deferred<string>()];
    race(a, b).subscribe(handler);
    b.resolve('b');
    a.resolve('a');
    expect(handler.calls).toStrictEqual([['b']]);
  });

  it('retry() subscribes again to new ones', () => {
    const handler = recorder();
    let attempts = 0;
    defer(() => (++attempts < 3 ? Deferred<string>().reject('no') : Deferred<string>().resolve('yes')))
      .pipe(retry(5))
      .subscribe(handler);
    expect([attempts, handler.calls]).toStrictEqual([3, [['yes']]]);
  });

  it('timeout() gives up a pending one, which stays pending', async () => {
    const d = Deferred<string>();
    await expect(firstValueFrom(from(d).pipe(timeout(1)))).rejects.toBeInstanceOf(TimeoutError);
    expect(d.state()).toBe('pending');
    await expect(firstValueFrom(from(d.resolve('in time')).pipe(timeout(1)))).resolves.toBe('in time');
  });

  it('firstValueFrom() and lastValueFrom() give promises of it', async () => {
    const d = Deferred<[number, number]>().resolve(1, 2);
    expect(await firstValueFrom(from(d))).toBe(1);
    expect(await lastValueFrom(d.asObservable())).toBe(1);
    await expect(firstValueFrom(from(Deferred().reject('no')))).rejects.toBe('no');
  });

  it('go on with progress$ and outcome$', async () => {
    const d = Deferred<void, Error, number>();
    const all = lastValueFrom(d.progress$.pipe(toArray()));
    d.notify(1).notify(2).resolve();
    expect(await all).toStrictEqual([1, 2]);
    expect(await firstValueFrom(d.outcome$)).toMatchObject({ state: 'resolved', args: [] });
  });
});

describe('the platform', () => {
  it('has promises that take deferreds and promises', async () => {
    const a = Deferred<number>();
    const all = Promise.all([a, a.promise(), a.then((n) => n + 1), toDeferred(of(5))]);
    const first = Promise.race([Deferred<never>(), a]);
    a.resolve(1);
    expect(await all).toStrictEqual([1, 1, 2, 5]);
    expect(await first).toBe(1);
    expect(await Promise.allSettled([Deferred().reject('no')])).toStrictEqual([{ status: 'rejected', reason: 'no' }]);
  });

  it('awaits each of several in for await', async () => {
    const deferreds = [Deferred<number>().resolve(1), Deferred<number>().resolve(2).promise()];
    const values: number[] = [];
    // eslint-disable-next-line @typescript-eslint/await-thenable -- it awaits each of them
    for await (const value of deferreds) {
      values.push(value);
    }
    expect(values).toStrictEqual([1, 2]);
  });

  it('has events that come as progress, and end it', () => {
    const target = new EventTarget();
    const types = recorder();
    const promise = toDeferred(fromEvent<Event>(target, 'move').pipe(map(({ type }) => type))).progress(types);
    const view = promise.until(fromEvent(target, 'close'));
    target.dispatchEvent(new Event('move'));
    target.dispatchEvent(new Event('close'));
    target.dispatchEvent(new Event('move'));
    expect(types.calls).toStrictEqual([['move']]);
    expect(outcomeNow(view).args).toMatchObject([{ name: 'AbortError' }]);
    expect(promise.state()).toBe('rejected');
  });

  it('has AbortSignal.timeout()', async () => {
    const timedOut = [
      Deferred(null, { signal: AbortSignal.timeout(1) }),
      toDeferred(new Subject(), { signal: AbortSignal.timeout(1) }),
      Deferred().until(AbortSignal.timeout(1)),
    ] as DeferredPromise[];
    const outcomes = await Promise.all(timedOut.map(outcomeOf));
    expect(outcomes).toMatchObject(outcomes.map(() => ({ state: 'rejected', args: [{ name: 'TimeoutError' }] })));
  });
});

describe('in virtual time', () => {
  const run = (test: Parameters<TestScheduler['run']>[0]) => {
    new TestScheduler((actual, expected) => {
      expect(actual).toStrictEqual(expected);
    }).run(test);
  };

  it('toDeferred() gives the last value of a cold source when that completes', () => {
    run(({ cold, expectObservable, expectSubscriptions, flush }) => {
      const source = cold('  -a-b-|');
      const promise = toDeferred(source);
      expectObservable(promise.asObservable()).toBe('-----(b|)');
      expectObservable(promise.progress$).toBe('-a-b-|');
      expectSubscriptions(source.subscriptions).toBe('^----!');
      flush();
    });
  });

  it('toDeferred() fails when a hot source does', () => {
    run(({ hot, expectObservable }) => {
      const promise = toDeferred(hot('-a-b-#', undefined, 'no'));
      expectObservable(from(promise)).toBe('-----#', undefined, 'no');
      expectObservable(promise.progress$).toBe('-a-b-|');
    });
  });

  it('progress$ gives the last notification to who comes late', () => {
    run(({ cold, expectObservable }) => {
      const { progress$ } = toDeferred(cold('-a-b--c-|'));
      expectObservable(progress$, '----^').toBe('----b-c-|');
      expectObservable(progress$, '----------^').toBe('----------(c|)');
      expectObservable(progress$, '^----!').toBe('-a-b--');
      expectObservable(progress$.pipe(take(2))).toBe('-a-(b|)');
    });
  });

  it('until() ends with a hot notifier, and so does the subscription to the source', () => {
    run(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('-a-b-c-d-|');
      const stop = hot('   ----x-x');
      const branch = toDeferred(source).until(stop);
      const state$ = branch.outcome$.pipe(map(({ state }) => state));
      expectObservable(state$).toBe('----(r|)', { r: 'rejected' });
      expectObservable(branch.progress$).toBe('-a-b|');
      expectSubscriptions(source.subscriptions).toBe('^---!');
      expectSubscriptions(stop.subscriptions).toBe('^---!');
    });
  });

  it('until() lets go of the notifier when the source completes', () => {
    run(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const stop = hot('-------x');
      const branch = toDeferred(cold('-a-|')).until(stop);
      expectObservable(branch.asObservable()).toBe('---(a|)');
      expectSubscriptions(stop.subscriptions).toBe('^--!');
    });
  });
});
