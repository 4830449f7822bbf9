import { Deferred, isDeferred, when, type DeferredPromise } from 'rx-deferred';
import { collectReports } from './support/reported-errors.js';
import { recorder } from './support/recorder.js';

collectReports();

const settlers = [
  { fire: 'resolve', fireWith: 'resolveWith', listen: 'done', state: 'resolved' },
  { fire: 'reject', fireWith: 'rejectWith', listen: 'fail', state: 'rejected' },
  { fire: 'notify', fireWith: 'notifyWith', listen: 'progress', state: 'pending' },
] as const;

describe('Deferred()', () => {
  it('is pending, called with and without new (S13)', () => {
    expect(Deferred().state()).toBe('pending');
    expect(new Deferred().state()).toBe('pending');
    expect(Deferred()).not.toBe(Deferred());
  });

  it('is an instance of Deferred, and names it as its constructor (S13)', () => {
    expect(Deferred()).toBeInstanceOf(Deferred);
    expect(new Deferred()).toBeInstanceOf(Deferred);
    expect(Deferred().constructor).toBe(Deferred);
    expect(Object.getPrototypeOf(Deferred())).toBe(Deferred.prototype);
    expect(Object.getPrototypeOf(new Deferred())).toBe(Deferred.prototype);
  });

  it.each([
    ['without new', (init: () => void) => Deferred(init)],
    ['with new', (init: () => void) => new Deferred(init)],
  ])('calls init at once with the deferred as this and as the argument, %s (S13)', (_, make) => {
    const init = recorder();
    const d = make(init);
    expect(init.calls).toHaveLength(1);
    expect(init.calls[0]).toHaveLength(1);
    expect(init.calls[0]?.[0]).toBe(d);
    expect(init.contexts[0]).toBe(d);
  });

  it('lets init add handlers, notify and settle (S13)', () => {
    const log: unknown[] = [];
    const d = Deferred<string, never, number>(function (self) {
      this.progress((n) => log.push(n)).done((v) => log.push(v));
      self.notify(1).resolve('ok');
    });
    expect(log).toStrictEqual([1, 'ok']);
    expect(d.state()).toBe('resolved');
  });

  it('lets what init throws reach the caller (S13)', () => {
    const error = new Error('init');
    const make = () =>
      Deferred(() => {
        throw error;
      });
    expect(make).toThrow(error);
  });

  it('ignores what init returns (S13)', () => {
    const init = () => Deferred().resolve();
    expect(Deferred(init as never).state()).toBe('pending');
  });

  it.each([undefined, null, false, 0, '', NaN, 0n])('passes over a falsy init: %p (S13)', (init) => {
    expect(Deferred(init as never).state()).toBe('pending');
    expect(new Deferred(init as never).state()).toBe('pending');
  });

  it.each([
    [1, 'number'],
    [true, 'boolean'],
    ['go', 'string'],
    [7n, 'bigint'],
    [Symbol('s'), 'symbol'],
    [{}, 'object'],
    [[], 'object'],
  ])('throws a TypeError for an init that is %p (S13)', (init, got) => {
    const error = new TypeError(`Expected init to be a function, got ${got}`);
    expect(() => Deferred(init as never)).toThrow(error);
    expect(() => Deferred(init as never)).toThrow(TypeError);
    expect(() => new Deferred(init as never)).toThrow(error);
  });
});

describe('class extends Deferred', () => {
  class Task extends Deferred<number, Error, string> {
    readonly title: string;

    constructor(title: string, init?: (this: unknown, d: unknown) => void) {
      super(init);
      this.title = title;
    }

    finish(): this {
      return this.resolve(this.title.length);
    }
  }

  it('has the methods of both (S13)', () => {
    const done = recorder();
    const task = new Task('abc');
    expect(task.done(done)).toBe(task);
    expect(task.finish()).toBe(task);
    expect(done.calls).toStrictEqual([[3]]);
    expect(task.title).toBe('abc');
  });

  it('is an instance of both (S13)', () => {
    const task = new Task('abc');
    expect(task).toBeInstanceOf(Task);
    expect(task).toBeInstanceOf(Deferred);
    expect(task.constructor).toBe(Task);
    expect(isDeferred(task)).toBe(true);
  });

  it('calls init with the instance of the subclass (S13)', () => {
    const init = recorder();
    const task = new Task('abc', init);
    expect(init.contexts).toStrictEqual([task]);
    expect(init.calls[0]?.[0]).toBe(task);
    expect(init.contexts[0]).toBe(task);
  });

  it('gives handlers no context when the instance itself settles (S10)', () => {
    const done = recorder();
    new Task('abc').done(done).resolve(1);
    expect(done.contexts).toStrictEqual([undefined]);
  });

  it('lets a method of the subclass stand before an inherited one (S11)', () => {
    class Loud extends Deferred<string> {
      override resolve(value: string): this {
        return super.resolve(value.toUpperCase());
      }
    }
    const done = recorder();
    const loud = new Loud().done(done);
    expect(loud.resolve('a')).toBe(loud);
    expect(done.calls).toStrictEqual([['A']]);
    expect(done.contexts).toStrictEqual([undefined]);
  });
});

describe.each(settlers)('deferred.$fire()', ({ fire, listen, state }) => {
  it('hands all of its arguments to the handlers (S9)', () => {
    const object = {};
    const handler = recorder();
    const d = Deferred();
    d[listen](handler);
    d[fire](1, 'b', object, undefined);
    expect(handler.calls).toStrictEqual([[1, 'b', object, undefined]]);
    expect(handler.calls[0]?.[2]).toBe(object);
    expect(d.state()).toBe(state);
  });

  it('hands over no argument when there is none (S9)', () => {
    const handler = recorder();
    const late = recorder();
    const d = Deferred();
    d[listen](handler);
    d[fire]();
    d[listen](late);
    expect(handler.calls).toStrictEqual([[]]);
    expect(late.calls).toStrictEqual([[]]);
  });

  it.each([undefined, null, false, 0, ''])('hands over the one argument %p (S9)', (value) => {
    const handler = recorder();
    const d = Deferred();
    d[listen](handler);
    d[fire](value);
    expect(handler.calls).toStrictEqual([[value]]);
  });

  it('hands over an array as the one argument that it is (S9)', () => {
    const handler = recorder();
    const list = [1, 2];
    const d = Deferred();
    d[listen](handler);
    d[fire](list);
    expect(handler.calls).toStrictEqual([[[1, 2]]]);
    expect(handler.calls[0]?.[0]).toBe(list);
  });

  it('gives no context when called on the deferred (S10)', () => {
    const handler = recorder();
    const late = recorder();
    const d = Deferred();
    d[listen](handler);
    d[fire](1);
    d[listen](late);
    expect(handler.contexts).toStrictEqual([undefined]);
    expect(late.contexts).toStrictEqual([undefined]);
  });

  it('works detached, without a context (S10)', () => {
    const handler = recorder();
    const d = Deferred();
    d[listen](handler);
    const { [fire]: detached } = d;
    expect(detached(1, 2)).toBeUndefined();
    expect(handler.calls).toStrictEqual([[1, 2]]);
    expect(handler.contexts).toStrictEqual([undefined]);
  });

  it('gives its receiver as the context, and returns it (S10)', () => {
    const handler = recorder();
    const late = recorder();
    const d = Deferred();
    d[listen](handler);
    const receiver = { go: d[fire] };
    expect(receiver.go(1)).toBe(receiver);
    d[listen](late);
    expect(handler.contexts[0]).toBe(receiver);
    expect(late.contexts[0]).toBe(receiver);
  });

  it('gives another deferred as the context when called on that (S10)', () => {
    const handler = recorder();
    const d = Deferred();
    const other = Deferred();
    d[listen](handler);
    expect(Reflect.apply(d[fire], other, [1])).toBe(other);
    expect(handler.contexts[0]).toBe(other);
    expect(other.state()).toBe('pending');
  });

  it('gives the promise as the context when called on that (S10)', () => {
    const handler = recorder();
    const d = Deferred();
    d[listen](handler);
    const promise = d.promise();
    expect(Reflect.apply(d[fire], promise, [1])).toBe(promise);
    expect(handler.contexts[0]).toBe(promise);
  });

  it('returns the deferred (S11)', () => {
    const d = Deferred();
    expect(d[fire](1)).toBe(d);
    expect(d[fire](1)).toBe(d);
  });
});

describe.each(settlers)('deferred.$fireWith()', ({ fireWith, listen, state }) => {
  it('hands over the context and the arguments (S10)', () => {
    const context = { id: 1 };
    const handler = recorder();
    const late = recorder();
    const d = Deferred();
    d[listen](handler);
    d[fireWith](context, [1, 'b']);
    d[listen](late);
    expect(handler.contexts[0]).toBe(context);
    expect(handler.calls).toStrictEqual([[1, 'b']]);
    expect(late.contexts[0]).toBe(context);
    expect(late.calls).toStrictEqual([[1, 'b']]);
    expect(d.state()).toBe(state);
  });

  it.each([undefined, null, 0, '', 'text', 5, true])('takes the context %p as it is (S10)', (context) => {
    const handler = recorder();
    const d = Deferred();
    d[listen](handler);
    d[fireWith](context, [1]);
    expect(handler.contexts).toStrictEqual([context]);
  });

  it('takes the deferred itself as a context (S10)', () => {
    const handler = recorder();
    const d = Deferred();
    d[listen](handler);
    d[fireWith](d, []);
    expect(handler.contexts[0]).toBe(d);
  });

  it('takes no context from its receiver, and returns that (S11)', () => {
    const handler = recorder();
    const d = Deferred();
    d[listen](handler);
    const receiver = { go: d[fireWith] };
    expect(receiver.go('context', [1])).toBe(receiver);
    expect(handler.contexts).toStrictEqual(['context']);
  });

  it('returns the deferred, and works detached (S11)', () => {
    const handler = recorder();
    const d = Deferred();
    d[listen](handler);
    const { [fireWith]: detached } = d;
    expect(detached('context', [1])).toBeUndefined();
    expect(handler.calls).toStrictEqual([[1]]);
    expect(d[fireWith]('context', [1])).toBe(d);
  });

  it.each([undefined, null, false, 0, '', NaN])('takes %p for no arguments (S9)', (args) => {
    const handler = recorder();
    const d = Deferred();
    d[listen](handler);
    d[fireWith]('context', args as never);
    expect(handler.calls).toStrictEqual([[]]);
    expect(handler.contexts).toStrictEqual(['context']);
  });

  it('takes no arguments when they are left out (S9)', () => {
    const handler = recorder();
    const d = Deferred();
    d[listen](handler);
    d[fireWith]('context');
    expect(handler.calls).toStrictEqual([[]]);
  });

  it.each([
    ['an array', [1, 2], [1, 2]],
    ['an empty array', [], []],
    ['an array that ends with undefined', [1, undefined], [1, undefined]],
    ['an array-like', { length: 2, 0: 'a', 1: 'b' }, ['a', 'b']],
    ['an empty array-like', { length: 0 }, []],
    ['a typed array', new Uint8Array([3, 4]), [3, 4]],
  ])('takes %s (S9)', (_, args, expected) => {
    const handler = recorder();
    const d = Deferred();
    d[listen](handler);
    d[fireWith](undefined, args);
    expect(handler.calls).toStrictEqual([expected]);
  });

  it('takes the arguments object of a function (S9)', () => {
    const handler = recorder();
    const d = Deferred();
    d[listen](handler);
    function forward(): void {
      // eslint-disable-next-line prefer-rest-params -- as code for jQuery does
      d[fireWith]('context', arguments);
    }
    Reflect.apply(forward, undefined, [1, 2]);
    expect(handler.calls).toStrictEqual([[1, 2]]);
  });

  it.each([
    [1, 'number'],
    [true, 'boolean'],
    ['ab', 'string'],
    [7n, 'bigint'],
    [Symbol('s'), 'symbol'],
    [{}, 'object'],
    [{ length: 'two' }, 'object'],
    [{ length: -1, '-2': 'b' }, 'object'],
    [() => undefined, 'function'],
  ])('throws a TypeError for arguments that are %p, and settles nothing (S9)', (args, got) => {
    const handler = recorder();
    const d = Deferred();
    d[listen](handler);
    const act = () => d[fireWith](undefined, args as never);
    expect(act).toThrow(new TypeError(`Expected args to be an array, got ${got}`));
    expect(act).toThrow(TypeError);
    expect(d.state()).toBe('pending');
    expect(handler.calls).toStrictEqual([]);
  });

  it('takes a copy of the arguments: changing the array later changes nothing (S7)', async () => {
    const args = [1, 2];
    const late = recorder();
    const d = Deferred();
    d[fireWith](undefined, args);
    const reaction = new Promise((resolve) => {
      const all = (...list: unknown[]) => {
        resolve(list);
      };
      d.then(all, all, all);
    });
    args[0] = 9;
    args.push(3);
    d[listen](late);
    expect(late.calls).toStrictEqual([[1, 2]]);
    await expect(reaction).resolves.toStrictEqual([1, 2]);
  });

  it('takes a copy of the arguments before the first handler runs (S7)', () => {
    const args = [1, 2];
    const second = recorder();
    const d = Deferred();
    d[listen](() => {
      args.length = 0;
    }, second);
    d[fireWith](undefined, args);
    expect(second.calls).toStrictEqual([[1, 2]]);
  });
});

describe('deferred.done(other.resolve)', () => {
  it('forwards the arguments and the context of a resolution (S10)', () => {
    const context = {};
    const done = recorder();
    const a = Deferred();
    const b = Deferred().done(done);
    a.done(b.resolve).fail(b.reject).progress(b.notify);
    a.resolveWith(context, [1, 2]);
    expect(b.state()).toBe('resolved');
    expect(done.calls).toStrictEqual([[1, 2]]);
    expect(done.contexts[0]).toBe(context);
  });

  it('forwards the arguments and the context of a rejection (S10)', () => {
    const context = {};
    const fail = recorder();
    const a = Deferred();
    const b = Deferred().fail(fail);
    a.done(b.resolve).fail(b.reject).progress(b.notify);
    a.rejectWith(context, ['a', 'b']);
    expect(b.state()).toBe('rejected');
    expect(fail.calls).toStrictEqual([['a', 'b']]);
    expect(fail.contexts[0]).toBe(context);
  });

  it('forwards the arguments and the context of a notification (S10)', () => {
    const context = {};
    const progress = recorder();
    const a = Deferred();
    const b = Deferred().progress(progress);
    a.done(b.resolve).fail(b.reject).progress(b.notify);
    a.notifyWith(context, [1, 2]).notify(3);
    expect(progress.calls).toStrictEqual([[1, 2], [3]]);
    expect(progress.contexts[0]).toBe(context);
    expect(progress.contexts[1]).toBeUndefined();
  });

  it('forwards no context where the first had none (S10)', () => {
    const done = recorder();
    const a = Deferred();
    const b = Deferred().done(done);
    a.done(b.resolve);
    a.resolve(1);
    expect(done.contexts).toStrictEqual([undefined]);
  });
});

describe('the methods of a deferred', () => {
  const names = [
    ...['always', 'catch', 'done', 'fail', 'finally', 'notify', 'notifyWith', 'pipe', 'progress', 'promise'],
    ...['reject', 'rejectWith', 'resolve', 'resolveWith', 'state', 'then'],
  ];

  it('are listed by for...in, and are functions (S11)', () => {
    const d = Deferred();
    const listed: string[] = [];
    for (const name in d) {
      listed.push(name);
    }
    expect(listed).toEqual(expect.arrayContaining(names));
    expect(names.filter((name) => typeof Reflect.get(d, name) !== 'function')).toStrictEqual([]);
  });

  it.each(names)('can be replaced on one deferred: %s (S11)', (name) => {
    const d = Deferred();
    const mine = () => 'mine';
    Object.assign(d, { [name]: mine });
    expect(Object.getOwnPropertyDescriptor(d, name)).toStrictEqual({
      value: mine,
      writable: true,
      enumerable: true,
      configurable: true,
    });
    expect(Reflect.get(Deferred(), name)).not.toBe(mine);
  });

  it('can be wrapped by one that calls the former (S11)', () => {
    const log: unknown[] = [];
    const d = Deferred<number>();
    const { done } = d;
    d.done = function (...handlers) {
      log.push('done');
      return done.apply(this, handlers);
    };
    expect(d.done((v) => log.push(v))).toBe(d);
    d.resolve(1);
    expect(log).toStrictEqual(['done', 1]);
  });

  it('can be joined by new ones (S11)', () => {
    const fail = recorder();
    const d = Object.assign(Deferred(), { abort: () => d.reject('aborted') });
    d.fail(fail);
    expect(d.abort()).toBe(d);
    expect(fail.calls).toStrictEqual([['aborted']]);
    expect(Object.keys(d)).toContain('abort');
  });

  it('can be removed again after they were replaced (S11)', () => {
    const done = recorder();
    const d = Deferred();
    const replaced = Object.assign(d, { done: () => d });
    expect(Reflect.deleteProperty(replaced, 'done')).toBe(true);
    d.done(done).resolve(1);
    expect(done.calls).toStrictEqual([[1]]);
  });
});

describe('isDeferred()', () => {
  it('goes by a symbol that all copies of this package know', () => {
    expect(Reflect.get(Deferred(), Symbol.for('rx-deferred'))).toBe(true);
    expect(isDeferred({ [Symbol.for('rx-deferred')]: true })).toBe(true);
  });

  it('knows a deferred, made with and without new (S13)', () => {
    expect(isDeferred(Deferred())).toBe(true);
    expect(isDeferred(new Deferred())).toBe(true);
    expect(isDeferred(Deferred().resolve())).toBe(true);
  });

  it('knows a promise for something else (S12)', () => {
    const d = Deferred();
    const promises: DeferredPromise[] = [d.promise(), d.then(), d.catch(), d.finally(), d.promise({})];
    expect(promises.map(isDeferred)).toStrictEqual([false, false, false, false, false]);
    expect(isDeferred(when(d))).toBe(false);
  });

  it.each([undefined, null, 0, '', 'text', Symbol.for('rx-deferred'), {}, [], () => undefined, Promise.resolve()])(
    'takes %p for something else (S13)',
    (value) => {
      expect(isDeferred(value)).toBe(false);
    },
  );

  it('knows a deferred of another copy of the package (S13)', async () => {
    let other: typeof import('rx-deferred') | undefined;
    await jest.isolateModulesAsync(async () => {
      other = await import('rx-deferred');
    });
    expect(other?.Deferred).not.toBe(Deferred);
    expect(isDeferred(other?.Deferred())).toBe(true);
    expect(other?.isDeferred(Deferred())).toBe(true);
    expect(isDeferred(other?.Deferred().promise())).toBe(false);
  });
});
