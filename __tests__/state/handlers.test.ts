import { config } from 'rxjs';
import { Deferred } from 'rx-deferred';
import { restoreErrorHooks } from '../support/error-hooks.js';
import { collectReports } from '../support/reported-errors.js';
import { logger, recorder } from '../support/recorder.js';
import { drainMicrotasks } from '../support/turn.js';

const reports = collectReports();
restoreErrorHooks();

/** Is reported where it is called. */
function fail(): never {
  throw new Error('no handler');
}

const channels = [
  { listen: 'done', fire: 'resolve' },
  { listen: 'fail', fire: 'reject' },
  { listen: 'always', fire: 'resolve' },
  { listen: 'always', fire: 'reject' },
  { listen: 'progress', fire: 'notify' },
] as const;

describe.each(channels)('handlers given to deferred.$listen(), run by $fire()', ({ listen, fire }) => {
  it('come one by one, in arrays, nested arrays and array-likes, flattened in order (S14)', () => {
    const { log, as } = logger();
    const list = [
      as('a'),
      [as('b'), [[as('c')], as('d')]],
      { length: 2, 0: as('e'), 1: [as('f'), { length: 1, 0: as('g') }] },
      new Set([as('ignored')]) as never,
      [],
      { length: 0 },
      as('h'),
    ];
    const d = Deferred();
    d[listen](...list);
    d[fire](1);
    const expected = ['a 1', 'b 1', 'c 1', 'd 1', 'e 1', 'f 1', 'g 1', 'h 1'];
    expect(log).toStrictEqual(expected);
    d[listen](...list);
    expect(log).toStrictEqual([...expected, ...expected]);
  });

  it('come in the arguments object of a function (S14)', () => {
    const { log, as } = logger();
    const d = Deferred();
    function add(): void {
      // eslint-disable-next-line prefer-rest-params -- as code for jQuery does
      d[listen](arguments);
    }
    Reflect.apply(add, undefined, [as('a'), [as('b')]]);
    d[fire]();
    expect(log).toStrictEqual(['a', 'b']);
  });

  it('come in an array with holes (S14)', () => {
    const { log, as } = logger();
    const d = Deferred();
    const list = new Array<() => void>(4);
    list[0] = as('a');
    list[2] = as('b');
    d[listen](list);
    d[fire]();
    expect(log).toStrictEqual(['a', 'b']);
  });

  it('are read from a list as far as its length (S14)', () => {
    const { log, as } = logger();
    const d = Deferred();
    d[listen]({ length: 1, 0: as('a'), 1: as('b') });
    d[fire]();
    expect(log).toStrictEqual(['a']);
  });

  it('are read from a list when they are added (S14)', () => {
    const { log, as } = logger();
    const list = [as('a')];
    const d = Deferred();
    d[listen](list);
    list[0] = as('b');
    list.push(as('c'));
    d[fire]();
    expect(log).toStrictEqual(['a']);
  });

  it.each([
    undefined,
    null,
    false,
    true,
    0,
    1,
    'text',
    7n,
    Symbol('s'),
    {},
    { length: '1', 0: fail },
    { length: 1.5, 0: fail, 0.5: fail },
    { length: 2, 0: fail },
    { length: -1, '-2': fail },
    { length: Infinity },
    { length: NaN },
    { then: () => undefined },
  ])('may have %p among them, which is passed over (S14)', (other) => {
    const { log, as } = logger();
    const d = Deferred();
    d[listen](other as never, as('a'), [other as never, as('b')], other as never);
    d[fire](1);
    d[listen](other as never, as('c'));
    expect(log).toStrictEqual(['a 1', 'b 1', 'c 1']);
    expect(reports()).toStrictEqual([]);
  });

  it('may be none (S14)', () => {
    const d = Deferred();
    expect(d[listen]()).toBe(d);
    expect(d[listen]([])).toBe(d);
    d[fire]();
    expect(d[listen]()).toBe(d);
    expect(d[listen]([])).toBe(d);
  });

  it('may have a length or a then of their own (S14)', () => {
    const { log, as } = logger();
    const three = (a: unknown, b: unknown, c: unknown) => {
      log.push(String([a, b, c]));
    };
    const d = Deferred();
    d[listen](three, Object.assign(as('x'), { then: as('then') }));
    d[fire](1, 2, 3);
    expect(log).toStrictEqual(['1,2,3', 'x 1 2 3']);
  });

  it('run twice if they were added twice (S14)', () => {
    const handler = recorder();
    const d = Deferred();
    d[listen](handler, handler);
    d[listen]([handler]);
    d[fire](1);
    expect(handler.calls).toStrictEqual([[1], [1], [1]]);
    d[listen](handler, handler);
    expect(handler.calls).toHaveLength(5);
  });

  it('stop nothing by what they return (S14)', () => {
    const { log, as } = logger();
    const d = Deferred();
    d[listen](
      () => false,
      () => Deferred().reject(),
      () => Promise.reject(new Error('handled')).catch(() => undefined),
      as('last'),
    );
    d[fire](1);
    expect(log).toStrictEqual(['last 1']);
  });

  it.each([0, 1, 2, 3, 10])('get %p arguments and the context (S9)', (count) => {
    const args = Array.from({ length: count }, (_, i) => i);
    const context = {};
    const a = recorder();
    const b = recorder();
    const d = Deferred();
    d[listen](a, b);
    d[`${fire}With`](context, args);
    expect(a.calls).toStrictEqual([args]);
    expect(b.calls).toStrictEqual([args]);
    expect(a.contexts[0]).toBe(context);
    expect(b.contexts[0]).toBe(context);
  });

  it('get their own list of arguments each (S7)', () => {
    const second = recorder();
    const late = recorder();
    const d = Deferred();
    d[listen]((...args) => {
      args.length = 0;
      args.push('changed');
    }, second);
    d[fire](1, 2);
    d[listen](late);
    expect(second.calls).toStrictEqual([[1, 2]]);
    expect(late.calls).toStrictEqual([[1, 2]]);
  });

  it('do not stop each other by throwing, nor the settlement (S4)', () => {
    const { log, as } = logger();
    const first = new Error('first');
    const second = new Error('second');
    const d = Deferred();
    d[listen](as('a'), () => {
      throw first;
    });
    d[listen](as('b'), () => {
      throw second;
    });
    d[listen](as('c'));
    expect(d[fire](1)).toBe(d);
    expect(log).toStrictEqual(['a 1', 'b 1', 'c 1']);
    expect(reports()).toStrictEqual([first, second]);
  });

  it('do not stop each other, nor escape, when they are late (S4)', () => {
    const { log, as } = logger();
    const error = new Error('late');
    const d = Deferred();
    d[fire](1);
    const fail = () => {
      throw error;
    };
    expect(d[listen](as('a'), fail, as('b'))).toBe(d);
    expect(d[listen](as('c'))).toBe(d);
    expect(log).toStrictEqual(['a 1', 'b 1', 'c 1']);
    expect(reports()).toStrictEqual([error]);
  });

  it('may be a single one that throws, and others added after that run (S4)', () => {
    const { log, as } = logger();
    const error = new Error('only');
    const d = Deferred();
    d[listen](() => {
      d[listen](as('added'));
      throw error;
    });
    d[fire](1);
    d[listen](as('late'));
    expect(log).toStrictEqual(['added 1', 'late 1']);
    expect(reports()).toStrictEqual([error]);
  });

  it.each([undefined, null, 0, 'text'])('have it reported when they throw %p (S4)', (thrown) => {
    const d = Deferred();
    d[listen](() => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- anything can be thrown
      throw thrown;
    });
    d[fire](1);
    expect(reports()).toStrictEqual([thrown]);
  });

  it('have what they throw reported later, and once (S4)', async () => {
    const errors: unknown[] = [];
    config.onUnhandledError = (error) => errors.push(error);
    const d = Deferred();
    const error = new Error('once');
    d[listen](() => {
      throw error;
    });
    d[fire](1);
    await drainMicrotasks();
    expect(errors).toStrictEqual([]);
    jest.runAllTimers();
    expect(errors).toStrictEqual([error]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('have what they throw thrown on a new call stack where RxJS has no onUnhandledError (S4)', () => {
    config.onUnhandledError = null;
    const error = new Error('uncaught');
    const d = Deferred();
    d[listen](() => {
      throw error;
    });
    expect(d[fire](1)).toBe(d);
    expect(() => {
      jest.runAllTimers();
    }).toThrow(error);
    expect(() => {
      jest.runAllTimers();
    }).not.toThrow();
  });

  it('do not call the exception hook by throwing (S24)', () => {
    const hook = recorder();
    Deferred.exceptionHook = hook;
    const d = Deferred();
    d[listen](() => {
      throw new TypeError('handler');
    });
    d[fire](1);
    expect(reports()).toHaveLength(1);
    expect(hook.calls).toStrictEqual([]);
  });
});
