/* eslint-disable @typescript-eslint/unbound-method -- the methods of a promise are bound */
/* eslint-disable @typescript-eslint/no-deprecated -- pipe is deprecated, and still works */
import { isObservable, NEVER } from 'rxjs';
import { Deferred, isDeferred, toDeferred } from 'rx-deferred';
import { jQuerys } from '../jquery/jquerys.js';
import { collectReports } from '../support/reported-errors.js';
import { logger, recorder } from '../support/recorder.js';

collectReports();

const names = ['always', 'catch', 'done', 'fail', 'finally', 'pipe', 'progress', 'promise', 'state', 'then'];
const settlers = ['resolve', 'resolveWith', 'reject', 'rejectWith', 'notify', 'notifyWith'] as const;
const jQuery = jQuerys[1]?.[1]() as JQueryStatic;

/** Gives the names that `for…in` lists, sorted. */
function listed(object: object): string[] {
  const found: string[] = [];
  for (const name in object) {
    found.push(name);
  }
  return found.sort();
}

const chaining = ['done', 'fail', 'always', 'progress'] as const;

describe('deferred.promise()', () => {
  it('is always the same, and its own promise (S12)', () => {
    const d = Deferred();
    const promise = d.promise();
    expect(d.promise()).toBe(promise);
    expect(promise.promise()).toBe(promise);
    expect(d.resolve().promise()).toBe(promise);
    expect(promise).not.toBe(d);
    expect(Deferred().promise()).not.toBe(promise);
  });

  it('is like what then gives: it has no properties of its own, and for...in lists the methods (S12)', () => {
    const promise = Deferred().promise();
    expect(Object.getPrototypeOf(promise)).toBe(Object.getPrototypeOf(Deferred().then()));
    expect(Reflect.ownKeys(promise)).toStrictEqual([]);
    // eslint-disable-next-line @typescript-eslint/no-misused-promises -- it finds nothing, and that is the point
    expect({ ...promise }).toStrictEqual({});
    for (const name of names) {
      expect(typeof Reflect.get(promise, name)).toBe('function');
    }
  });

  it('has no method that settles, and is no deferred (S12)', () => {
    const d = Deferred();
    const before = d.promise();
    for (const promise of [before, d.resolve().promise(), d.then().promise()]) {
      expect([...settlers, 'abort' as const].map((name): unknown => Reflect.get(promise, name))).toStrictEqual(
        Array.from({ length: 7 }, () => undefined),
      );
      expect(isDeferred(promise)).toBe(false);
    }
    expect([isDeferred(d), typeof d.resolve, typeof d.abort]).toStrictEqual([true, 'function', 'function']);
  });

  it('gives its methods to $.extend, which goes by for...in (S12)', async () => {
    const { log, as } = logger();
    const d = Deferred<number>();
    const extended = jQuery.extend({ title: 'upload' }, d.promise());
    expect(extended.done(as('done')).always(as('always'))).toBe(extended);
    d.resolve(1);
    expect(extended.state()).toBe('resolved');
    expect(extended.title).toBe('upload');
    expect(extended).not.toHaveProperty('resolve');
    expect(log).toStrictEqual(['done 1', 'always 1']);
    expect(await extended.then((n: number) => n + 1)).toBe(2);
  });

  it('hears what the deferred does (S12)', async () => {
    const { log, as } = logger();
    const d = Deferred();
    const promise = d.promise();
    promise.done(as('done')).fail(as('fail')).always(as('always')).progress(as('progress'));
    d.notify(1).resolve(2);
    expect(log).toStrictEqual(['progress 1', 'done 2', 'always 2']);
    expect(promise.state()).toBe('resolved');
    await promise.then(as('then')).finally(as('finally'));
    expect(log.slice(3)).toStrictEqual(['then 2', 'finally']);
  });

  it('hears a rejection (S12)', async () => {
    const { log, as } = logger();
    const d = Deferred();
    const promise = d.promise();
    promise.done(as('done')).fail(as('fail'));
    d.reject(1);
    expect(promise.state()).toBe('rejected');
    await promise.catch(as('catch'));
    promise.pipe(null, as('pipe'));
    expect(log).toStrictEqual(['fail 1', 'catch 1', 'pipe 1']);
  });

  it.each([undefined, null])('takes %p for no target (S12)', (target) => {
    const d = Deferred();
    expect(d.promise(target as never)).toBe(d.promise());
  });

  it('works detached (S12)', () => {
    const d = Deferred();
    const { promise } = d;
    const { promise: promiseOfPromise } = d.promise();
    expect(promise()).toBe(d.promise());
    expect(promiseOfPromise()).toBe(d.promise());
  });
});

describe('deferred.promise(target)', () => {
  it('extends and returns an object (S12)', () => {
    const done = recorder();
    const d = Deferred<number>();
    const target = { title: 'dialog' };
    const extended = d.promise(target);
    expect(extended).toBe(target);
    expect(Object.keys(extended)).toEqual(expect.arrayContaining(['title', ...names]));
    expect(extended.done(done)).toBe(target);
    d.resolve(1);
    expect(extended.title).toBe('dialog');
    expect(extended.state()).toBe('resolved');
    expect(done.calls).toStrictEqual([[1]]);
  });

  it('extends and returns a function (S12)', () => {
    const done = recorder();
    const d = Deferred<number>();
    const target = () => 'called';
    const extended = d.promise(target);
    expect(extended).toBe(target);
    expect(extended()).toBe('called');
    expect(extended.done(done)).toBe(target);
    d.resolve(1);
    expect(done.calls).toStrictEqual([[1]]);
  });

  it('extends an instance of a class, and a target that has such methods (S12)', () => {
    class View {
      readonly log: string[] = [];
      state(): string {
        return 'mine';
      }
    }
    const view = new View();
    const d = Deferred();
    const extended: unknown = d.promise(view);
    expect(extended).toBe(view);
    expect(view.state()).toBe('pending');
    expect(view).toBeInstanceOf(View);
  });

  it('is what all chained calls return (S12)', () => {
    const d = Deferred();
    const target = d.promise({});
    expect(target.done().fail().always().progress()).toBe(target);
  });

  it('does not settle, and puts no method that does on the target (S12)', () => {
    const target = Deferred().promise({});
    for (const name of settlers) {
      expect(target).not.toHaveProperty(name);
    }
  });

  it('leaves the promise of the target the one promise (S12)', () => {
    const d = Deferred();
    const target = d.promise({});
    expect(target.promise()).toBe(d.promise());
    expect(d.promise().promise(target)).toBe(target);
  });

  it('extends any number of targets, the deferred itself and other promises included (S12)', () => {
    const done = recorder();
    const a = Deferred();
    const b = Deferred();
    expect(a.promise(a)).toBe(a);
    expect(a.promise(b)).toBe(b);
    b.done(done);
    a.resolve('a');
    expect(done.calls).toStrictEqual([['a']]);
  });

  it('is there for promises of then and pipe as well (S12)', () => {
    const target = {};
    expect(Deferred().then().promise(target)).toBe(target);
    expect(Deferred().pipe().promise(target)).toBe(target);
    expect(Object.keys(target)).toEqual(expect.arrayContaining(names));
  });

  it.each([
    [0, 'number'],
    ['', 'string'],
    ['text', 'string'],
    [false, 'boolean'],
    [7n, 'bigint'],
    [Symbol('s'), 'symbol'],
  ])('throws a TypeError for %p (S12)', (target, got) => {
    const d = Deferred();
    const error = new TypeError(`Expected target to be an object or a function, got ${got}`);
    expect(() => d.promise(target as never)).toThrow(error);
    expect(() => d.promise(target as never)).toThrow(TypeError);
    expect(() => d.promise().promise(target as never)).toThrow(error);
    expect(() => d.then().promise(target as never)).toThrow(error);
  });
});

describe.each(chaining)('%s', (name) => {
  it('returns its receiver (S11)', () => {
    for (const settle of [undefined, 'resolve', 'reject'] as const) {
      const d = Deferred().notify(1);
      if (settle !== undefined) {
        d[settle](2);
      }
      const promise = d.promise();
      const derived = d.then();
      const receiver = { m: d[name], n: promise[name], o: derived[name] };
      expect(d[name](recorder())).toBe(d);
      expect(promise[name](recorder())).toBe(promise);
      expect(derived[name](recorder())).toBe(derived);
      expect(receiver.m(recorder())).toBe(receiver);
      expect(receiver.n(recorder())).toBe(receiver);
      expect(receiver.o(recorder())).toBe(receiver);
    }
  });

  it('works detached (S11)', () => {
    for (const source of [Deferred(), Deferred().promise(), Deferred().then()]) {
      const { [name]: detached } = source;
      expect(detached(recorder())).toBeUndefined();
    }
    const handler = recorder();
    const d = Deferred();
    const { [name]: detached } = d.promise();
    detached(handler);
    d.notify('v');
    if (name === 'fail') {
      d.reject('v');
    } else {
      d.resolve('v');
    }
    expect(handler.calls).toStrictEqual([['v']]);
  });
});

describe('the methods of a promise', () => {
  it.each(['state', 'then', 'catch', 'finally', 'pipe', 'promise'] as const)('work detached: %s (S11)', (name) => {
    for (const source of [Deferred(), Deferred().promise(), Deferred().then()]) {
      const detached: unknown = source[name];
      expect(() => (detached as () => unknown)()).not.toThrow();
    }
  });

  it('are all that for...in lists, on every kind of object (S11)', () => {
    const d = Deferred();
    const lazy = [d, d.promise(), d.then(), d.catch(), d.finally(), d.pipe(), toDeferred([1]), d.until(NEVER)];
    for (const object of lazy) {
      expect(listed(object)).toStrictEqual([...listed(d.promise({})), 'abort', ...settlers].sort());
    }
    for (const plain of [d.promise({}), d.then().promise({})]) {
      expect(listed(plain)).toStrictEqual([...names, '@@observable', 'asObservable', 'outcome', 'until'].sort());
    }
    for (const object of [...lazy, d.promise({})]) {
      expect([isObservable(object.outcome$), isObservable(object.progress$)]).toStrictEqual([true, true]);
      expect(JSON.stringify(object)).toBe('{}');
    }
  });

  it.each(names)('can be replaced on what then gives: %s (S11)', (name) => {
    const promise = Deferred().then();
    const mine = () => 'mine';
    Object.assign(promise, { [name]: mine });
    expect(Reflect.get(promise, name)).toBe(mine);
    expect(Object.keys(promise)).toStrictEqual([name]);
    expect(Reflect.get(Deferred().then(), name)).not.toBe(mine);
  });

  it('keep to the promise that they were taken from (S11)', () => {
    const { log, as } = logger();
    const a = Deferred();
    const b = Deferred();
    Reflect.apply(a.promise().done, b, [as('a')]);
    b.resolve('b');
    expect(log).toStrictEqual([]);
    a.resolve('a');
    expect(log).toStrictEqual(['a a']);
  });

  it('each keep to their own kind of outcome on what then gives (S14)', async () => {
    const { log, as } = logger();
    const d = Deferred();
    const resolved = d.then(() => 'r');
    const rejected = d.then(() => Deferred().reject('x'));
    resolved.done(as('done')).fail(as('fail')).always(as('always'));
    rejected.done(as('done')).fail(as('fail')).always(as('always'));
    await d.resolve();
    await rejected.catch(as('catch'));
    expect([resolved.state(), rejected.state()]).toStrictEqual(['resolved', 'rejected']);
    expect(log).toStrictEqual(['done r', 'always r', 'fail x', 'always x', 'catch x']);
  });
});
