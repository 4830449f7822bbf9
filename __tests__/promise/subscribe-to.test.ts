import '../support/symbol-observable.js';
import { concat, finalize, from, NEVER, Observable, of, Subject, throwError, type ObservableInput } from 'rxjs';
import { Deferred, oneShot, toDeferred, when, type DeferredPromise } from 'rx-deferred';
import { abortError } from '../support/lifetime.js';
import { outcomeNow, outcomeOf, recorder } from '../support/recorder.js';
import { collectReports } from '../support/reported-errors.js';

const reports = collectReports();
const stuck = new Error('stuck');
const failure = new Error('no');

/** Who follows a source. */
const followers: [name: string, follow: (source: ObservableInput<unknown>) => DeferredPromise][] = [
  ['toDeferred', (source) => toDeferred(source)],
  ['when.all', (source) => when.all([source]).then((values) => values[0])],
  ['when.race', (source) => when.race([source, NEVER])],
  ['when.any', (source) => when.any([source]).catch(({ errors }) => Promise.reject(errors[0] as Error))],
  [
    'when.settled',
    (source) =>
      when.settled([source]).then(([outcome]) => {
        const { state, args } = outcome as { state: string; args: [Error] };
        return state === 'resolved' ? args[0] : Promise.reject(args[0]);
      }),
  ],
  ['oneShot', (source) => oneShot(() => source).get()],
];

/** A source whose teardown throws. */
const untidy = (source: Observable<unknown>): [name: string, source: () => Observable<unknown>][] => [
  [
    'returned',
    () =>
      new Observable((subscriber) => {
        source.subscribe(subscriber);
        return () => {
          throw stuck;
        };
      }),
  ],
  [
    'added',
    () =>
      new Observable((subscriber) => {
        subscriber.add(() => {
          throw stuck;
        });
        source.subscribe(subscriber);
      }),
  ],
  [
    'of finalize()',
    () =>
      source.pipe(
        finalize(() => {
          throw stuck;
        }),
      ),
  ],
];

describe.each(followers)('a source whose teardown throws, followed by %s,', (_, follow) => {
  it.each(untidy(of(1, 2)))(
    'resolves with its value, and the error is reported: a teardown %s (S40)',
    async (_, make) => {
      expect(await outcomeOf(follow(make()))).toMatchObject({ state: 'resolved', args: [2] });
      expect(reports()).toMatchObject([{ name: 'UnsubscriptionError', errors: [stuck] }]);
    },
  );

  it.each(untidy(throwError(() => failure)))(
    'rejects with its error, and the error of the teardown is reported: a teardown %s (S40)',
    async (_, make) => {
      expect(await outcomeOf(follow(make()))).toMatchObject({ state: 'rejected', args: [failure] });
      expect(reports()).toMatchObject([{ name: 'UnsubscriptionError', errors: [stuck] }]);
    },
  );

  it('does not throw in the code that ends the source later (S40)', async () => {
    const end = new Subject<number>();
    const [[, make] = ['', () => NEVER]] = untidy(concat(of(1), end));
    const promise = follow(make());
    expect(() => {
      end.complete();
    }).not.toThrow();
    expect(await outcomeOf(promise)).toMatchObject({ state: 'resolved', args: [1] });
    expect(reports()).toHaveLength(1);
  });
});

it('reports what a foreign source throws after its end (S40)', () => {
  const foreign = new Observable((subscriber) => {
    subscriber.next(1);
    subscriber.complete();
  });
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- an operator that was written for an old version
  const lifted = foreign.lift({
    call(subscriber, source: Observable<unknown>) {
      source.subscribe(subscriber);
      throw failure;
    },
  });
  expect(outcomeNow(toDeferred(lifted))).toMatchObject({ state: 'resolved', args: [1] });
  expect(reports()).toStrictEqual([failure]);
});

const throwing = () => {
  throw failure;
};

/** Sources that cannot be read. */
const unreadable: [name: string, source: () => unknown][] = [
  ["a getter of '@@observable' that throws", () => Object.defineProperty({}, '@@observable', { get: throwing })],
  ['a getter of Symbol.observable that throws', () => Object.defineProperty({}, Symbol.observable, { get: throwing })],
  ["a method '@@observable' that throws", () => ({ '@@observable': throwing })],
  ['a method Symbol.observable that throws', () => ({ [Symbol.observable]: throwing })],
  ["a method '@@observable' whose subscribe throws", () => ({ '@@observable': () => ({ subscribe: throwing }) })],
  [
    'a getter beside a method',
    () => Object.defineProperty({ '@@observable': () => of(1) }, Symbol.observable, { get: throwing }),
  ],
];

describe.each(unreadable)('%s', (_, make) => {
  it.each(followers)('rejects with %s (S40)', async (_, follow) => {
    expect(await outcomeOf(follow(make() as never))).toMatchObject({ state: 'rejected', args: [failure] });
    expect(reports()).toStrictEqual([]);
  });

  it('ends until() as the error of a notifier does (S42)', () => {
    expect(outcomeNow(Deferred().until(make() as never)).args).toStrictEqual([failure]);
  });
});

describe('a revoked proxy', () => {
  const revoked = (): object => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  };

  it.each(followers)('rejects with %s (S40)', async (_, follow) => {
    const { state, args } = await outcomeOf(follow(revoked() as never));
    expect([state, args]).toMatchObject(['rejected', [{ name: 'TypeError' }]]);
  });
});

it.each(['then', 'length', 'getReader', Symbol.iterator, Symbol.asyncIterator])(
  'toDeferred() of an object whose %p cannot be read rejects (S40)',
  (name) => {
    const source = Object.defineProperty({}, name, { get: throwing }) as ObservableInput<unknown>;
    expect(outcomeNow(toDeferred(source))).toMatchObject({ state: 'rejected', args: [failure] });
  },
);

describe('the notifier of until()', () => {
  /** A notifier that emits for as long as it is listened to, or 1,000 times. */
  function endless() {
    const counts = { emitted: 0, ended: 0 };
    const notifiers: [name: string, notifier: ObservableInput<unknown>][] = [
      [
        'a generator',
        (function* () {
          try {
            while (counts.emitted < 1000) {
              yield ++counts.emitted;
            }
          } finally {
            counts.ended++;
          }
        })(),
      ],
      [
        'an observable',
        new Observable((subscriber) => {
          subscriber.add(() => counts.ended++);
          while (!subscriber.closed && counts.emitted < 1000) {
            subscriber.next(++counts.emitted);
          }
        }),
      ],
      [
        'an observable through operators',
        of(1).pipe(
          finalize(() => counts.ended++),
          (source) =>
            new Observable((subscriber) => {
              source.subscribe({
                next() {
                  while (!subscriber.closed && counts.emitted < 1000) {
                    subscriber.next(++counts.emitted);
                  }
                },
              });
            }),
        ),
      ],
    ];
    return { counts, notifiers };
  }

  it.each([0, 1, 2])('may be endless and synchronous: it emits once (S42)', (index) => {
    const { counts, notifiers } = endless();
    const [, notifier] = notifiers[index] ?? ['', NEVER];
    const teardown = recorder();
    const source = Deferred(() => teardown);
    expect(outcomeNow(source.until(notifier)).args).toMatchObject([abortError]);
    expect([counts, teardown.calls.length]).toStrictEqual([{ emitted: 1, ended: 1 }, 1]);
  });

  it('is unsubscribed from before anything else happens: a handler emits again (S42)', () => {
    const notifier = new Subject<number>();
    const observed: boolean[] = [];
    const branch = Deferred()
      .until(notifier)
      .fail(() => {
        observed.push(notifier.observed);
        notifier.next(2);
      });
    notifier.next(1);
    expect([observed, outcomeNow(branch).state]).toStrictEqual([[false], 'rejected']);
  });

  it('is unsubscribed from at its error, its completion, and the settlement (S42)', () => {
    const [failing, ending, silent] = [new Subject(), new Subject(), new Subject()];
    const d = Deferred<number>();
    const branches = [failing, ending, silent].map((notifier) => d.until(notifier));
    failing.error(failure);
    ending.complete();
    d.resolve(1);
    expect(branches.map((branch) => outcomeNow(branch).args)).toStrictEqual([[failure], [1], [1]]);
    expect([failing, ending, silent].map(({ observed }) => observed)).toStrictEqual([false, false, false]);
  });

  it.each(untidy(of(1)))('may have a teardown that throws, which is reported: one %s (S42)', (_, make) => {
    expect(outcomeNow(Deferred().until(make())).args).toMatchObject([abortError]);
    expect(reports()).toMatchObject([{ errors: [stuck] }]);
  });

  it('may have a teardown that throws at the settlement, which is reported (S42)', () => {
    const [[, make] = ['', () => NEVER]] = untidy(NEVER);
    const handler = recorder();
    const d = Deferred<number>();
    d.until(make()).done(handler);
    expect(() => d.resolve(1)).not.toThrow();
    expect(handler.calls).toStrictEqual([[1]]);
    expect(reports()).toMatchObject([{ errors: [stuck] }]);
  });

  it('may be an async iterable, which is ended at its first value, and at the settlement (S42)', async () => {
    const log: string[] = [];
    const make = (name: string, next: () => unknown) => ({
      [Symbol.asyncIterator]: () => ({
        next,
        return: () => {
          log.push(name);
          return Promise.resolve({ done: true as const, value: undefined });
        },
      }),
    });
    const d = Deferred<number>();
    const branch = d.until(make('first', () => ({ done: false, value: 1 })) as never);
    d.until(make('second', () => new Promise(() => undefined)) as never);
    expect(await outcomeOf(branch)).toMatchObject({ args: [abortError] });
    expect(log).toStrictEqual(['first']);
    d.resolve(1);
    expect(log).toStrictEqual(['first', 'second']);
  });

  it('is left alone if it is from() another deferred that settles later (S42)', () => {
    const [d, stop] = [Deferred(), Deferred<number>()];
    const branch = d.until(from(stop));
    stop.resolve(1);
    stop.resolve(2);
    expect(outcomeNow(branch).args).toMatchObject([abortError]);
  });
});
