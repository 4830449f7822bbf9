import { Deferred } from 'rx-deferred';
import { restoreErrorHooks } from '../support/error-hooks.js';
import { collectReports } from '../support/reported-errors.js';
import { logger, outcomeOf, recorder } from '../support/recorder.js';
import { drainMicrotasks } from '../support/turn.js';

const reports = collectReports();
restoreErrorHooks();

/** A promise whose then handler has thrown. */
const throwing = (error: unknown) =>
  Deferred()
    .resolve()
    .then(() => {
      throw error;
    });

describe('Deferred.exceptionHook', () => {
  it('is called with what a fulfilled handler throws (S24)', async () => {
    const hook = recorder();
    Deferred.exceptionHook = hook;
    const error = new Error('thrown');
    await expect(throwing(error)).rejects.toBe(error);
    expect(hook.calls).toStrictEqual([[error, undefined]]);
    expect(hook.calls[0]?.[0]).toBe(error);
    expect(hook.contexts[0]).toBe(Deferred);
  });

  it('is called with what a rejected handler throws (S24)', async () => {
    const hook = recorder();
    Deferred.exceptionHook = hook;
    const error = new Error('thrown');
    const promise = Deferred()
      .reject('first')
      .catch(() => {
        throw error;
      });
    await expect(promise).rejects.toBe(error);
    expect(hook.calls).toStrictEqual([[error, undefined]]);
  });

  it.each([undefined, null, 0, 'text', { name: 5 }])(
    'is called with anything that is thrown: %p (S24)',
    async (thrown) => {
      const hook = recorder();
      Deferred.exceptionHook = hook;
      await expect(throwing(thrown)).rejects.toBe(thrown);
      expect(hook.calls).toStrictEqual([[thrown, undefined]]);
    },
  );

  it('is called before the promise rejects (S24)', async () => {
    const { log, as } = logger();
    Deferred.exceptionHook = as('hook');
    await outcomeOf(throwing('x').fail(as('fail')));
    expect(log).toStrictEqual(['hook x undefined', 'fail x']);
  });

  it('is called once, though the rejection passes through a chain (S24)', async () => {
    const hook = recorder();
    Deferred.exceptionHook = hook;
    const chain = throwing('x')
      .then(() => 'not called')
      .then()
      .finally(() => undefined);
    await expect(chain).rejects.toBe('x');
    expect(hook.calls).toStrictEqual([['x', undefined]]);
  });

  it('is not called for a rejection, nor for a returned one (S24)', async () => {
    const hook = recorder();
    Deferred.exceptionHook = hook;
    await expect(Deferred().reject(new TypeError('rejected')).then()).rejects.toThrow('rejected');
    const returned = Deferred()
      .resolve()
      .then(() => Deferred().reject(new TypeError('returned')));
    await expect(returned).rejects.toThrow('returned');
    expect(hook.calls).toStrictEqual([]);
  });

  it('is called for a promise that a handler resolves with itself (S24)', async () => {
    const hook = recorder();
    Deferred.exceptionHook = hook;
    Deferred.getErrorHook = () => 'trace';
    const promise: PromiseLike<unknown> = Deferred()
      .resolve()
      .then((): unknown => promise);
    await expect(promise).rejects.toBeInstanceOf(TypeError);
    expect(hook.calls).toHaveLength(1);
    expect(hook.calls[0]?.[0]).toBeInstanceOf(TypeError);
    expect(hook.calls[0]?.[1]).toBe('trace');
  });

  it.each([
    [
      'its then throws',
      {
        then() {
          throw new Error('thenable');
        },
      },
    ],
    [
      'reading its then throws',
      {
        get then(): unknown {
          throw new Error('thenable');
        },
      },
    ],
  ])('is called, with the trace of the reaction, for a returned thenable where %s (S24)', async (_, thenable) => {
    const hook = recorder();
    Deferred.exceptionHook = hook;
    Deferred.getErrorHook = () => 'trace';
    const promise = Deferred()
      .resolve()
      .then((): unknown => thenable);
    await expect(promise).rejects.toThrow('thenable');
    expect(hook.calls).toStrictEqual([[new Error('thenable'), 'trace']]);
  });

  it('may be replaced, deleted and put back while deferreds are under way (S24)', async () => {
    const first = recorder();
    const second = recorder();
    Deferred.exceptionHook = first;
    const before = throwing('a');
    Deferred.exceptionHook = second;
    await expect(before).rejects.toBe('a');
    delete Deferred.exceptionHook;
    await expect(throwing('b')).rejects.toBe('b');
    Deferred.exceptionHook = undefined;
    await expect(throwing('c')).rejects.toBe('c');
    Deferred.exceptionHook = first;
    await expect(throwing('d')).rejects.toBe('d');
    expect(first.calls).toStrictEqual([['d', undefined]]);
    expect(second.calls).toStrictEqual([['a', undefined]]);
    expect(reports()).toStrictEqual([]);
  });

  it('may throw: that is reported, and the promise rejects with the first error (S24)', async () => {
    const hookError = new Error('hook');
    Deferred.exceptionHook = () => {
      throw hookError;
    };
    await expect(outcomeOf(throwing('x'))).resolves.toStrictEqual({
      state: 'rejected',
      context: undefined,
      args: ['x'],
    });
    expect(reports()).toStrictEqual([hookError]);
  });

  it('is also called for finally (S24)', async () => {
    const hook = recorder();
    Deferred.exceptionHook = hook;
    const promise = Deferred()
      .resolve()
      .finally(() => {
        throw new Error('finally');
      });
    await expect(promise).rejects.toThrow('finally');
    expect(hook.calls).toStrictEqual([[new Error('finally'), undefined]]);
  });
});

describe('the default Deferred.exceptionHook', () => {
  const names = ['Eval', 'Internal', 'Range', 'Reference', 'Syntax', 'Type', 'URI'].map((kind) => `${kind}Error`);
  const warnings: unknown[][] = [];
  const { warn } = console;

  beforeEach(() => {
    warnings.length = 0;
    console.warn = (...args) => {
      warnings.push(args);
    };
  });
  afterEach(() => {
    console.warn = warn;
  });

  it.each(names)('warns of an error named %s, with the trace (S24)', async (name) => {
    Deferred.getErrorHook = () => 'trace';
    const error = Object.assign(new Error('mistake'), { name });
    await expect(throwing(error)).rejects.toBe(error);
    expect(warnings).toStrictEqual([['Deferred exception', error, 'trace']]);
    expect(warnings[0]?.[1]).toBe(error);
  });

  it('warns of real errors, and of anything with such a name (S24)', async () => {
    const typeError = new TypeError('real');
    const lookalike = { name: 'URIError' };
    const callable = Object.defineProperty(() => undefined, 'name', { value: 'RangeError' });
    for (const error of [typeError, lookalike, callable]) {
      await expect(throwing(error)).rejects.toBe(error);
    }
    expect(warnings).toStrictEqual([
      ['Deferred exception', typeError, undefined],
      ['Deferred exception', lookalike, undefined],
      ['Deferred exception', callable, undefined],
    ]);
  });

  it.each([
    new Error('plain'),
    Object.assign(new Error('longer'), { name: 'MyTypeError' }),
    Object.assign(new Error('longer'), { name: 'TypeErrors' }),
    Object.assign(new Error('other'), { name: 'AbortError' }),
    {},
    'TypeError',
    null,
    undefined,
  ])('does not warn of %p (S24)', async (error) => {
    await expect(throwing(error)).rejects.toBe(error);
    expect(warnings).toStrictEqual([]);
    expect(reports()).toStrictEqual([]);
  });

  it('may find no name: that is reported, and the promise rejects with the first error (S24)', async () => {
    const nameError = new Error('name');
    const hostile = {
      get name(): string {
        throw nameError;
      },
    };
    expect((await outcomeOf(throwing(hostile))).args[0]).toBe(hostile);
    expect(warnings).toStrictEqual([]);
    expect(reports()).toStrictEqual([nameError]);
  });

  it('does not warn of rejections, nor of what done handlers throw (S24)', async () => {
    const error = new TypeError('rejected');
    const d = Deferred().fail(() => {
      throw error;
    });
    await expect(d.reject(error).then()).rejects.toBe(error);
    expect(warnings).toStrictEqual([]);
    expect(reports()).toStrictEqual([error]);
  });

  it('may be called by the one that replaces it (S24)', () => {
    const error = new SyntaxError('mistake');
    Deferred.exceptionHook?.(error, 'trace');
    Deferred.exceptionHook?.(error);
    expect(warnings).toStrictEqual([
      ['Deferred exception', error, 'trace'],
      ['Deferred exception', error, undefined],
    ]);
  });
});

describe('Deferred.getErrorHook', () => {
  it('is not there at first (S24)', () => {
    expect(Deferred.getErrorHook).toBeUndefined();
    expect(typeof Deferred.exceptionHook).toBe('function');
  });

  it('is called when the reaction is scheduled, with the stack of the settlement (S24)', async () => {
    const { log, as } = logger();
    const hook = recorder();
    Deferred.exceptionHook = hook;
    Deferred.getErrorHook = () => {
      log.push('trace');
      return 'of settlement';
    };
    const d = Deferred();
    const promise = d.then(() => {
      log.push('then');
      throw new Error('thrown');
    });
    expect(log).toStrictEqual([]);
    d.done(as('done')).resolve(1);
    expect(log).toStrictEqual(['trace', 'done 1']);
    Deferred.getErrorHook = () => 'later';
    await expect(promise).rejects.toThrow('thrown');
    expect(log).toStrictEqual(['trace', 'done 1', 'then']);
    expect(hook.calls).toStrictEqual([[new Error('thrown'), 'of settlement']]);
  });

  it('is called at once for what is settled already (S24)', async () => {
    const hook = recorder();
    Deferred.exceptionHook = hook;
    const contexts: unknown[] = [];
    let traces = 0;
    Deferred.getErrorHook = function (this: unknown) {
      contexts.push(this);
      traces += 1;
      return traces;
    };
    const resolved = throwing('a');
    const rejected = Deferred()
      .reject()
      .catch(() => {
        throw new Error('b');
      });
    expect(traces).toBe(2);
    await expect(resolved).rejects.toBe('a');
    await expect(rejected).rejects.toThrow('b');
    expect(hook.calls).toStrictEqual([
      ['a', 1],
      [new Error('b'), 2],
    ]);
    expect(contexts[0]).toBe(Deferred);
  });

  it('is not called for a notification (S24)', async () => {
    const traces = recorder();
    Deferred.getErrorHook = traces;
    const d = Deferred();
    d.then(null, null, recorder());
    d.notify(1).then(null, null, recorder());
    await drainMicrotasks();
    expect(traces.calls).toStrictEqual([]);
    d.resolve();
    expect(traces.calls).toStrictEqual([[], []]);
  });

  it('may throw: that is reported, and there is no trace (S24)', async () => {
    const hook = recorder();
    const hookError = new Error('getErrorHook');
    Deferred.exceptionHook = hook;
    Deferred.getErrorHook = () => {
      throw hookError;
    };
    const done = recorder();
    const d = Deferred().done(done);
    const promise = d.then(() => {
      throw new Error('x');
    });
    expect(d.resolve(1)).toBe(d);
    delete Deferred.getErrorHook;
    await expect(promise).rejects.toThrow('x');
    expect(hook.calls).toStrictEqual([[new Error('x'), undefined]]);
    expect(done.calls).toStrictEqual([[1]]);
    expect(reports()).toStrictEqual([hookError]);
  });

  it('may be deleted or unset (S24)', async () => {
    const hook = recorder();
    Deferred.exceptionHook = hook;
    Deferred.getErrorHook = () => 'trace';
    delete Deferred.getErrorHook;
    await expect(throwing('a')).rejects.toBe('a');
    Deferred.getErrorHook = undefined;
    await expect(throwing('b')).rejects.toBe('b');
    expect(hook.calls).toStrictEqual([
      ['a', undefined],
      ['b', undefined],
    ]);
  });
});
