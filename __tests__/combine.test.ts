import { BehaviorSubject, EMPTY, NEVER, Observable, of, Subject, throwError } from 'rxjs';
import { Deferred, toDeferred, when, type Completion } from 'rx-deferred';
import { collectReports } from './support/reported-errors.js';
import { outcomeNow, outcomeOf, recorder } from './support/recorder.js';
import { drainMicrotasks } from './support/turn.js';

const reports = collectReports();

const kinds = ['all', 'settled', 'any', 'race'] as const;

const resolved = (...args: unknown[]) => ({ state: 'resolved', context: undefined, args });
const rejected = (...args: unknown[]) => ({ state: 'rejected', context: undefined, args });

const completion = (completed: number, total: number, index: number): Completion => ({ completed, total, index });

/** A thenable that settles as soon as it is asked, by any calls, and may throw after them. */
const thenable = (...answers: ['resolve' | 'reject' | 'throw', unknown][]) => ({
  then(resolve: (value: unknown) => void, reject: (reason: unknown) => void) {
    for (const [how, value] of answers) {
      if (how === 'throw') {
        throw value;
      }
      if (how === 'resolve') {
        resolve(value);
      } else {
        reject(value);
      }
    }
  },
});

/** An observable that never ends, and tells how many are subscribed to it. */
function counted(): { source: Observable<number>; subscribers: () => number; subject: Subject<number> } {
  const subject = new Subject<number>();
  let count = 0;
  const source = new Observable<number>((subscriber) => {
    count++;
    const subscription = subject.subscribe(subscriber);
    return () => {
      count--;
      subscription.unsubscribe();
    };
  });
  return { source, subject, subscribers: () => count };
}

/** A promise with a method that a settled one should not see called. */
const abortable = (d: Deferred, abort: () => void) => Object.assign(d.promise({}), { abort });

function* generate<T>(...values: T[]): Generator<T> {
  yield* values;
}

describe('when.all', () => {
  it('resolves with an array of what all resolve with, in their order', () => {
    const [a, b] = [Deferred<string>(), Deferred<string>()];
    const whole = when.all([a, b]);
    b.resolve('b');
    expect(whole.state()).toBe('pending');
    a.resolve('a');
    expect(outcomeNow(whole)).toStrictEqual(resolved(['a', 'b']));
  });

  it('is resolved at once where all are', () => {
    const list = [Deferred().resolve('deferred'), Deferred().resolve('promise').promise(), 'plain', of(1, 2)];
    expect(outcomeNow(when.all(list))).toStrictEqual(resolved(['deferred', 'promise', 'plain', 2]));
  });

  it('takes the derived promises of then, and of its own kin', async () => {
    const d = Deferred<number>().resolve(1);
    const whole = when.all([d.then((n) => n + 1), when(d), when.all([d, 2])]);
    await expect(outcomeOf(whole)).resolves.toStrictEqual(resolved([2, 1, [1, 2]]));
  });

  it('collapses the arguments of one: none is undefined, several are an array', () => {
    const list = [Deferred().resolve(), Deferred().resolve(1), Deferred().resolve(1, 2), Deferred().resolve([3])];
    expect(outcomeNow(when.all(list))).toStrictEqual(resolved([undefined, 1, [1, 2], [3]]));
  });

  it('gives an array of its own for several arguments', () => {
    const d = Deferred().resolve(1, 2);
    when.all([d]).done((values) => {
      (values as number[][])[0]?.push(3);
    });
    expect(outcomeNow(d).args).toStrictEqual([1, 2]);
  });

  it('does not keep the contexts', () => {
    const whole = when.all([Deferred().resolveWith('a', [1]), Deferred().resolveWith('b', [2])]);
    expect(outcomeNow(whole)).toStrictEqual(resolved([1, 2]));
  });

  it.each(['first', 'last'])('is rejected at once by one: the %s', (place) => {
    const context = {};
    const [pending, failing] = [Deferred(), Deferred()];
    const whole = when.all(place === 'first' ? [failing, pending, 1] : [1, pending, failing]);
    failing.rejectWith(context, ['a', 'b']);
    const outcome = outcomeNow(whole);
    expect(outcome).toStrictEqual({ state: 'rejected', context: {}, args: ['a', 'b'] });
    expect(outcome.context).toBe(context);
  });

  it('is rejected by the first rejection in time', () => {
    const [a, b] = [Deferred(), Deferred()];
    const whole = when.all([a, b]);
    b.reject('b');
    a.reject('a');
    expect(outcomeNow(whole)).toStrictEqual(rejected('b'));
  });

  it('is rejected by the first in order where several are rejected already', () => {
    expect(outcomeNow(when.all([1, Deferred().reject('b'), Deferred().reject('c')]))).toStrictEqual(rejected('b'));
  });

  it('keeps a rejection without arguments as it is', () => {
    expect(outcomeNow(when.all([Deferred().reject()]))).toStrictEqual(rejected());
  });

  it('is [] of nothing', () => {
    expect(outcomeNow(when.all([]))).toStrictEqual(resolved([]));
    expect(outcomeNow(when.all(new Set()))).toStrictEqual(resolved([]));
    expect(outcomeNow(when.all(''))).toStrictEqual(resolved([]));
    expect(outcomeNow(when.all(generate()))).toStrictEqual(resolved([]));
  });

  it('takes holes in an array for undefined', () => {
    expect(outcomeNow(when.all(new Array<number>(2)))).toStrictEqual(resolved([undefined, undefined]));
  });

  it('takes the same deferred as often as it is there', () => {
    const d = Deferred<number>();
    const whole = when.all([d, d]);
    d.resolve(1);
    expect(outcomeNow(whole)).toStrictEqual(resolved([1, 1]));
  });

  it('reads the array once: changing it later changes nothing', () => {
    const d = Deferred<number>();
    const list = [d];
    const whole = when.all(list);
    list.push(Deferred<number>());
    d.resolve(1);
    expect(outcomeNow(whole)).toStrictEqual(resolved([1]));
  });

  it('takes in the answers of all, though one handler of progress settles the next', () => {
    const [a, b, c] = [Deferred<string>(), Deferred<string>(), Deferred<string>()];
    const progress = recorder();
    const whole = when
      .all([a, b, c])
      .progress(({ index }) => [b, c][index]?.resolve(String(index + 1)))
      .progress(progress);
    a.resolve('0');
    expect(outcomeNow(whole)).toStrictEqual(resolved(['0', '1', '2']));
    expect(progress.calls).toStrictEqual([[completion(1, 3, 0)], [completion(2, 3, 1)], [completion(3, 3, 2)]]);
  });

  it('is rejected by the first, though a handler of progress settles the others', () => {
    for (const settle of ['resolve', 'reject'] as const) {
      const [a, b] = [Deferred<string>(), Deferred<string>()];
      const whole = when.all([a, b]).progress(() => b[settle]('b'));
      a.reject('a');
      expect(outcomeNow(whole)).toStrictEqual(rejected('a'));
    }
  });
});

describe('when.settled', () => {
  it('resolves with the outcomes of all, in their order', () => {
    const [a, b] = [Deferred(), Deferred()];
    const whole = when.settled([a, b, 'plain', throwError(() => 'failed'), of(1, 2)]);
    b.rejectWith('context', ['x', 'y']);
    expect(whole.state()).toBe('pending');
    a.resolve(1, 2);
    expect(outcomeNow(whole)).toStrictEqual(
      resolved([
        resolved(1, 2),
        { state: 'rejected', context: 'context', args: ['x', 'y'] },
        resolved('plain'),
        rejected('failed'),
        resolved(2),
      ]),
    );
  });

  it('is resolved at once where all are settled, be it that all are rejected', () => {
    expect(outcomeNow(when.settled([Deferred().reject('a'), Deferred().reject()]))).toStrictEqual(
      resolved([rejected('a'), rejected()]),
    );
  });

  it('gives records of its own', () => {
    const d = Deferred().resolve(1);
    when.settled([d]).done(([outcome]) => outcome.args.push(2));
    expect(d.outcome()).toStrictEqual(resolved(1));
  });

  it('is [] of nothing', () => {
    expect(outcomeNow(when.settled([]))).toStrictEqual(resolved([]));
    expect(outcomeNow(when.settled(generate()))).toStrictEqual(resolved([]));
  });

  it('takes in all outcomes, though a handler of progress settles the next', () => {
    const [a, b] = [Deferred<string>(), Deferred<string>()];
    const whole = when.settled([a, b]).progress(() => b.resolve('b'));
    a.reject('a');
    expect(outcomeNow(whole)).toStrictEqual(resolved([rejected('a'), resolved('b')]));
  });
});

describe('when.any', () => {
  it('resolves as the first does that resolves, with all arguments and the context', () => {
    const context = {};
    const [a, b, c] = [Deferred(), Deferred(), Deferred()];
    const whole = when.any([a, b, c]);
    a.reject('a');
    expect(whole.state()).toBe('pending');
    c.resolveWith(context, [1, 2]);
    b.resolve('b');
    const outcome = outcomeNow(whole);
    expect(outcome).toStrictEqual({ state: 'resolved', context: {}, args: [1, 2] });
    expect(outcome.context).toBe(context);
  });

  it('is resolved at once by the first that is, without arguments too', () => {
    expect(outcomeNow(when.any([Deferred(), Deferred().reject(), Deferred().resolve(), 'plain']))).toStrictEqual(
      resolved(),
    );
  });

  it('rejects with an AggregateError of the first argument of all, in their order, where none resolves', () => {
    const [a, b] = [Deferred(), Deferred()];
    const whole = when.any([a, b, throwError(() => 'c')]);
    b.reject('b', 'more');
    expect(whole.state()).toBe('pending');
    a.reject();
    const { state, context, args } = outcomeNow(whole);
    expect({ state, context }).toStrictEqual({ state: 'rejected', context: undefined });
    expect(args).toHaveLength(1);
    const error = args?.[0] as AggregateError;
    expect(error).toBeInstanceOf(AggregateError);
    expect(error.message).toBe('All of them were rejected');
    expect(error.errors).toStrictEqual([undefined, 'b', 'c']);
  });

  it.each([[[]], [new Set()], [''], [generate()]])(
    'rejects at once with an empty AggregateError of nothing',
    (none) => {
      const { state, args } = outcomeNow(when.any(none));
      expect(state).toBe('rejected');
      expect(args?.[0]).toBeInstanceOf(AggregateError);
      expect((args?.[0] as AggregateError).errors).toStrictEqual([]);
    },
  );

  it('is the first that resolves, though a handler of progress resolves another', () => {
    const [a, b] = [Deferred<string>(), Deferred<string>()];
    const whole = when.any([a, b]).progress(() => b.resolve('b'));
    a.resolve('a');
    expect(outcomeNow(whole)).toStrictEqual(resolved('a'));
  });

  it('has the reasons of all, though a handler of progress rejects another', () => {
    const [a, b] = [Deferred<string, string>(), Deferred<string, string>()];
    const whole = when.any([a, b]).progress(() => b.reject('b'));
    a.reject('a');
    expect((outcomeNow(whole).args?.[0] as AggregateError).errors).toStrictEqual(['a', 'b']);
  });
});

describe('when.race', () => {
  it.each(['resolve', 'reject'] as const)(
    'settles as the first does, with all arguments and the context: %s',
    (how) => {
      const context = {};
      const [a, b] = [Deferred(), Deferred()];
      const whole = when.race([a, b]);
      expect(whole.state()).toBe('pending');
      b[`${how}With`](context, [1, 2]);
      a.resolve('a');
      a.reject('a');
      const outcome = outcomeNow(whole);
      expect(outcome).toStrictEqual({ state: b.state(), context: {}, args: [1, 2] });
      expect(outcome.context).toBe(context);
    },
  );

  it('is settled at once by the first in order that is', () => {
    expect(outcomeNow(when.race([Deferred(), Deferred().reject('b'), 'c']))).toStrictEqual(rejected('b'));
    expect(outcomeNow(when.race([Deferred(), 'c', Deferred().reject('b')]))).toStrictEqual(resolved('c'));
  });

  it.each([[[]], [new Set()], [''], [generate()]])('stays pending with nothing', async (none) => {
    const whole = when.race(none);
    await drainMicrotasks();
    expect(whole.state()).toBe('pending');
  });

  it('is the first that is settled, though a handler of progress settles another', () => {
    const [a, b] = [Deferred<string>(), Deferred<string>()];
    const whole = when.race([a, b]).progress(() => b.reject('b'));
    a.resolve('a');
    expect(outcomeNow(whole)).toStrictEqual(resolved('a'));
  });
});

describe.each(kinds)('when.%s', (kind) => {
  /** The value 1, in the form in which this kind resolves with it. */
  const one = kind === 'all' ? [1] : kind === 'settled' ? [resolved(1)] : 1;

  it('takes arrays, sets, generators, and iterables of any make', () => {
    const iterable = { [Symbol.iterator]: () => generate(1) };
    for (const values of [[1], new Set([1]), generate(1), new Map([[1, 2]]).keys(), new Uint8Array([1]), iterable]) {
      expect(outcomeNow(when[kind](values))).toStrictEqual(resolved(one));
    }
  });

  it('takes functions that are iterable', () => {
    const iterable = Object.assign(() => undefined, { [Symbol.iterator]: () => generate(1) });
    expect(outcomeNow(when[kind](iterable))).toStrictEqual(resolved(one));
  });

  it('takes a string for its characters', () => {
    const expected = { all: ['a', '😀'], settled: [resolved('a'), resolved('😀')], any: 'a', race: 'a' };
    expect(outcomeNow(when[kind]('a😀'))).toStrictEqual(resolved(expected[kind]));
  });

  it('takes strings inside as values', () => {
    const expected = { all: ['ab'], settled: [resolved('ab')], any: 'ab', race: 'ab' };
    expect(outcomeNow(when[kind](['ab']))).toStrictEqual(resolved(expected[kind]));
  });

  it('takes arrays, sets and functions inside as values', () => {
    for (const value of [[Deferred()], new Set([1]), () => 1, { length: 1, 0: 1 }]) {
      const expected = { all: [value], settled: [resolved(value)], any: value, race: value };
      expect(outcomeNow(when[kind]([value]))).toStrictEqual(resolved(expected[kind]));
    }
  });

  it('gives a promise, which nobody can settle, and a new one each time', () => {
    const d = Deferred();
    const whole = when[kind]([d]);
    expect(when[kind]([d])).not.toBe(whole);
    expect(whole).toHaveProperty('resolve', undefined);
    expect(whole).toHaveProperty('abort', undefined);
  });

  it('follows native promises', async () => {
    await expect(outcomeOf(when[kind]([Promise.resolve(1)]))).resolves.toStrictEqual(resolved(one));
    const error = new Error('native');
    const { state, args } = await outcomeOf(when[kind]([Promise.reject(error)]));
    expect(state).toBe(kind === 'settled' ? 'resolved' : 'rejected');
    const expected = { all: error, settled: [rejected(error)], any: { errors: [error] }, race: error };
    expect(args[0]).toMatchObject(expected[kind]);
  });

  it('follows thenables, at once where they answer at once', () => {
    expect(outcomeNow(when[kind]([thenable(['resolve', 1])]))).toStrictEqual(resolved(one));
  });

  it('hears the first answer of a thenable only (D-007)', () => {
    const twice = [
      thenable(['resolve', 1], ['resolve', 2]),
      thenable(['resolve', 1], ['reject', 2]),
      thenable(['resolve', 1], ['throw', new Error('late')]),
    ];
    for (const value of twice) {
      expect(outcomeNow(when[kind]([value]))).toStrictEqual(resolved(one));
    }
    const whole = when[kind]([thenable(['reject', 1], ['resolve', 2]), Deferred().reject(3)]);
    const expected = {
      all: rejected(1),
      settled: resolved([rejected(1), rejected(3)]),
      any: { state: 'rejected', args: [{ errors: [1, 3] }] },
      race: rejected(1),
    };
    expect(outcomeNow(whole)).toMatchObject(expected[kind]);
  });

  it('is not completed by one that answers twice', () => {
    const d = Deferred();
    const progress = recorder();
    const whole = when[kind]([d, thenable(['reject', 1], ['reject', 2])]).progress(progress);
    expect(progress.calls).toStrictEqual([[completion(1, 2, 1)]]);
    expect(whole.state()).toBe(kind === 'all' || kind === 'race' ? 'rejected' : 'pending');
  });

  it.each([
    ['then throws', thenable(['throw', 'thrown'])],
    [
      'then cannot be read',
      {
        get then(): unknown {
          // eslint-disable-next-line @typescript-eslint/only-throw-error -- a text can be compared
          throw 'thrown';
        },
      },
    ],
    [
      'promise() throws',
      {
        promise(): unknown {
          // eslint-disable-next-line @typescript-eslint/only-throw-error -- a text can be compared
          throw 'thrown';
        },
      },
    ],
    [
      'promise cannot be read',
      {
        get promise(): unknown {
          // eslint-disable-next-line @typescript-eslint/only-throw-error -- a text can be compared
          throw 'thrown';
        },
      },
    ],
  ])('takes it for a rejection when %s', (_, value) => {
    const expected = {
      all: rejected('thrown'),
      settled: resolved([rejected('thrown')]),
      any: { state: 'rejected', args: [{ errors: ['thrown'] }] },
      race: rejected('thrown'),
    };
    expect(outcomeNow(when[kind]([value]))).toMatchObject(expected[kind]);
  });

  it('subscribes to observables, once, and takes the last value when they complete', () => {
    const { source, subject, subscribers } = counted();
    const whole = when[kind]([source]);
    expect(subscribers()).toBe(1);
    subject.next(7);
    subject.next(1);
    expect(whole.state()).toBe('pending');
    subject.complete();
    expect(outcomeNow(whole)).toStrictEqual(resolved(one));
    expect(subscribers()).toBe(0);
  });

  it('takes an observable without a value for one that resolves without argument', () => {
    const expected = { all: [undefined], settled: [resolved()], any: undefined, race: undefined };
    const { state, args } = outcomeNow(when[kind]([EMPTY]));
    expect(state).toBe('resolved');
    expect(args?.[0]).toStrictEqual(expected[kind]);
  });

  it('takes what has Symbol.observable, or its old name, for an observable', () => {
    const interop = { '@@observable': () => of(1) };
    expect(outcomeNow(when[kind]([interop]))).toStrictEqual(resolved(one));
  });

  it('does not end an observable with its first value', () => {
    const whole = when[kind]([new BehaviorSubject(1)]);
    expect(whole.state()).toBe('pending');
  });

  it('subscribes each time that an observable is there', () => {
    const { source, subscribers } = counted();
    when[kind]([source, source]);
    expect(subscribers()).toBe(2);
  });

  it.each([undefined, null, 0, true, 1n, {}, () => 1, Symbol('s'), NEVER, { length: 0 }])(
    'throws a TypeError for what is not iterable: %p',
    (value) => {
      const call = () => when[kind](value as Iterable<unknown>);
      expect(call).toThrow(TypeError);
      expect(call).toThrow('Expected values to be an iterable');
    },
  );

  it('throws what the iterator throws, and has subscribed to nothing', () => {
    const { source, subscribers } = counted();
    const error = new Error('iterator');
    const failing = function* () {
      yield source;
      throw error;
    };
    expect(() => when[kind](failing())).toThrow(error);
    expect(subscribers()).toBe(0);
  });

  it('passes no notification of a value on', () => {
    const progress = recorder();
    const d = Deferred().notify('early');
    when[kind]([d, new BehaviorSubject(1)]).progress(progress);
    d.notify('late');
    expect(progress.calls).toStrictEqual([]);
  });

  it('notifies how many are settled, and replays the last', () => {
    const [a, b, c] = [Deferred(), Deferred(), Deferred()];
    const progress = recorder();
    const whole = when[kind]([a, b, c]).progress(progress);
    const settle = kind === 'any' ? 'reject' : 'resolve';
    c[settle]('c');
    const late = recorder();
    whole.progress(late);
    a[settle]('a');
    b[settle]('b');
    const calls = [[completion(1, 3, 2)], [completion(2, 3, 0)], [completion(3, 3, 1)]];
    expect(progress.calls).toStrictEqual(kind === 'race' ? calls.slice(0, 1) : calls);
    expect(late.calls).toStrictEqual(progress.calls);
    const last = recorder();
    whole.progress(last);
    expect(last.calls).toStrictEqual(progress.calls.slice(-1));
  });

  it('notifies at once where values are settled', () => {
    const progress = recorder();
    when[kind]([Deferred(), kind === 'any' ? Deferred().reject() : 1]).progress(progress);
    expect(progress.calls).toStrictEqual([[completion(1, 2, 1)]]);
  });

  it('notifies of the value that settles the whole before that', () => {
    const log: string[] = [];
    const d = Deferred<string>();
    when[kind]([d])
      .progress(({ completed, total, index }) => log.push([completed, 'of', total, index].join(' ')))
      .always(() => log.push('settled'));
    d.resolve('d');
    expect(log).toStrictEqual(['1 of 1 0', 'settled']);
  });

  it('notifies nothing more once the whole is settled', () => {
    const d = Deferred();
    const progress = recorder();
    const whole = when[kind]([d.resolve(), d]).progress(progress);
    expect(whole.state()).toBe('resolved');
    expect(progress.calls).toStrictEqual([
      [kind === 'all' || kind === 'settled' ? completion(2, 2, 1) : completion(1, 2, 0)],
    ]);
  });

  it('keeps a place among the handlers of a value', () => {
    const log: string[] = [];
    const d = Deferred().done(() => log.push('before'));
    when[kind]([d]).done(() => log.push('whole'));
    d.done(() => log.push('after'));
    d.resolve();
    expect(log).toStrictEqual(['before', 'whole', 'after']);
  });
});

/** The kinds that may be settled while values are pending, and how the winner is settled. */
const early = [
  ['all', 'reject'],
  ['any', 'resolve'],
  ['race', 'resolve'],
  ['race', 'reject'],
] as const;

describe.each(early)('when.%s, once the whole is settled (%s),', (kind, settle) => {
  it('has unsubscribed from the observables', () => {
    const { source, subscribers } = counted();
    const d = Deferred();
    when[kind]([source, d, source]);
    expect(subscribers()).toBe(2);
    d[settle]();
    expect(subscribers()).toBe(0);
  });

  it('has unsubscribed from the observables where it is settled at once', () => {
    const { source, subscribers } = counted();
    when[kind]([source, Deferred()[settle](), source]);
    expect(subscribers()).toBe(0);
  });

  it('lets losers go on', () => {
    const teardown = recorder();
    const loser = Deferred<string>(() => teardown);
    const request = toDeferred(new Subject<string>());
    const object = { abort: recorder(), then: recorder() };
    const winner = Deferred();
    when[kind]([loser, request, object, winner]);
    winner[settle]();
    expect([loser.state(), request.state()]).toStrictEqual(['pending', 'pending']);
    expect([...teardown.calls, ...object.abort.calls]).toStrictEqual([]);
    loser.resolve('done');
    expect(outcomeNow(loser)).toStrictEqual(resolved('done'));
  });

  it('lets losers go on with abortLosers: false', () => {
    const [loser, winner] = [Deferred(), Deferred()];
    when[kind]([loser, winner], { abortLosers: false });
    winner[settle]();
    expect(loser.state()).toBe('pending');
  });

  it('aborts deferreds, what toDeferred gives and objects that can be aborted, with abortLosers', () => {
    const teardown = recorder();
    const loser = Deferred(() => teardown);
    const { source, subscribers } = counted();
    const request = toDeferred(source);
    const object = { abort: recorder(), then: recorder() };
    const winner = Deferred();
    when[kind]([loser, request, object, winner, Deferred().promise(), new Promise(() => undefined)], {
      abortLosers: true,
    });
    expect(teardown.calls).toHaveLength(0);
    winner[settle]();
    for (const aborted of [loser, request]) {
      const { state, args } = outcomeNow(aborted);
      expect([state, args?.[0]]).toMatchObject(['rejected', { name: 'AbortError' }]);
    }
    expect(teardown.calls).toHaveLength(1);
    expect(subscribers()).toBe(0);
    expect(object.abort.calls).toHaveLength(1);
    expect(object.abort.contexts[0]).toBe(object);
  });

  it('aborts losers where it is settled at once, those behind the winner too', () => {
    const [before, after] = [Deferred(), Deferred()];
    when[kind]([before, Deferred()[settle](), after], { abortLosers: true });
    expect([before.state(), after.state()]).toStrictEqual(['rejected', 'rejected']);
  });

  it('does not abort the winner, nor others that are settled', () => {
    const abort = recorder();
    const winner = abortable(Deferred()[settle]('winner'), abort);
    const other = abortable(Deferred()[settle === 'resolve' ? 'reject' : 'resolve']('other'), abort);
    const values = kind === 'race' ? [winner] : [other, winner];
    const whole = when[kind]([...values, Deferred()], { abortLosers: true });
    expect(outcomeNow(whole).args).toStrictEqual(['winner']);
    expect(abort.calls).toStrictEqual([]);
  });

  it('aborts before the handlers of the whole run', () => {
    const log: string[] = [];
    const loser = Deferred().fail(() => log.push('loser'));
    const winner = Deferred();
    when[kind]([loser, winner], { abortLosers: true }).always(() => log.push('whole'));
    winner[settle]();
    expect(log).toStrictEqual(['loser', 'whole']);
  });

  it('aborts all losers, though one of them throws; the error is reported', () => {
    const error = new Error('abort');
    const { source, subscribers } = counted();
    const object = {
      then: recorder(),
      abort() {
        throw error;
      },
    };
    const [loser, winner] = [Deferred(), Deferred()];
    const whole = when[kind]([object, loser, source, winner], { abortLosers: true });
    winner[settle]('winner');
    expect(outcomeNow(whole).args).toStrictEqual(['winner']);
    expect(loser.state()).toBe('rejected');
    expect(subscribers()).toBe(0);
    expect(reports()).toStrictEqual([error]);
  });

  it('is not changed by what becomes of the losers', () => {
    const [loser, winner] = [Deferred(), Deferred()];
    const progress = recorder();
    const whole = when[kind]([loser, winner]).progress(progress);
    winner[settle]('winner');
    loser.reject('loser');
    expect(outcomeNow(whole).args).toStrictEqual(['winner']);
    expect(progress.calls).toHaveLength(1);
  });
});

describe('when.settled and when.all with abortLosers', () => {
  it('abort nothing while they wait, nor when all have resolved', () => {
    for (const kind of ['all', 'settled'] as const) {
      const abort = recorder();
      const object = abortable(Deferred().resolve(1), abort);
      const d = Deferred<number>();
      const whole = when[kind]([object, d], { abortLosers: true });
      expect(d.state()).toBe('pending');
      d.resolve(2);
      expect(whole.state()).toBe('resolved');
      expect(abort.calls).toStrictEqual([]);
    }
  });

  it('take the abort of a value for the rejection that it is', () => {
    const [a, b] = [Deferred(), Deferred()];
    const whole = when.settled([a, b]);
    a.abort('reason');
    b.resolve();
    expect(outcomeNow(whole)).toStrictEqual(resolved([rejected('reason'), resolved()]));
  });
});
