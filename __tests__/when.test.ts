import { Deferred, isDeferred, when } from 'rx-deferred';
import { collectReports } from './support/reported-errors.js';
import { logger, outcomeNow, outcomeOf, recorder } from './support/recorder.js';
import { drainMicrotasks } from './support/turn.js';

const reports = collectReports();

describe('when()', () => {
  it('is resolved without argument or context (S27)', () => {
    expect(outcomeNow(when())).toStrictEqual({ state: 'resolved', context: undefined, args: [] });
  });
});

describe('when(value)', () => {
  it.each([undefined, null, 0, '', 'text', true, Symbol('s'), {}, () => undefined])(
    'is resolved at once with %p, without a context (S27)',
    (value) => {
      const outcome = outcomeNow(when(value));
      expect(outcome).toStrictEqual({ state: 'resolved', context: undefined, args: [value] });
      expect(outcome.args?.[0]).toBe(value);
    },
  );

  it('is resolved with an array as it is, the deferreds in it included (S27)', () => {
    const list = [Deferred(), Deferred().reject()];
    const { state, args } = outcomeNow(when(list));
    expect(state).toBe('resolved');
    expect(args).toHaveLength(1);
    expect(args?.[0]).toBe(list);
  });

  it('is resolved with what has a then or promise property that is no function (S27)', () => {
    const value = { then: 'text', promise: 'text' };
    expect(outcomeNow(when(value)).args?.[0]).toBe(value);
  });
});

describe('when(deferred)', () => {
  it('is resolved at once with all arguments and the context of a resolved one (S28)', () => {
    const context = {};
    const d = Deferred().resolveWith(context, [1, 2]);
    for (const promise of [when(d), when(d.promise()), when(d.promise({}))]) {
      const outcome = outcomeNow(promise);
      expect(outcome).toStrictEqual({ state: 'resolved', context: {}, args: [1, 2] });
      expect(outcome.context).toBe(context);
    }
  });

  it('is resolved at once without arguments where there were none (S28)', () => {
    expect(outcomeNow(when(Deferred().resolve()))).toStrictEqual({
      state: 'resolved',
      context: undefined,
      args: [],
    });
  });

  it('is rejected at once with all arguments and the context of a rejected one (S28)', () => {
    const context = {};
    const d = Deferred().rejectWith(context, ['a', 'b']);
    for (const promise of [when(d), when(d.promise()), when(d.promise({}))]) {
      const outcome = outcomeNow(promise);
      expect(outcome).toStrictEqual({ state: 'rejected', context: {}, args: ['a', 'b'] });
      expect(outcome.context).toBe(context);
    }
  });

  it('follows a pending one to its resolution (S28)', async () => {
    const context = {};
    const d = Deferred();
    const promise = when(d);
    expect(promise.state()).toBe('pending');
    d.resolveWith(context, [1, 2]);
    const outcome = await outcomeOf(promise);
    expect(outcome).toStrictEqual({ state: 'resolved', context: {}, args: [1, 2] });
    expect(outcome.context).toBe(context);
  });

  it('follows a pending one to its rejection (S28)', async () => {
    const context = {};
    const d = Deferred();
    const promise = when(d);
    d.rejectWith(context, ['a', 'b']);
    const outcome = await outcomeOf(promise);
    expect(outcome).toStrictEqual({ state: 'rejected', context: {}, args: ['a', 'b'] });
    expect(outcome.context).toBe(context);
  });

  it('does not pass progress on (S28)', async () => {
    const progress = recorder();
    const d = Deferred().notify(1);
    const promise = when(d).progress(progress);
    d.notify(2).resolve();
    await promise;
    expect(progress.calls).toStrictEqual([]);
  });

  it('knows a deferred of another copy of the package, synchronously (S28)', async () => {
    let other: typeof import('rx-deferred') | undefined;
    await jest.isolateModulesAsync(async () => {
      other = await import('rx-deferred');
    });
    const d = other?.Deferred().resolveWith('context', [1, 2]);
    expect(outcomeNow(when(d))).toStrictEqual({ state: 'resolved', context: 'context', args: [1, 2] });
  });
});

describe('when(thenable)', () => {
  it('follows a native promise (S29)', async () => {
    await expect(outcomeOf(when(Promise.resolve(1)))).resolves.toStrictEqual({
      state: 'resolved',
      context: undefined,
      args: [1],
    });
    const error = new Error('native');
    await expect(outcomeOf(when(Promise.reject(error)))).resolves.toStrictEqual({
      state: 'rejected',
      context: undefined,
      args: [error],
    });
  });

  it('asks promise() before then (S29)', () => {
    const value = {
      promise: () => Deferred().resolve('promise').promise(),
      then: (resolve: (v: string) => void) => {
        resolve('then');
      },
    };
    expect(outcomeNow(when(value)).args).toStrictEqual(['promise']);
  });

  it('asks promise() once, on the object itself (S29)', () => {
    const contexts: unknown[] = [];
    const value = {
      promise() {
        contexts.push(this);
        return Deferred().resolve('foreign').promise();
      },
    };
    expect(outcomeNow(when(value)).args).toStrictEqual(['foreign']);
    expect(contexts).toHaveLength(1);
    expect(contexts[0]).toBe(value);
  });

  it('asks the promise() of a function (S29)', () => {
    const value = Object.assign(() => undefined, { promise: () => Deferred().reject('foreign').promise() });
    expect(outcomeNow(when(value))).toMatchObject({ state: 'rejected', args: ['foreign'] });
  });

  it('rejects at once if promise() throws (S29)', () => {
    const error = new Error('promise()');
    const value = {
      promise() {
        throw error;
      },
    };
    const expected = { state: 'rejected', context: undefined, args: [error] };
    expect(outcomeNow(when(value))).toStrictEqual(expected);
    expect(outcomeNow(when(value, 1))).toStrictEqual(expected);
    expect(outcomeNow(when(1, value))).toStrictEqual(expected);
  });

  it('rejects if its then throws, or reading it does (S29)', async () => {
    const error = new Error('then');
    const fail = () => {
      throw error;
    };
    const expected = { state: 'rejected', context: undefined, args: [error] };
    const getter = Object.defineProperty({}, 'then', { get: fail });
    for (const value of [{ then: fail }, getter]) {
      await expect(outcomeOf(when(value))).resolves.toStrictEqual(expected);
      expect(outcomeNow(when(value, 1))).toStrictEqual(expected);
      expect(outcomeNow(when(1, value))).toStrictEqual(expected);
    }
  });

  it('ignores what its then throws after it has called (S29)', async () => {
    const value = {
      then(resolve: (value: string) => void) {
        resolve('first');
        throw new Error('too late');
      },
    };
    await expect(outcomeOf(when(value))).resolves.toMatchObject({ state: 'resolved', args: ['first'] });
    expect(outcomeNow(when(value, 1))).toMatchObject({ state: 'resolved', args: ['first', 1] });
    expect(reports()).toStrictEqual([]);
  });

  it('has its then read once, and called on it (S29)', () => {
    let reads = 0;
    const contexts: unknown[] = [];
    const value = {
      get then() {
        reads += 1;
        return function (this: unknown, resolve: (v: string) => void) {
          contexts.push(this);
          resolve('v');
        };
      },
    };
    expect(outcomeNow(when(value, 1)).args).toStrictEqual(['v', 1]);
    expect(reads).toBe(1);
    expect(contexts[0]).toBe(value);
  });

  it('unwraps a nested thenable for one argument (S29)', async () => {
    const promise = when(Deferred().resolve(Promise.resolve('inner')));
    expect(promise.state()).toBe('pending');
    await expect(outcomeOf(promise)).resolves.toMatchObject({ state: 'resolved', args: ['inner'] });
    const rejecting = when(Deferred().resolve(Deferred().reject('a', 'b')));
    await expect(outcomeOf(rejecting)).resolves.toMatchObject({ state: 'rejected', args: ['a', 'b'] });
  });

  it('unwraps a nested thenable that is a function (S29)', async () => {
    const callable = Object.assign(() => undefined, {
      then(resolve: (value: string) => void) {
        resolve('function');
      },
    });
    await expect(outcomeOf(when(Deferred().resolve(callable)))).resolves.toMatchObject({ args: ['function'] });
  });

  it('throws where the then of a nested thenable cannot be read (S29)', () => {
    const error = new Error('getter');
    const hostile = Object.defineProperty({}, 'then', {
      get() {
        throw error;
      },
    });
    expect(() => when(Deferred().resolve(hostile))).toThrow(error);
  });

  it('does not unwrap the first of several arguments of one deferred (S29)', () => {
    const inner = Promise.resolve('inner');
    const { state, args } = outcomeNow(when(Deferred().resolve(inner, 2)));
    expect(state).toBe('resolved');
    expect(args?.[0]).toBe(inner);
    expect(args?.[1]).toBe(2);
  });

  it('does not unwrap a thenable that is a rejection (S29)', () => {
    const inner = Promise.resolve('inner');
    const { state, args } = outcomeNow(when(Deferred().reject(inner)));
    expect(state).toBe('rejected');
    expect(args?.[0]).toBe(inner);
  });

  it('does not unwrap a nested thenable for several values (S29)', () => {
    const inner = Promise.resolve('inner');
    const { state, args } = outcomeNow(when(Deferred().resolve(inner), 2));
    expect(state).toBe('resolved');
    expect(args?.[0]).toBe(inner);
  });
});

describe('when(a, b, ...)', () => {
  it('is resolved at once where everything is: none is undefined, one is itself, several are an array (S28)', () => {
    const promise = when(
      Deferred().resolve(),
      Deferred().resolve('one'),
      Deferred().resolve(1, 2).promise(),
      'value',
      undefined,
      [3],
    );
    expect(outcomeNow(promise)).toMatchObject({
      state: 'resolved',
      args: [undefined, 'one', [1, 2], 'value', undefined, [3]],
    });
  });

  it('has the array of the contexts as its context (S28)', () => {
    const context = {};
    const promise = when(Deferred().resolveWith(context, [1]), 2, Deferred().resolveWith('text'), Deferred().resolve());
    const { context: contexts } = outcomeNow(promise);
    expect(contexts).toStrictEqual([{}, undefined, 'text', undefined]);
    expect(Array.isArray(contexts) && contexts[0]).toBe(context);
  });

  it('resolves synchronously with the last one that does, in the order of the arguments (S28)', () => {
    const done = recorder();
    const a = Deferred();
    const b = Deferred();
    const c = Deferred();
    const promise = when(a, b, 'x', c.promise()).done(done);
    b.resolveWith('b', [1, 2]);
    c.resolve(3);
    expect(promise.state()).toBe('pending');
    expect(done.calls).toStrictEqual([]);
    a.resolve();
    expect(promise.state()).toBe('resolved');
    expect(done.calls).toStrictEqual([[undefined, [1, 2], 'x', 3]]);
    expect(done.contexts).toStrictEqual([[undefined, 'b', undefined, undefined]]);
  });

  it('rejects at once with all arguments and the context of the first rejection (S28)', () => {
    const fail = recorder();
    const context = {};
    const a = Deferred();
    const b = Deferred();
    const c = Deferred();
    const promise = when(a, b, c).fail(fail);
    b.rejectWith(context, ['a', 'b']);
    expect(promise.state()).toBe('rejected');
    a.reject('later');
    c.resolve('later');
    expect(fail.calls).toStrictEqual([['a', 'b']]);
    expect(fail.contexts[0]).toBe(context);
  });

  it('is rejected at once where one is (S28)', () => {
    expect(outcomeNow(when(Deferred(), Deferred().rejectWith('context', [1, 2]), 3))).toStrictEqual({
      state: 'rejected',
      context: 'context',
      args: [1, 2],
    });
  });

  it('asks its values from the last to the first (S28)', () => {
    const { log } = logger();
    const value = (name: string) => ({
      promise() {
        log.push(name);
        return Deferred().reject(name).promise();
      },
    });
    const promise = when(value('a'), value('b'), value('c'));
    expect(log).toStrictEqual(['c', 'b', 'a']);
    expect(outcomeNow(promise).args).toStrictEqual(['c']);
  });

  it('takes the same deferred twice (S28)', () => {
    const done = recorder();
    const d = Deferred();
    when(d, d).done(done);
    d.resolve(1);
    expect(done.calls).toStrictEqual([[1, 1]]);
  });

  it('waits for native promises (S28)', async () => {
    await expect(outcomeOf(when(Promise.resolve(1), Deferred().resolve(2), 3))).resolves.toStrictEqual({
      state: 'resolved',
      context: [undefined, undefined, undefined],
      args: [1, 2, 3],
    });
    await expect(outcomeOf(when(1, Promise.reject(new Error('native'))))).resolves.toMatchObject({
      state: 'rejected',
      args: [new Error('native')],
    });
  });

  it('counts a thenable that calls several times by its first call (S28)', () => {
    const done = recorder();
    const eager = {
      then(resolve: (...args: number[]) => void) {
        resolve(1);
        resolve(2);
      },
    };
    const d = Deferred();
    const promise = when(eager, d).done(done);
    expect(promise.state()).toBe('pending');
    d.resolve('end');
    expect(done.calls).toStrictEqual([[1, 'end']]);
  });

  it('rejects where a thenable answers both ways before the others do (S28)', () => {
    const torn = {
      then(resolve: (value: number) => void, reject: (error: string) => void) {
        resolve(1);
        reject('late');
      },
    };
    expect(outcomeNow(when(torn, Deferred()))).toMatchObject({ state: 'rejected', args: ['late'] });
  });

  it('keeps several arguments, and the context, of a foreign thenable (S28)', () => {
    const foreign = {
      then(resolve: (...args: number[]) => void) {
        resolve.call('context', 1, 2);
      },
    };
    expect(outcomeNow(when(foreign, 3))).toStrictEqual({
      state: 'resolved',
      context: ['context', undefined],
      args: [[1, 2], 3],
    });
  });

  it('leaves the arguments that handlers of the deferreds get alone (S28)', () => {
    const late = recorder();
    const d = Deferred<[a: unknown, b: unknown]>().resolve(1, 2);
    when(d, 3).done((list) => list.push('changed'));
    d.done(late);
    expect(late.calls).toStrictEqual([[1, 2]]);
  });

  it('leaves deferreds that are still pending alone (S28)', async () => {
    const pending = Deferred();
    when(pending, Deferred().reject());
    await drainMicrotasks();
    expect(pending.state()).toBe('pending');
    expect(reports()).toStrictEqual([]);
  });
});

describe('the promise that when gives', () => {
  it('is new each time, and no deferred (S29)', () => {
    const d = Deferred().resolve(1);
    for (const promise of [when(), when(1), when(d), when(d.promise()), when(Deferred()), when(d, d)]) {
      expect(isDeferred(promise)).toBe(false);
      expect(Reflect.get(promise, 'resolve')).toBeUndefined();
      expect(promise).not.toBe(d);
      expect(promise).not.toBe(d.promise());
    }
    expect(when(d)).not.toBe(when(d));
    for (const derived of [d.then(), when(d), when(1, 2)]) {
      expect(when(derived)).not.toBe(derived);
    }
  });

  it('is its own promise (S12)', () => {
    const pending = when(Deferred());
    const settled = when(1, 2);
    expect(pending.promise()).toBe(pending);
    expect(settled.promise()).toBe(settled);
  });

  it('has every method of a promise (S11)', async () => {
    const { log, as } = logger();
    const promise = when(1, 2);
    expect(promise.done(as('done')).fail(as('fail')).always(as('always')).progress(as('progress'))).toBe(promise);
    await expect(promise.then((a, b) => a + b)).resolves.toBe(3);
    await promise.catch(as('catch')).finally(as('finally'));
    expect(log).toStrictEqual(['done 1 2', 'always 1 2', 'finally']);
  });
});
