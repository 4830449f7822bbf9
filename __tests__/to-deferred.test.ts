import { getEventListeners } from 'node:events';
import {
  EmptyError,
  EMPTY,
  from,
  map,
  NEVER,
  Observable,
  of,
  Subject,
  switchMap,
  throwError,
  type ObservableInput,
  type Subscriber,
} from 'rxjs';
import { Deferred, isDeferred, toDeferred, type DeferredPromise } from 'rx-deferred';
import { jQuerys } from './jquery/jquerys.js';
import { logger, outcomeNow, outcomeOf, recorder } from './support/recorder.js';
import { collectReports } from './support/reported-errors.js';

const reports = collectReports();
const failure = new Error('no');

const listeners = (signal: AbortSignal) => getEventListeners(signal, 'abort').length;

function* generate() {
  yield* [1, 2, 3];
}

async function* generateAsync() {
  await Promise.resolve();
  yield* [1, 2, 3];
}

function emitThree(controller: ReadableStreamDefaultController<number>) {
  controller.enqueue(3);
  controller.close();
}

/** What a library gives that knows only the one name of the interop method. */
const interop = (key: PropertyKey) =>
  ({
    [key]: () => ({
      subscribe(observer: { next(value: number): void; complete(): void }) {
        [1, 2, 3].forEach((value) => {
          observer.next(value);
        });
        observer.complete();
        return { unsubscribe: () => undefined };
      },
    }),
  }) as unknown as ObservableInput<number>;

const synchronous: [name: string, input: () => ObservableInput<number>][] = [
  ['an observable', () => of(1, 2, 3)],
  ['an array', () => [1, 2, 3]],
  ['an array-like', () => ({ 0: 1, 1: 2, 2: 3, length: 3 })],
  ['an iterable', () => new Set([1, 2, 3])],
  ['a generator', () => generate()],
  ["an object with '@@observable'", () => interop('@@observable')],
];

const asynchronous: [name: string, input: () => ObservableInput<number>][] = [
  ['an async generator', () => generateAsync()],
  ['an async iterable', () => ({ [Symbol.asyncIterator]: generateAsync })],
  [
    'a ReadableStream',
    () =>
      new ReadableStream<number>({
        start(controller) {
          [1, 2, 3].forEach((value) => {
            controller.enqueue(value);
          });
          controller.close();
        },
      }),
  ],
];

/** A source that counts its subscriptions and the ends of these. */
function counted<T>(source: ObservableInput<T>) {
  const counts = { subscribed: 0, ended: 0 };
  const observable = new Observable<T>((subscriber) => {
    counts.subscribed += 1;
    subscriber.add(() => (counts.ended += 1));
    return from(source).subscribe(subscriber);
  });
  return { counts, observable };
}

/** A source that emits synchronously for as long as it is wanted, and gives up at some time. */
function endless() {
  const state = { emitted: 0, ended: 0 };
  const observable = new Observable<number>((subscriber) => {
    subscriber.add(() => (state.ended += 1));
    while (!subscriber.closed && state.emitted < 1000) {
      subscriber.next(++state.emitted);
    }
  });
  return { state, observable };
}

describe.each(jQuerys)('toDeferred() of a collection of jQuery %s', (_, create) => {
  it('reads its elements, as its type says, though it has a promise()', () => {
    const $ = create();
    const elements = $('<i></i><b></b>');
    const names: string[] = [];
    const last = toDeferred(elements).progress(({ tagName }) => names.push(tagName));
    expect([outcomeNow(last).args, names]).toStrictEqual([[elements[1]], ['B']]);
  });
});

describe('toDeferred()', () => {
  it.each([...synchronous, ...asynchronous])('resolves with the last value of %s', async (_, input) => {
    const promise = toDeferred(input());
    const { log, as } = logger();
    promise.progress(as('progress'));
    const outcome = await outcomeOf(promise);
    expect(outcome).toStrictEqual({ state: 'resolved', context: undefined, args: [3] });
    expect(log.at(-1)).toBe('progress 3');
  });

  it.each(synchronous)('is synchronous where %s is', (_, input) => {
    const promise = toDeferred(input());
    expect(outcomeNow(promise)).toStrictEqual({ state: 'resolved', context: undefined, args: [3] });
  });

  it.each(asynchronous)('notifies each value of %s', async (_, input) => {
    const handler = recorder();
    await toDeferred(input()).progress(handler);
    expect(handler.calls).toStrictEqual([[1], [2], [3]]);
  });

  it('notifies each value of an observable, and resolves at its completion', () => {
    const { log, as } = logger();
    const source = new Subject<number>();
    const promise = toDeferred(source).progress(as('progress')).done(as('done'));
    source.next(1);
    source.next(2);
    expect(promise.state()).toBe('pending');
    source.complete();
    expect(log).toStrictEqual(['progress 1', 'progress 2', 'done 2']);
  });

  it('takes a promise, be it fulfilled or rejected', async () => {
    const error = new Error('no');
    expect(await outcomeOf(toDeferred(Promise.resolve(1)))).toMatchObject({ state: 'resolved', args: [1] });
    expect(await outcomeOf(toDeferred(Promise.reject(error)))).toMatchObject({ state: 'rejected', args: [error] });
  });

  it('takes a deferred and its promise, synchronously, by the first argument', () => {
    const d = Deferred<[number, number]>();
    const promises = [toDeferred(d), toDeferred(d.promise())];
    d.resolve(1, 2);
    expect(promises.map((promise) => outcomeNow(promise).args)).toStrictEqual([[1], [1]]);
  });

  it('takes a list among the values as one argument', () => {
    expect(outcomeNow(toDeferred(of([1, 2]))).args).toStrictEqual([[1, 2]]);
  });

  it('takes undefined as a value: that is not empty', () => {
    const handler = recorder();
    const promise = toDeferred(of(undefined), { empty: 'reject' }).progress(handler);
    expect(outcomeNow(promise)).toStrictEqual({ state: 'resolved', context: undefined, args: [undefined] });
    expect(handler.calls).toStrictEqual([[undefined]]);
  });

  it.each<[string, object]>([
    [
      'a then()',
      {
        then: (resolve: (value: number) => void) => {
          resolve(3);
        },
      },
    ],
    ['a getReader()', { getReader: () => new ReadableStream({ start: emitThree }).getReader() }],
    ['an iterator', { [Symbol.iterator]: () => [3].values() }],
    ['an async iterator', { [Symbol.asyncIterator]: generateAsync }],
  ])('takes an object that has nothing but %s', async (_, source) => {
    expect(await outcomeOf(toDeferred(source as ObservableInput<number>))).toMatchObject({ args: [3] });
  });

  it('takes a method by a symbol that was defined after RxJS was loaded', () => {
    const symbol = Symbol('observable');
    const before = Object.getOwnPropertyDescriptor(Symbol, 'observable');
    Object.defineProperty(Symbol, 'observable', { value: symbol, configurable: true });
    try {
      expect(outcomeNow(toDeferred(interop(symbol))).args).toStrictEqual([3]);
    } finally {
      Reflect.deleteProperty(Symbol, 'observable');
      if (before) {
        Object.defineProperty(Symbol, 'observable', before);
      }
    }
  });

  it('subscribes once, at once, however many listen', async () => {
    const { counts, observable } = counted(of(1));
    const promise = toDeferred(observable);
    expect(counts.subscribed).toBe(1);
    promise
      .done(() => undefined)
      .asObservable()
      .subscribe();
    from(promise).subscribe();
    await promise;
    expect(counts).toStrictEqual({ subscribed: 1, ended: 1 });
  });

  it('runs the teardown of a source that has completed before it gives one', () => {
    const teardown = jest.fn();
    const promise = toDeferred(
      new Observable<number>((subscriber) => {
        subscriber.next(1);
        subscriber.complete();
        return teardown;
      }),
    );
    expect(promise.state()).toBe('resolved');
    expect(teardown).toHaveBeenCalledTimes(1);
  });

  it('runs the teardowns that the source has added, but for those that it has removed', () => {
    const [added, removed] = [jest.fn(), jest.fn()];
    const promise = toDeferred(
      new Observable<number>((subscriber) => {
        subscriber.remove(removed);
        subscriber.add(added);
        subscriber.add(removed);
        subscriber.remove(removed);
      }),
    );
    promise.abort();
    expect(added).toHaveBeenCalledTimes(1);
    expect(removed).not.toHaveBeenCalled();
  });

  it('rejects with an error of the source, and keeps the last notification', () => {
    const handler = recorder();
    const source = new Subject<number>();
    const promise = toDeferred(source);
    source.next(1);
    source.error('no');
    expect(outcomeNow(promise.progress(handler))).toStrictEqual({
      state: 'rejected',
      context: undefined,
      args: ['no'],
    });
    expect(handler.calls).toStrictEqual([[1]]);
    expect(reports()).toStrictEqual([]);
  });

  it.each<[string, () => ObservableInput<unknown>]>([
    [
      'an observable whose subscribe throws',
      () =>
        new Observable(() => {
          throw failure;
        }),
    ],
    [
      'a foreign observable whose subscribe throws',
      () =>
        ({
          '@@observable': () => ({
            subscribe() {
              throw failure;
            },
          }),
        }) as unknown as ObservableInput<unknown>,
    ],
    [
      'an interop method that throws',
      () =>
        ({
          '@@observable': () => {
            throw failure;
          },
        }) as unknown as ObservableInput<unknown>,
    ],
    [
      'an iterator that throws',
      () => ({
        [Symbol.iterator]() {
          throw failure;
        },
      }),
    ],
    ['throwError()', () => throwError(() => failure)],
  ])('rejects with the error of %s', (_, input) => {
    expect(outcomeNow(toDeferred(input()))).toStrictEqual({ state: 'rejected', context: undefined, args: [failure] });
    expect(reports()).toStrictEqual([]);
  });

  it.each([
    [null, 'object'],
    [5, 'number'],
    ['text', 'string'],
    [true, 'boolean'],
    [{}, 'object'],
    [() => undefined, 'function'],
  ])('throws a TypeError for %p', (source, type) => {
    const call = toDeferred as (source: unknown) => unknown;
    expect(() => call(source)).toThrow(
      new TypeError(`Expected source to be an observable or an input that RxJS can convert to one, got ${type}`),
    );
  });

  it('gives a promise that nobody can settle: it is no deferred (S31)', () => {
    const promise = toDeferred(NEVER);
    expect(isDeferred(promise)).toBe(false);
    expect(promise).not.toMatchObject({ resolve: expect.anything() as unknown });
    expect(
      ['resolve', 'reject', 'notify', 'resolveWith', 'rejectWith', 'notifyWith'].filter((name) =>
        Reflect.get(promise, name),
      ),
    ).toStrictEqual([]);
    expect(promise.abort).toBeInstanceOf(Function);
  });

  it('has a promise() without abort()', () => {
    const promise = toDeferred(NEVER);
    const views = [promise.promise(), promise.promise({}), promise.then(), promise.until(NEVER)];
    expect(views.map((view) => Reflect.get(view, 'abort') as unknown)).toStrictEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(promise.promise()).toBe(promise.promise());
  });
});

describe('toDeferred() as an operator', () => {
  it('comes last, after any number of operators', () => {
    const add = map((n: number) => n + 1);
    const promises: DeferredPromise[] = [
      of(1).pipe(toDeferred()),
      of(1).pipe(add, toDeferred()),
      of(1).pipe(add, add, toDeferred()),
      of(1).pipe(add, add, add, toDeferred()),
    ];
    expect(promises.map((promise) => outcomeNow(promise).args)).toStrictEqual([[1], [2], [3], [4]]);
  });

  it('takes options', () => {
    const controller = new AbortController();
    const { counts, observable } = counted(NEVER);
    const promise = observable.pipe(toDeferred({ signal: controller.signal }));
    controller.abort('stop');
    expect(outcomeNow(promise).args).toStrictEqual(['stop']);
    expect(counts).toStrictEqual({ subscribed: 1, ended: 1 });
    expect(outcomeNow(EMPTY.pipe(toDeferred({ empty: { value: 5 } }))).args).toStrictEqual([5]);
  });

  it('may be used for several sources', () => {
    const last = toDeferred();
    expect([of(1).pipe(last), of(2).pipe(last)].map((promise) => outcomeNow(promise).args)).toStrictEqual([[1], [2]]);
  });
});

describe('the option empty', () => {
  it('resolves without an argument by default (S6)', () => {
    const outcomes = [
      toDeferred(EMPTY),
      toDeferred([]),
      toDeferred(EMPTY, { empty: 'resolve' }),
      toDeferred(EMPTY, { empty: undefined }),
    ];
    expect(outcomes.map((promise) => outcomeNow(promise))).toStrictEqual(
      outcomes.map(() => ({ state: 'resolved', context: undefined, args: [] })),
    );
  });

  it("rejects with RxJS's EmptyError", () => {
    const { state, args } = outcomeNow(toDeferred(EMPTY, { empty: 'reject' }));
    expect(state).toBe('rejected');
    expect(args?.[0]).toBeInstanceOf(EmptyError);
  });

  it.each([0, undefined, null, [1, 2]])('resolves with a value that is given: %p', (value) => {
    const handler = recorder();
    const promise = toDeferred(EMPTY, { empty: { value } }).progress(handler);
    expect(outcomeNow(promise)).toStrictEqual({ state: 'resolved', context: undefined, args: [value] });
    expect(handler.calls).toStrictEqual([]);
  });

  it.each(['resolve', 'reject', { value: 0 }] as const)('means nothing for a source with a value: %p', (empty) => {
    expect(outcomeNow(toDeferred(of(1), { empty })).args).toStrictEqual([1]);
  });

  it('means nothing for a source that fails', () => {
    expect(
      outcomeNow(
        toDeferred(
          throwError(() => 'no'),
          { empty: { value: 0 } },
        ),
      ).args,
    ).toStrictEqual(['no']);
  });

  it.each([
    [null, 'object'],
    ['value', 'string'],
    [5, 'number'],
    [true, 'boolean'],
  ])('throws a TypeError for %p, and does not subscribe', (empty, type) => {
    const { counts, observable } = counted(EMPTY);
    const error = new TypeError(`Expected empty to be 'resolve', 'reject' or { value }, got ${type}`);
    expect(() => toDeferred(observable, { empty: empty as unknown as 'resolve' })).toThrow(error);
    expect(() => observable.pipe(toDeferred({ empty: empty as unknown as 'resolve' }))).toThrow(error);
    expect(counts.subscribed).toBe(0);
  });
});

describe('the option signal', () => {
  it('never subscribes when it is aborted already', () => {
    const { counts, observable } = counted(of(1));
    const signal = AbortSignal.abort('gone');
    expect(outcomeNow(toDeferred(observable, { signal }))).toStrictEqual({
      state: 'rejected',
      context: undefined,
      args: ['gone'],
    });
    expect(counts.subscribed).toBe(0);
    expect(listeners(signal)).toBe(0);
  });

  it('aborts and unsubscribes later, with its reason', () => {
    const controller = new AbortController();
    const { counts, observable } = counted(NEVER);
    const promise = toDeferred(observable, { signal: controller.signal });
    expect([promise.state(), listeners(controller.signal)]).toStrictEqual(['pending', 1]);
    controller.abort();
    const { args } = outcomeNow(promise);
    expect(args?.[0]).toBe(controller.signal.reason);
    expect(args).toMatchObject([{ name: 'AbortError' }]);
    expect([counts.ended, listeners(controller.signal)]).toStrictEqual([1, 0]);
  });

  it('is aborted by a value of the source, which is then unsubscribed', () => {
    const controller = new AbortController();
    const { state, observable } = endless();
    const source = observable.pipe(map((n) => (n === 3 && controller.abort('stop'), n)));
    expect(outcomeNow(toDeferred(source, { signal: controller.signal })).args).toStrictEqual(['stop']);
    expect(state).toStrictEqual({ emitted: 3, ended: 1 });
  });

  it.each<[string, (source: Subject<number>, promise: { abort(): unknown }) => void]>([
    [
      'completion',
      (source) => {
        source.complete();
      },
    ],
    [
      'error',
      (source) => {
        source.error('no');
      },
    ],
    [
      'abort()',
      (_, promise) => {
        promise.abort();
      },
    ],
  ])('is let go at %s', (_, settle) => {
    const { signal } = new AbortController();
    const source = new Subject<number>();
    const promise = toDeferred(source, { signal }).fail(() => undefined);
    expect(listeners(signal)).toBe(1);
    settle(source, promise);
    expect(promise.state()).not.toBe('pending');
    expect(listeners(signal)).toBe(0);
  });

  it('is let go where the source is synchronous', () => {
    const { signal } = new AbortController();
    toDeferred(of(1), { signal });
    toDeferred(EMPTY, { signal });
    toDeferred(
      throwError(() => 'no'),
      { signal },
    );
    expect(listeners(signal)).toBe(0);
  });

  it.each([
    [{}, 'object'],
    [5, 'number'],
    ['text', 'string'],
  ])('throws a TypeError for %p, and does not subscribe', (signal, type) => {
    const { counts, observable } = counted(of(1));
    expect(() => toDeferred(observable, { signal: signal as AbortSignal })).toThrow(
      new TypeError(`Expected signal to be an AbortSignal, got ${type}`),
    );
    expect(counts.subscribed).toBe(0);
  });
});

describe('abort() of toDeferred()', () => {
  it('does not come from until() while one of two subscribers is there (S31)', () => {
    const request = toDeferred(NEVER);
    const first = from(request).subscribe({ error: () => undefined });
    const second = from(request).subscribe({ error: () => undefined });
    first.unsubscribe();
    request.until(AbortSignal.abort());
    expect(request.state()).toBe('pending');
    second.unsubscribe();
    request.until(AbortSignal.abort());
    expect(request.state()).toBe('rejected');
  });

  it('rejects though the source cannot be torn down, which is reported (S4)', () => {
    const source = new Observable(() => () => {
      throw new Error('stuck');
    });
    expect(outcomeNow(toDeferred(source).abort('stop')).args).toStrictEqual(['stop']);
    expect(reports()).toMatchObject([{ name: 'UnsubscriptionError', errors: [{ message: 'stuck' }] }]);
  });

  it('unsubscribes, once, and rejects with an AbortError', () => {
    const { counts, observable } = counted(NEVER);
    const promise = toDeferred(observable);
    expect(promise.abort()).toBe(promise);
    const { args } = outcomeNow(promise);
    expect(args?.[0]).toBeInstanceOf(DOMException);
    expect(args).toMatchObject([{ name: 'AbortError' }]);
    promise.abort('again');
    expect(outcomeNow(promise).args).toStrictEqual(args);
    expect(counts).toStrictEqual({ subscribed: 1, ended: 1 });
  });

  it.each(['reason', 0, null])('rejects with a reason: %p', (reason) => {
    expect(outcomeNow(toDeferred(NEVER).abort(reason)).args).toStrictEqual([reason]);
  });

  it.each<[string, (subscriber: Subscriber<number>) => void]>([
    [
      'emits',
      (subscriber) => {
        subscriber.next(2);
      },
    ],
    [
      'completes',
      (subscriber) => {
        subscriber.complete();
      },
    ],
    [
      'fails',
      (subscriber) => {
        subscriber.error('no');
      },
    ],
  ])('rejects with its reason though the source %s while it is torn down', (_, end) => {
    const handler = recorder();
    const promise = toDeferred(
      new Observable<number>((subscriber) => () => {
        end(subscriber);
      }),
    );
    promise.progress(handler).abort('reason');
    expect(outcomeNow(promise)).toMatchObject({ state: 'rejected', args: ['reason'] });
    expect(handler.calls).toStrictEqual([]);
  });

  it('works when it is taken off, and synchronously', () => {
    const handler = recorder();
    const { abort, fail } = toDeferred(NEVER);
    fail(handler);
    abort.call(undefined, 'stop');
    expect(handler.calls).toStrictEqual([['stop']]);
  });

  it('is ignored after the settlement', () => {
    const { counts, observable } = counted(of(1));
    const promise = toDeferred(observable).abort();
    expect(outcomeNow(promise)).toMatchObject({ state: 'resolved', args: [1] });
    expect(counts.ended).toBe(1);
  });

  it('settles, and calls the handlers, before it unsubscribes (S39)', () => {
    const { log, as } = logger();
    const promise = toDeferred(
      new Observable(() => () => {
        log.push(`teardown ${promise.state()}`);
      }),
    ).fail(as('fail'));
    promise.abort('reason');
    expect(log).toStrictEqual(['fail reason', 'teardown rejected']);
  });

  it('keeps the reason of the first abort, also where the teardown aborts again (S39)', () => {
    const promise = toDeferred(new Observable(() => () => promise.abort('inner')));
    promise.abort('outer');
    expect(outcomeNow(promise).args).toStrictEqual(['outer']);
  });

  it('stops a source during its emission', () => {
    const source = new Subject<number>();
    const seen = recorder();
    const promise = toDeferred(source.pipe(map((n) => n)));
    promise.progress((n) => n === 2 && promise.abort('enough'), seen);
    [1, 2, 3].forEach((n) => {
      source.next(n);
    });
    expect(seen.calls).toStrictEqual([[1], [2]]);
    expect(outcomeNow(promise).args).toStrictEqual(['enough']);
    expect(source.observed).toBe(false);
  });

  it('stops an endless source that emits synchronously', () => {
    const { state, observable } = endless();
    const start = new Subject<void>();
    const seen = recorder();
    const promise = toDeferred(start.pipe(switchMap(() => observable)));
    promise.progress((n) => n === 3 && promise.abort('enough'), seen);
    start.next();
    expect(state).toStrictEqual({ emitted: 3, ended: 1 });
    expect(seen.calls).toStrictEqual([[1], [2], [3]]);
    expect(outcomeNow(promise).args).toStrictEqual(['enough']);
  });

  it('lets nothing of the source in after it', () => {
    let inner: { next(value: number): void; complete(): void } | undefined;
    const seen = recorder();
    const foreign = {
      '@@observable': () => ({
        subscribe(observer: typeof inner) {
          inner = observer;
          return { unsubscribe: () => undefined };
        },
      }),
    } as unknown as ObservableInput<number>;
    const promise = toDeferred(foreign).progress(seen);
    inner?.next(1);
    promise.abort('stop');
    inner?.next(2);
    inner?.complete();
    expect(seen.calls).toStrictEqual([[1]]);
    expect(outcomeNow(promise).args).toStrictEqual(['stop']);
  });
});

describe('a source that goes on within a notification', () => {
  it('resolves with its last value, though the handlers have not got that yet (S18)', () => {
    const source = new Subject<number>();
    const last = toDeferred(source).progress((n) => {
      if (n === 1) {
        source.next(2);
        source.complete();
      }
    });
    source.next(1);
    expect(outcomeNow(last)).toMatchObject({ state: 'resolved', args: [2] });
  });
});
