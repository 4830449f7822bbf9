import { Observable, Subject } from 'rxjs';
import { isDeferred, type DeferredPromise } from 'rx-deferred';
import { installDeferred, type InstallOptions } from 'rx-deferred/jquery';
import { collectReportsInTime } from '../support/reported-errors.js';
import { logger, recorder } from '../support/recorder.js';
import { drainMicrotasks, dueTimers } from '../support/turn.js';
import { jQuerys } from './jquerys.js';

const reports = collectReportsInTime();

const promiseNames = ['state', 'done', 'fail', 'always', 'progress', 'then', 'catch', 'pipe', 'promise'];
const settlerNames = ['resolve', 'resolveWith', 'reject', 'rejectWith', 'notify', 'notifyWith'];

/** A handler that throws an error with a message. */
const throws = (message: string) => () => {
  throw new Error(message);
};

describe.each(jQuerys)('a deferred of jQuery %s', (_, create) => {
  const install = (options?: InstallOptions) => {
    const $ = create();
    installDeferred($, options);
    return $;
  };

  describe('as an object', () => {
    it('is plain, and its methods are its own, enumerable and writable properties (S12)', () => {
      const $ = install();
      const d = $.Deferred();
      const kinds: [object, string[]][] = [
        [d, [...promiseNames, ...settlerNames]],
        [d.promise(), promiseNames],
        [d.then(() => 1), promiseNames],
        [$.when(d, d), promiseNames],
        [d.promise({}), promiseNames],
      ];
      for (const [object, names] of kinds) {
        expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
        expect($.isPlainObject(object)).toBe(true);
        expect(Object.keys(object)).toEqual(expect.arrayContaining(names));
        for (const name of names) {
          expect(Object.getOwnPropertyDescriptor(object, name)).toMatchObject({ enumerable: true, writable: true });
        }
      }
      expect(Object.keys(d.promise())).not.toEqual(expect.arrayContaining(settlerNames.slice(0, 1)));
    });

    it('has no abort(), which would replace that of what it is copied to', () => {
      const $ = install();
      const abort = () => 'theirs';

      expect(Reflect.get($.extend({ abort }, $.Deferred()), 'abort')).toBe(abort);
      expect(($.Deferred().promise({ abort }) as { abort?: unknown }).abort).toBe(abort);
    });

    it('is ended by the abort() of an object that has its methods, with the last that leaves', () => {
      const $ = install();
      const d = $.Deferred();
      const abort = recorder();
      const work = d.promise({ abort });
      const [first, last] = [new Subject<void>(), new Subject<void>()];
      work.until(first);
      d.promise().until(last);
      first.next();
      expect(abort.calls).toStrictEqual([]);
      last.next();
      expect([abort.calls, abort.contexts, d.state()]).toStrictEqual([[[]], [work], 'pending']);
    });

    it.each([{ abort: undefined }, { abort: 'text' }, {}])('belongs to its owner for the target %j', (target) => {
      const d = install().Deferred();
      d.promise(target).until(AbortSignal.abort());
      expect(d.state()).toBe('pending');
    });

    it('has the observables on a target, not enumerable, also in place of those of another promise', () => {
      const $ = install();
      const [d, other] = [$.Deferred<number>(), $.Deferred<number>()];
      const target = other.promise(d.promise({ outcome$: 'overwritten' }));
      const outcomes = recorder();
      target.outcome$.subscribe(outcomes);
      d.resolve(1);
      other.resolve(2);
      expect(outcomes.calls).toMatchObject([[{ state: 'resolved', args: [2] }]]);
      expect(target.progress$).toBe(other.progress$);
      expect(Object.keys(target)).not.toEqual(expect.arrayContaining(['outcome$']));
    });

    it('leaves alone what a target has under a name that is none of jQuery', () => {
      class Countdown {
        until(n: number) {
          return `until ${String(n)}`;
        }
        outcome = 'none';
      }
      const $ = install();
      const [own, other] = [$.Deferred(), $.Deferred()];
      const target = Object.assign(new Countdown(), { finally: 1, asObservable: 2, then: 3, always: 4 });
      own.promise(target);
      expect(target).toMatchObject({ outcome: 'none', finally: 1, asObservable: 2 });
      expect(target.until(3)).toBe('until 3');
      expect(Object.entries(target)).toContainEqual(['always', expect.any(Function)]);
      expect(Object.entries(target)).toContainEqual(['then', expect.any(Function)]);
      // A target that has them from a promise gets those of the next one.
      expect(other.promise(own.promise({}))).toHaveProperty('until', Reflect.get(other.promise(), 'until'));
    });

    it('keeps its methods: d.done === d.done', () => {
      const d = install().Deferred();

      expect(Reflect.get(d, 'done')).toBe(Reflect.get(d, 'done'));
      expect(Reflect.get(d.promise(), 'done')).toBe(Reflect.get(d.promise(), 'done'));
    });

    it.each<[string, ($: JQueryStatic, d: JQuery.Deferred<number>) => JQuery.Deferred<number>]>([
      ['$.extend({}, d)', ($, d) => $.extend({}, d)],
      ['$.extend(true, {}, d)', ($, d) => $.extend(true, {}, d)],
      ['Object.assign({}, d)', (_$, d) => Object.assign({}, d)],
    ])('works as %s, whose methods return the copy (S11)', (_name, copyOf) => {
      const $ = install();
      const d = $.Deferred<number>();
      const copy = copyOf($, d);
      const done = recorder();

      expect(copy.done(done)).toBe(copy);
      expect(copy.resolve(1)).toBe(copy);
      expect(done.calls).toStrictEqual([[1]]);
      expect(done.contexts).toStrictEqual([copy]);
      expect(d.state()).toBe('resolved');
    });

    it('puts its promise on a target that has methods already, as jQuery.ajax does with a jqXHR', () => {
      const $ = install();
      const d = $.Deferred<number>();
      const jqXHR = { readyState: 0, state: 'overwritten' };
      const promise = d.promise(jqXHR);

      expect(promise).toBe(jqXHR);
      expect(promise.readyState).toBe(0);
      expect(d.resolve(1).promise(promise).state()).toBe('resolved');
      expect(isDeferred(promise)).toBe(false);
    });

    it('gives its receiver to handlers as this, unless that is itself (S10)', () => {
      const $ = install();
      const done = recorder();
      $.Deferred().done(done).resolve();
      const owner = { go: Reflect.get($.Deferred().done(done), 'resolve') as () => unknown };
      owner.go();

      expect(done.contexts).toStrictEqual([undefined, owner]);
    });

    it.each(['outcome$', 'progress$'])('may have a %s of its own, as of what is copied to it', (name) => {
      const $ = install();
      const d = Object.assign($.Deferred().resolve(1), { [name]: 'own' });

      expect(Reflect.get(d, name)).toBe('own');
      expect(Reflect.get($.Deferred(), name)).toBeInstanceOf(Observable);
    });

    it('passes over what init returns, which is no teardown here', () => {
      const $ = install();
      const returned = recorder();
      $.Deferred(() => returned).resolve();

      expect(returned.calls).toStrictEqual([]);
      expect(() => $.Deferred(5 as never)).toThrow(new TypeError('Expected init to be a function, got number'));
    });

    it('is made with new, and by a function that gets it twice (S13)', () => {
      const $ = install();
      const Constructor = $.Deferred as unknown as new () => JQuery.Deferred<number>;
      const init = recorder();
      const d = $.Deferred(init);

      expect(new Constructor().resolve(1).state()).toBe('resolved');
      expect(init.calls).toStrictEqual([[d]]);
      expect(init.contexts).toStrictEqual([d]);
    });
  });

  describe('hooks', () => {
    it('are those of $.Deferred: exceptionHook and getErrorHook (S24)', async () => {
      const $ = install();
      const hook = recorder();
      const trace = new Error('trace');
      Object.assign($.Deferred, { exceptionHook: hook, getErrorHook: () => trace });
      const error = new Error('thrown');
      await $.Deferred()
        .resolve()
        .then(() => {
          throw error;
        })
        .catch(() => undefined);

      expect(hook.calls).toStrictEqual([[error, trace]]);
    });
  });

  describe("with { throwing: 'report' }", () => {
    it('reports what a handler throws, and resolve() returns (S4)', async () => {
      const $ = install({ throwing: 'report' });
      const done = recorder();
      const d = $.Deferred().done(throws('one'), done);

      expect(d.resolve()).toBe(d);
      expect(done.calls).toHaveLength(1);
      expect(await reports()).toStrictEqual([new Error('one')]);
    });
  });

  it('has the hooks of whatever is $.Deferred when they are needed', async () => {
    const $ = create();
    const uninstall = installDeferred($);
    const { Deferred: ours } = $;
    const hook = recorder();
    const d = ours();
    const fails = async (promise: JQuery.Deferred<unknown>) => {
      await promise.then(throws('hooked')).catch(() => undefined);
    };
    const error = new Error('hooked');
    Object.assign($, { Deferred: Object.assign(() => ours(), { exceptionHook: hook }) });
    await fails($.Deferred().resolve());
    expect(hook.calls).toStrictEqual([[error, undefined]]);
    Object.assign($, { Deferred: ours });
    uninstall();
    $.Deferred.exceptionHook = hook;
    await fails(d.resolve());
    expect(hook.calls).toStrictEqual([
      [error, undefined],
      [error, undefined],
    ]);
  });

  describe.each<InstallOptions | undefined>([undefined, { throwing: 'sync' }])('with the options %j', (options) => {
    const installSync = () => install(options);

    it.each<[string, (d: JQuery.Deferred<unknown>) => unknown]>([
      ['resolve()', (d) => d.done(throws('one')).resolve()],
      ['resolveWith()', (d) => d.done(throws('one')).resolveWith({})],
      ['reject()', (d) => d.fail(throws('one')).reject()],
      ['rejectWith()', (d) => d.always(throws('one')).rejectWith({})],
      ['notify()', (d) => d.progress(throws('one')).notify()],
      ['notifyWith()', (d) => d.progress(throws('one')).notifyWith({})],
      ['a late done()', (d) => d.resolve().done(throws('one'))],
      ['a late fail()', (d) => d.reject().fail(throws('one'))],
      ['a late always()', (d) => d.resolve().always(throws('one'))],
      ['a late progress()', (d) => d.notify().progress(throws('one'))],
      [
        'resolve() of a deferred that the promise of pipe belongs to',
        (d) => {
          // eslint-disable-next-line @typescript-eslint/no-deprecated -- jQuery has it, so it is tested
          d.pipe(throws('one'));
          d.resolve();
        },
      ],
      [
        'resolve() of a deferred that forwards to it',
        (d) => {
          const source = installSync().Deferred();
          d.done(throws('one'));
          source.done(() => void d.resolve());
          source.resolve();
        },
      ],
    ])('throws out of %s', (_name, run) => {
      const $ = installSync();

      expect(() => run($.Deferred())).toThrow(new Error('one'));
    });

    it('runs all other handlers, throws the first error and reports the others', async () => {
      const $ = installSync();
      const { log, as } = logger();
      const d = $.Deferred();
      d.done(throws('one'), as('a')).always(throws('two'), as('b'));

      expect(() => d.resolve()).toThrow(new Error('one'));
      expect(log).toStrictEqual(['a', 'b']);
      expect(d.done(as('late')).state()).toBe('resolved');
      expect(log).toStrictEqual(['a', 'b', 'late']);
      expect(await reports()).toStrictEqual([new Error('two')]);
    });

    it('lets a handler catch what another deferred throws at it', () => {
      const $ = installSync();
      const inner = $.Deferred().done(throws('inner'));
      const caught = recorder();
      const outer = $.Deferred().done(() => {
        try {
          inner.resolve();
        } catch (error) {
          caught(error);
        }
      });

      expect(outer.resolve()).toBe(outer);
      expect(caught.calls).toStrictEqual([[new Error('inner')]]);
    });

    it('throws for promises that are made of it, too', () => {
      const $ = installSync();
      const d = $.Deferred().resolve();

      expect(() => d.promise().done(throws('one'))).toThrow(new Error('one'));
      expect(() => d.promise({}).done(throws('two'))).toThrow(new Error('two'));
      expect(() => $.when(d, d).done(throws('three'))).toThrow(new Error('three'));
    });

    it('does not throw at the signal or the notifier of an until()', async () => {
      const $ = installSync();
      const [controller, notifier, failing] = [new AbortController(), new Subject<void>(), new Subject<void>()];
      for (const end of [controller.signal, notifier, failing]) {
        ($.Deferred().promise() as unknown as DeferredPromise).until(end).fail(throws('one'));
      }
      controller.abort();
      notifier.next();
      failing.error('failed');
      expect(await reports()).toStrictEqual([new Error('one'), new Error('one'), new Error('one')]);
    });

    it('reports where nobody is on the stack: in a reaction', async () => {
      const $ = installSync();
      await $.Deferred()
        .resolve()
        .then(() => 1)
        .done(throws('one'));

      expect(await reports()).toStrictEqual([new Error('one')]);
    });

    it('leaves then() as it is: a callback that throws rejects', async () => {
      const $ = installSync();

      await expect($.Deferred().resolve().then(throws('one'))).rejects.toStrictEqual(new Error('one'));
    });
  });

  describe('then()', () => {
    it("reacts in a microtask with { then: 'microtask' } (S23)", async () => {
      const $ = install({ then: 'microtask' });
      const then = recorder();
      $.Deferred().resolve(1).then(then);
      expect(then.calls).toStrictEqual([]);
      await drainMicrotasks();
      expect(then.calls).toStrictEqual([[1]]);
    });

    it.each<InstallOptions | undefined>([undefined, { then: 'task' }])(
      'reacts in a timer task for each step with the options %j',
      async (options) => {
        const $ = install(options);
        const { log, as } = logger();
        const end = $.Deferred().resolve(1).then(as('then')).then(as('next'));
        setTimeout(as('timer'));
        await drainMicrotasks();
        expect(log).toStrictEqual([]);
        await end;
        expect(log).toStrictEqual(['then 1', 'timer', 'next undefined']);
      },
    );

    it.each<InstallOptions>([{ then: 'task' }, { then: 'microtask' }])(
      'reports what a progress callback throws with %j',
      async (options) => {
        const $ = install(options);
        $.Deferred().notify().then(null, null, throws('one'));
        await dueTimers();

        expect(await reports()).toStrictEqual([new Error('one')]);
      },
    );
  });

  it('takes new options for deferreds that are made from then on', () => {
    const $ = create();
    installDeferred($, { throwing: 'sync' });
    installDeferred($, { then: 'microtask' });
    expect(() => $.Deferred().done(throws('one')).resolve()).toThrow(new Error('one'));
    installDeferred($, { throwing: 'report' });
    $.Deferred().done(throws('two')).resolve();

    return expect(reports()).resolves.toStrictEqual([new Error('two')]);
  });
});
