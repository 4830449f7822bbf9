import fc from 'fast-check';
import { config, from, Subscription } from 'rxjs';
import { Deferred, when, type DeferredPromise } from 'rx-deferred';
import { drainMicrotasks } from './support/turn.js';

type Outcome = 'resolved' | 'rejected';
type Channel = 'done' | 'fail' | 'always';

interface Call {
  readonly context: unknown;
  readonly args: unknown[];
}

const outcome = fc.constantFrom<Outcome>('resolved', 'rejected');
const channel = fc.constantFrom<Channel>('done', 'fail', 'always');
const args = fc.array(fc.anything({ withNullPrototype: true }), { maxLength: 4 });
const context = fc.oneof(fc.constant(undefined), fc.record({ id: fc.nat() }), fc.string(), fc.integer());
const call = fc.record({ context, args });

function settleWith(d: Deferred, state: Outcome, { context, args }: Call): void {
  if (state === 'resolved') {
    d.resolveWith(context, args);
  } else {
    d.rejectWith(context, args);
  }
}

function invoke(d: Deferred, method: keyof Deferred, args: readonly unknown[], receiver: unknown = d): void {
  Reflect.apply(Reflect.get(d, method) as () => unknown, receiver, args);
}

/** Makes a handler that keeps what it is called with. */
const recorder = (calls: Call[]) =>
  function (this: unknown, ...args: unknown[]): void {
    calls.push({ context: this, args });
  };

const applies = (channel: Channel, state: Outcome): boolean =>
  channel === 'always' || (channel === 'done') === (state === 'resolved');

/** Compares by identity, which `toEqual` does not. */
function expectSame(calls: readonly Call[], expected: readonly Call[]): void {
  expect(calls).toHaveLength(expected.length);
  expected.forEach(({ context, args }, i) => {
    expect(Object.is(calls[i]?.context, context)).toBe(true);
    expectSameList(calls[i]?.args, args);
  });
}

function expectSameList(list: unknown, expected: readonly unknown[]): void {
  expect(list).toHaveLength(expected.length);
  expect(expected.every((value, i) => Object.is((list as unknown[])[i], value))).toBe(true);
}

describe('order', () => {
  /** A handler that adds others while it runs. */
  interface Adder {
    readonly channel: Channel;
    readonly adds: readonly Adder[];
  }

  const { adder } = fc.letrec<{ adder: Adder }>((tie) => ({
    adder: fc.record({
      channel,
      adds: fc.oneof({ depthSize: 'small' }, fc.constant([]), fc.array(tie('adder'), { maxLength: 3 })),
    }),
  }));

  function add(d: Deferred, { channel, adds }: Adder, path: string, log: string[]): void {
    d[channel](() => {
      log.push(path);
      adds.forEach((inner, i) => {
        add(d, inner, `${path}.${String(i)}`, log);
      });
      log.push(`${path} returns`);
    });
  }

  /** Those that apply, first come first served; what one adds comes after all that are there. */
  function model(adders: readonly [path: string, adder: Adder][], state: Outcome): string[] {
    const queue = [...adders];
    const log: string[] = [];
    for (const [path, { channel, adds }] of queue) {
      if (applies(channel, state)) {
        log.push(path, `${path} returns`);
        queue.push(...adds.map((inner, i): [string, Adder] => [`${path}.${String(i)}`, inner]));
      }
    }
    return log;
  }

  it('is that of registration, for those that apply: pending, inside handlers, and late (S1, S14)', () => {
    fc.assert(
      fc.property(fc.array(adder), fc.array(adder), outcome, (early, late, state) => {
        const log: string[] = [];
        const d = Deferred();
        early.forEach((each, i) => {
          add(d, each, `early ${String(i)}`, log);
        });
        settleWith(d, state, { context: undefined, args: [] });
        late.forEach((each, i) => {
          add(d, each, `late ${String(i)}`, log);
        });

        const named =
          (name: string) =>
          (each: Adder, i: number): [string, Adder] => [`${name} ${String(i)}`, each];
        expect(log).toEqual([
          ...model(early.map(named('early')), state),
          ...late.map(named('late')).flatMap((each) => model([each], state)),
        ]);
      }),
    );
  });

  it('of any nesting of handlers, and of junk, is that of a flat list (S14)', () => {
    type Nested = number | null | { readonly list: readonly Nested[]; readonly arrayLike: boolean };
    const { nested } = fc.letrec<{ nested: Nested }>((tie) => ({
      nested: fc.oneof(
        { depthSize: 'medium', withCrossShrink: true },
        fc.nat(),
        fc.constant(null),
        fc.record({ list: fc.array(tie('nested')), arrayLike: fc.boolean() }),
      ),
    }));
    const junk = fc.constantFrom(undefined, null, false, 0, 1, '', 'text', {}, Symbol.iterator);
    const flat = (item: Nested): number[] =>
      typeof item === 'number' ? [item] : item === null ? [] : item.list.flatMap(flat);

    fc.assert(
      fc.property(fc.array(nested), junk, channel, fc.boolean(), (items, noHandler, channel, isLate) => {
        const log: number[] = [];
        const toHandlers = (item: Nested): unknown => {
          if (typeof item === 'number') {
            return () => log.push(item);
          }
          if (item === null) {
            return noHandler;
          }
          const list = item.list.map(toHandlers);
          return item.arrayLike ? Object.assign({}, list, { length: list.length }) : list;
        };
        const state = channel === 'fail' ? 'rejected' : 'resolved';
        const d = Deferred();
        if (isLate) {
          settleWith(d, state, { context: undefined, args: [] });
        }
        invoke(d, channel, items.map(toHandlers));
        settleWith(d, state, { context: undefined, args: [] });

        expect(log).toEqual(items.flatMap(flat));
      }),
    );
  });
});

describe('order across handlers and subscribers', () => {
  const kind = fc.constantFrom('done', 'fail', 'always', 'asObservable', 'outcome$', 'from');
  type Kind = typeof kind extends fc.Arbitrary<infer T> ? T : never;

  /** Adds a handler or subscriber, which itself takes steps when it runs; or unsubscribes the n-th that was added. */
  type Step = { readonly add: Kind; readonly inside: readonly Step[] } | { readonly unsubscribe: number };

  const { step } = fc.letrec<{ step: Step }>((tie) => ({
    step: fc.oneof(
      { depthSize: 'small' },
      fc.record({ unsubscribe: fc.nat(9) }),
      fc.record({ add: kind, inside: fc.constant([]) }),
      fc.record({ add: kind, inside: fc.array(tie('step'), { maxLength: 3 }) }),
    ),
  }));

  interface Target {
    take(step: Step): void;
    settle(): void;
    readonly log: string[];
  }

  const hears = (kind: Kind, state: Outcome): boolean =>
    kind === 'asObservable' || kind === 'from' || kind === 'outcome$' || applies(kind, state);

  /** One deferred. Handlers cannot be taken away, so to unsubscribe one does nothing. */
  function real(state: Outcome): Target {
    const d = Deferred();
    const log: string[] = [];
    const added: (Subscription | undefined)[] = [];
    const take = (step: Step): void => {
      if ('unsubscribe' in step) {
        added[step.unsubscribe]?.unsubscribe();
        return;
      }
      const { add, inside } = step;
      const id = added.push(undefined) - 1;
      const run = (): void => {
        log.push(`${add} ${String(id)}`);
        inside.forEach(take);
        log.push(`${add} ${String(id)} returns`);
      };
      if (add === 'asObservable' || add === 'from' || add === 'outcome$') {
        const source = add === 'outcome$' ? d.outcome$ : add === 'from' ? from(d) : d.asObservable();
        const subscription = new Subscription();
        added[id] = subscription;
        subscription.add(source.subscribe({ next: run, error: run }));
      } else {
        d[add](run);
      }
    };
    const settle = (): void => {
      settleWith(d, state, { context: undefined, args: [1] });
    };
    return { take, settle, log };
  }

  /** One queue, in the order of registration, of which those run that apply and are still there. */
  function model(state: Outcome): Target {
    const log: string[] = [];
    const added: { readonly add: Kind; readonly inside: readonly Step[]; left: boolean }[] = [];
    let next = 0;
    let settled = false;
    let running = false;
    const run = (): void => {
      running = true;
      for (let item = added[next]; item; item = added[next]) {
        const name = `${item.add} ${String(next++)}`;
        if (hears(item.add, state) && !item.left) {
          log.push(name);
          item.inside.forEach(take);
          log.push(`${name} returns`);
        }
      }
      running = false;
    };
    const take = (step: Step): void => {
      if ('add' in step) {
        added.push({ ...step, left: false });
        if (settled && !running) {
          run();
        }
        return;
      }
      const item = added[step.unsubscribe];
      if (item && !['done', 'fail', 'always'].includes(item.add)) {
        item.left = true;
      }
    };
    const settle = (): void => {
      if (!settled) {
        settled = true;
        run();
      }
    };
    return { take, settle, log };
  }

  it('is that of registration, for those that apply and have not left: pending, inside, and late (S1, S14, S30)', () => {
    fc.assert(
      fc.property(fc.array(step), fc.array(step), outcome, (early, late, state) => {
        const [actual, expected] = [real(state), model(state)];
        for (const target of [actual, expected]) {
          early.forEach((step) => {
            target.take(step);
          });
          target.settle();
          late.forEach((step) => {
            target.take(step);
          });
          target.settle();
        }
        expect(actual.log).toEqual(expected.log);
      }),
      { numRuns: 300 },
    );
  });
});

describe('settlement', () => {
  const settling = fc.record({
    method: fc.constantFrom('resolve', 'resolveWith', 'reject', 'rejectWith', 'notify', 'notifyWith'),
    call,
    inside: fc.boolean(),
  });

  it('happens once, whatever is called, inside handlers and out (S2, S3, S8)', () => {
    fc.assert(
      fc.property(fc.array(settling, { minLength: 1 }), (settlings) => {
        const d = Deferred();
        const settle = ({ method, call: { context, args } }: (typeof settlings)[number]): void => {
          if (method.endsWith('With')) {
            invoke(d, method, [context, args]);
          } else {
            invoke(d, method, args, context ?? d);
          }
        };
        const states: string[] = [];
        const early: Call[] = [];
        d.always(() => {
          states.push(d.state());
          settlings.filter(({ inside }) => inside).forEach(settle);
        }, recorder(early));
        const outside = settlings.filter(({ inside }) => !inside);
        outside.forEach(settle);

        const first = outside.find(({ method }) => !method.startsWith('notify'));
        const late: Call[] = [];
        d.always(recorder(late));
        const expected = first === undefined ? [] : [first.call];
        const state = first?.method.startsWith('resolve') ? 'resolved' : 'rejected';

        expect(d.state()).toBe(first === undefined ? 'pending' : state);
        expect(states).toEqual(first === undefined ? [] : [state]);
        expectSame(early, expected);
        expectSame(late, expected);
      }),
    );
  });

  it('gives late handlers what early ones got, on every channel (S9, S10, S15)', () => {
    fc.assert(
      fc.property(call, outcome, fc.array(channel), fc.array(channel), (given, state, early, late) => {
        const calls: Call[] = [];
        const d = Deferred();
        early.forEach((channel) => void d[channel](recorder(calls)));
        settleWith(d, state, given);
        late.forEach((channel) => void d[channel](recorder(calls)));

        const heard = [...early, ...late].filter((channel) => applies(channel, state));
        expectSame(
          calls,
          heard.map(() => given),
        );
      }),
    );
  });

  it('keeps the arguments as they were given (S7)', () => {
    fc.assert(
      fc.property(call, outcome, fc.array(fc.anything()), ({ context, args }, state, later) => {
        const given = [...args];
        const d = Deferred();
        settleWith(d, state, { context, args: given });
        given.splice(0, given.length, ...later);

        const calls: Call[] = [];
        d.always(recorder(calls));
        expectSame(calls, [{ context, args }]);
      }),
    );
  });

  it('goes through a chain of forwarded methods with arguments and context, after the news (S10)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.array(call), call, outcome, (length, news, given, state) => {
        const chain = Array.from({ length: length + 1 }, () => Deferred());
        chain.slice(1).forEach((next, i) => {
          chain[i]?.done(next.resolve).fail(next.reject).progress(next.notify);
        });
        const calls: Call[] = [];
        chain.at(-1)?.progress(recorder(calls)).always(recorder(calls));
        news.forEach(({ context, args }) => void chain[0]?.notifyWith(context, args));
        settleWith(chain[0] as Deferred, state, given);

        expect(chain.map((d) => d.state())).toEqual(chain.map(() => state));
        expectSame(calls, [...news, given]);
      }),
    );
  });
});

describe('progress', () => {
  const event = fc.oneof(
    { weight: 5, arbitrary: call.map((call) => ({ kind: 'notify' as const, call })) },
    { weight: 3, arbitrary: fc.constant({ kind: 'add' as const }) },
    { weight: 1, arbitrary: outcome.map((state) => ({ kind: 'settle' as const, state })) },
  );

  it('gives every handler the last notification before it and all that follow, until settlement (S8, S16)', () => {
    fc.assert(
      fc.property(fc.array(event, { size: 'medium' }), (events) => {
        const d = Deferred();
        const news: Call[] = [];
        const handlers: { readonly calls: Call[]; readonly from: number }[] = [];
        for (const event of events) {
          switch (event.kind) {
            case 'notify':
              d.notifyWith(event.call.context, event.call.args);
              if (d.state() === 'pending') {
                news.push(event.call);
              }
              break;
            case 'add': {
              const calls: Call[] = [];
              handlers.push({ calls, from: Math.max(0, news.length - 1) });
              d.progress(recorder(calls));
              break;
            }
            case 'settle':
              settleWith(d, event.state, { context: undefined, args: [] });
          }
        }

        for (const { calls, from } of handlers) {
          expectSame(calls, news.slice(from));
        }
      }),
    );
  });

  it('queues what is notified inside handlers, until one settles: each reaches all before the next does (S17, S18)', () => {
    const count = fc.integer({ min: 1, max: 5 });
    // What the handlers notify of when they hear of the n-th notification: by n, then by handler.
    const echoes = fc.array(fc.array(fc.nat(2), { maxLength: 5 }), { maxLength: 6 });
    const settler = fc.record({ handler: fc.nat(4), n: fc.nat(8) });

    fc.assert(
      fc.property(count, echoes, settler, outcome, (count, echoes, settler, state) => {
        const d = Deferred<unknown, unknown, number>();
        const log: string[] = [];
        let last = 0;
        for (let handler = 0; handler < count; handler++) {
          d.progress((n) => {
            log.push(`${String(handler)} got ${String(n)}`);
            const echo = echoes[n]?.[handler] ?? 0;
            for (let i = 0; i < echo; i++) {
              d.notify((last += 1));
            }
            if (handler === settler.handler && n === settler.n) {
              settleWith(d, state, { context: undefined, args: [] });
            }
          });
        }
        d.always(() => log.push('settled'));
        d.notify(0);

        const expected: string[] = [];
        for (let n = 0; n <= Math.min(last, d.state() === 'pending' ? last : settler.n); n++) {
          for (let handler = 0; handler < count; handler++) {
            expected.push(`${String(handler)} got ${String(n)}`);
            if (handler === settler.handler && n === settler.n) {
              expected.push('settled');
            }
          }
        }
        expect(log).toEqual(expected);
      }),
    );
  });
});

describe('errors', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    config.onUnhandledError = null;
    jest.useRealTimers();
  });

  it('of a handler stop no other, do not escape, and are reported once each, in order (S4)', () => {
    const handler = fc.record({ channel: fc.constantFrom('done', 'fail', 'always', 'progress'), throws: fc.boolean() });

    fc.assert(
      fc.property(fc.array(handler), fc.array(handler), outcome, (early, late, state) => {
        const reported: unknown[] = [];
        config.onUnhandledError = (error) => reported.push(error);
        const ran: string[] = [];
        const thrown: unknown[] = [];
        const d = Deferred();
        const add = ({ channel, throws }: (typeof early)[number], name: string): void => {
          d[channel](() => {
            ran.push(name);
            if (throws) {
              const error = new Error(name);
              thrown.push(error);
              throw error;
            }
          });
        };
        early.forEach((each, i) => {
          add(each, `early ${String(i)}`);
        });
        d.notify();
        settleWith(d, state, { context: undefined, args: [] });
        late.forEach((each, i) => {
          add(each, `late ${String(i)}`);
        });
        expect(reported).toEqual([]);
        jest.runAllTimers();

        const names = (list: typeof early, prefix: string, applies: (channel: string) => boolean): string[] =>
          list.flatMap(({ channel }, i) => (applies(channel) ? [`${prefix} ${String(i)}`] : []));
        const settles = (channel: string): boolean => channel !== 'progress' && applies(channel as Channel, state);
        expect(ran).toEqual([
          ...names(early, 'early', (channel) => channel === 'progress'),
          ...names(early, 'early', settles),
          ...names(late, 'late', (channel) => channel === 'progress' || settles(channel)),
        ]);
        expect(reported).toEqual(thrown);
      }),
    );
  });
});

describe('when', () => {
  const part = fc.record({
    state: fc.constantFrom<Outcome>('resolved', 'resolved', 'rejected'),
    call,
    // In which order they are settled: what is negative is settled before they are given to `when`.
    time: fc.integer({ min: -5, max: 5 }),
  });

  it('is what its parts come to, in any order of their settlement (S28)', () => {
    fc.assert(
      fc.property(fc.array(part, { minLength: 2, maxLength: 6 }), (parts) => {
        const deferreds = parts.map(() => Deferred());
        const timeline = parts
          .map((part, i) => ({ ...part, deferred: deferreds[i] as Deferred }))
          .sort((a, b) => a.time - b.time);
        const settle = ({ deferred, state, call }: (typeof timeline)[number]) => {
          settleWith(deferred, state, call);
        };
        const before = timeline.filter(({ time }) => time < 0);
        const after = timeline.filter(({ time }) => time >= 0);
        before.forEach(settle);
        const joined = when(...deferreds);

        // Of those that are settled already, jQuery sees the last one first.
        const known = parts.filter(({ time }) => time < 0).reverse();
        const failure = [...known, ...after].find(({ state }) => state === 'rejected');
        const calls: Call[] = [];
        joined.always(recorder(calls));
        let settled = before.length;
        let failed = known.some(({ state }) => state === 'rejected');
        const state = () => (failed ? 'rejected' : settled === parts.length ? 'resolved' : 'pending');
        expect(joined.state()).toBe(state());
        for (const each of after) {
          settle(each);
          settled += 1;
          failed ||= each.state === 'rejected';
          expect(joined.state()).toBe(state());
        }

        if (failure !== undefined) {
          expectSame(calls, [failure.call]);
          return;
        }
        expect(calls).toHaveLength(1);
        expectSameList(
          calls[0]?.context,
          parts.map(({ call }) => call.context),
        );
        parts.forEach(({ call: { args } }, i) => {
          if (args.length > 1) {
            expectSameList(calls[0]?.args[i], args);
          } else {
            expect(Object.is(calls[0]?.args[i], args[0])).toBe(true);
          }
        });
      }),
    );
  });

  it('of one deferred is that deferred, and always another promise (S28, S29)', async () => {
    // An object might have a `then`, which is called for.
    const plain = fc.record({ context, args: fc.array(fc.oneof(fc.integer(), fc.string()), { maxLength: 3 }) });

    await fc.assert(
      fc.asyncProperty(plain, outcome, fc.boolean(), async (given, state, isEarly) => {
        const d = Deferred();
        if (isEarly) {
          settleWith(d, state, given);
        }
        const joined = when(d);
        const calls: Call[] = [];
        joined.always(recorder(calls));
        expect(joined.state()).toBe(isEarly ? state : 'pending');
        settleWith(d, state, given);
        await drainMicrotasks();

        expect(joined).not.toBe(d);
        expect(joined).not.toBe(d.promise());
        expectSame(calls, [given]);
      }),
    );
  });
});

describe('then', () => {
  /** What a link of a chain makes of a number. */
  interface Link {
    readonly handles: Outcome;
    readonly ends: 'return' | 'throw';
    readonly as: 'value' | 'resolved deferred' | 'rejected deferred' | 'thenable' | 'later deferred' | 'native promise';
    readonly plus: number;
  }
  const link: fc.Arbitrary<Link> = fc.record({
    handles: outcome,
    ends: fc.constantFrom('return', 'return', 'throw'),
    as: fc.constantFrom(
      'value',
      'resolved deferred',
      'rejected deferred',
      'thenable',
      'later deferred',
      'native promise',
    ),
    plus: fc.integer({ min: -9, max: 9 }),
  });

  function toReturned(as: Link['as'], n: number): unknown {
    switch (as) {
      case 'value':
        return n;
      case 'resolved deferred':
        return Deferred().resolve(n);
      case 'rejected deferred':
        return Deferred().reject(n);
      case 'thenable':
        return {
          then: (resolve: (n: number) => void) => {
            resolve(n);
          },
        };
      case 'later deferred': {
        const d = Deferred();
        queueMicrotask(() => {
          d.resolve(n);
        });
        return d.promise();
      }
      case 'native promise':
        return Promise.resolve(n);
    }
  }

  it('chains compose as functions do, with exceptions (S21)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(link), fc.integer(), outcome, fc.boolean(), async (links, start, state, isEarly) => {
        const source = Deferred();
        if (isEarly) {
          settleWith(source, state, { context: undefined, args: [start] });
        }
        let last: DeferredPromise = source.promise();
        for (const { handles, ends, as, plus } of links) {
          const run = (n: unknown): unknown => {
            const result = (n as number) + plus;
            if (ends === 'throw') {
              // eslint-disable-next-line @typescript-eslint/only-throw-error -- a number can be compared
              throw result;
            }
            return toReturned(as, result);
          };
          last = handles === 'resolved' ? last.then(run) : last.then(null, run);
        }
        settleWith(source, state, { context: undefined, args: [start] });
        await drainMicrotasks();

        const [endState, end] = links.reduce<[Outcome, number]>(
          ([state, n], { handles, ends, as, plus }) =>
            handles === state
              ? [ends === 'throw' || as === 'rejected deferred' ? 'rejected' : 'resolved', n + plus]
              : [state, n],
          [state, start],
        );
        const calls: Call[] = [];
        last.always(recorder(calls));
        expect(last.state()).toBe(endState);
        expectSame(calls, [{ context: undefined, args: [end] }]);
      }),
    );
  });

  it('passes everything on through links without handlers (S21)', async () => {
    const plain = fc.record({ context, args: fc.array(fc.oneof(fc.integer(), fc.string()), { maxLength: 3 }) });

    await fc.assert(
      fc.asyncProperty(fc.nat(10), fc.array(plain), plain, outcome, async (length, news, given, state) => {
        const d = Deferred();
        let last: DeferredPromise = d.promise();
        for (let i = 0; i < length; i++) {
          last = last.then();
        }
        const calls: Call[] = [];
        last.progress(recorder(calls)).always(recorder(calls));
        news.forEach(({ context, args }) => void d.notifyWith(context, args));
        settleWith(d, state, given);
        await drainMicrotasks();

        expectSame(calls, [...news, given]);
      }),
    );
  });
});
