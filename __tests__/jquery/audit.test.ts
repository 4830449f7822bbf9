import { installDeferred, formatAudit, type AuditFinding } from 'rx-deferred/jquery';
import { collectReportsInTime } from '../support/reported-errors.js';
import { jQuerys } from './jquerys.js';

const reports = collectReportsInTime();

/* eslint-disable @typescript-eslint/no-deprecated -- pipe is what an audit looks for */

describe.each(jQuerys)('an audit of jQuery %s', (_, create) => {
  /** A jQuery whose deferreds are audited, and what was found, as `kind count`. */
  const audited = () => {
    const $ = create();
    const findings: AuditFinding[] = [];
    installDeferred($, { throwing: 'report', audit: (finding) => findings.push(finding) });
    return { $, findings, found: () => findings.map(({ kind, count }) => `${kind} ${String(count)}`).sort() };
  };

  it('finds nothing where promises do the same: one argument, no context, handlers that return', async () => {
    const { $, found } = audited();
    const d = $.Deferred<number>();
    d.done((n) => n)
      .fail(() => undefined)
      .always(() => 1);
    const next = d.then((n) => n + 1).catch(() => 0);
    d.resolve(1);
    await next;
    d.resolve(1);

    expect(found()).toStrictEqual([]);
  });

  it.each<[string, string[], ($: JQueryStatic, d: JQuery.Deferred<unknown>) => unknown]>([
    ['resolve(1, 2)', ['arguments 1'], (_$, d) => d.resolve(1, 2)],
    ['reject(1, 2)', ['arguments 1'], (_$, d) => d.reject(1, 2)],
    ['resolveWith(undefined, [1, 2])', ['arguments 1'], (_$, d) => d.resolveWith(undefined as never, [1, 2])],
    ['resolveWith({})', ['context 1'], (_$, d) => d.resolveWith({})],
    ['rejectWith({}, [1])', ['context 1'], (_$, d) => d.rejectWith({}, [1])],
    ['resolve() of another receiver', ['context 1'], ($, d) => $.extend({}, d).resolve()],
    ['notify(1)', ['progress 1'], (_$, d) => d.notify(1)],
    ['notifyWith({}, [1, 2])', ['arguments 1', 'context 1', 'progress 1'], (_$, d) => d.notifyWith({}, [1, 2])],
    ['a progress handler', ['progress 1'], (_$, d) => d.progress(() => undefined)],
    ['a progress callback of then', ['progress 1'], (_$, d) => d.then(null, null, () => undefined)],
    ['pipe()', ['pipe 1'], (_$, d) => d.pipe(() => 1)],
    [
      'a handler that throws',
      ['throw 1'],
      (_$, d) =>
        d
          .done(() => {
            throw new Error('thrown');
          })
          .resolve(),
    ],
    [
      'a handler that throws no error',
      ['throw 1'],
      (_$, d) =>
        d
          .done(() => {
            throw 5 as unknown as Error;
          })
          .resolve(),
    ],
    ['then() of a settled deferred', ['then 1'], (_$, d) => d.resolve().then(() => 1)],
    ['then() of a settled deferred with one callback of two', ['then 1'], (_$, d) => d.resolve().then(() => 1, null)],
    ['nothing in a resolution that comes too late', [], (_$, d) => d.resolve(1).resolve(1, 2)],
    ['nothing in a handler that takes two arguments and gets one', [], (_$, d) => d.done((a, b) => [a, b]).resolve(1)],
    ['only the resolution if a handler takes one of two', ['arguments 1'], (_$, d) => d.done((a) => a).resolve(1, 2)],
    [
      'nothing in a handler that reads this, where there is none',
      [],
      (_$, d) =>
        d
          .done(function (this: unknown) {
            return this;
          })
          .resolveWith(undefined as never),
    ],
    [
      'only the resolution if a handler does not read its context',
      ['context 1'],
      (_$, d) =>
        d
          .done(function () {
            return 1;
          })
          .resolveWith({}),
    ],
    ['catch() of a settled deferred', ['then 1'], (_$, d) => d.reject().catch(() => 1)],
    [
      'then() of a settled promise',
      ['then 1'],
      (_$, d) =>
        d
          .resolve()
          .promise()
          .then(() => 1),
    ],
    [
      'handlers in lists',
      ['arguments 1', 'arguments 2', 'context 1', 'context 2'],
      (_$, d) => {
        const handler = function (this: unknown, a: unknown, b: unknown) {
          return [this, a, b];
        };
        d.done([handler], handler).resolveWith({}, [1, 2]);
      },
    ],
  ])('finds %s', async (_name, kinds, use) => {
    const { $, found } = audited();
    use($, $.Deferred());
    await reports();

    expect(found()).toStrictEqual(kinds);
  });

  it('examines the callbacks of then, whose errors are rejections as before', async () => {
    const { $, found } = audited();
    const d = $.Deferred();
    const sum = d.then((a: number, b: number) => a + b);
    const failed = d
      .then((a: number) => {
        throw new Error(`thrown ${String(a)}`);
      })
      .catch((error: Error) => error.message);
    d.resolve(1, 2);

    expect([await sum, await failed]).toStrictEqual([3, 'thrown 1']);
    expect(found()).toStrictEqual(['arguments 1', 'arguments 1']);
  });

  it('gives promises no methods that they do not have', () => {
    const { $ } = audited();

    expect($.Deferred().promise()).not.toHaveProperty('resolve');
  });

  it('finds the handlers of a jqXHR that take several arguments, or read this, and not what jQuery does itself', async () => {
    const { $, findings, found } = audited();
    const fail = function (this: unknown, jqXHR: JQuery.jqXHR, textStatus: string) {
      return [this, jqXHR, textStatus];
    };
    const jqXHR = $.ajax('http://localhost:1/').always(() => 'arrow');
    jqXHR.fail(fail);
    jqXHR.abort();
    await reports();

    expect(found()).toStrictEqual(['arguments 1', 'context 1']);
    expect(findings.map(({ line }) => line)).toEqual([
      expect.stringContaining('audit.test.ts'),
      expect.stringContaining('audit.test.ts'),
    ]);
  });

  it('says nothing of what this package does itself, in $.when(), then() and pipe()', async () => {
    const { $, found } = audited();
    const jqXHRs = [$.ajax('http://localhost:1/'), $.ajax('http://localhost:1/')];
    const whole = $.when(...jqXHRs);
    const next = $.Deferred().resolve(1).promise();
    const settled = jqXHRs.map((jqXHR) => {
      jqXHR.abort();
    });
    await Promise.resolve($.when(next).then(() => next)).catch(() => undefined);

    expect(whole.state()).toBe('rejected');
    expect(settled).toHaveLength(2);
    expect(found()).toStrictEqual(['then 1']);
  });

  it('does not take await for then()', async () => {
    const { $, found } = audited();
    await $.Deferred().resolve(1);
    await $.Deferred().resolve(1).promise();

    expect(found()).toStrictEqual([]);
  });

  it('does not take await for then() where Node.js runs the microtasks from its own code', async () => {
    const { $, findings } = audited();
    await new Promise<void>((resolve) => {
      process.nextTick(resolve);
    });
    await $.Deferred().resolve(1);

    expect(findings).toStrictEqual([]);
  });

  it('does not take an arrow function or a bound one for one that reads its context', () => {
    const { $, found } = audited();
    const owner = { n: 1 };
    const read = function (this: typeof owner) {
      return this.n;
    };
    $.Deferred()
      .done(() => owner.n, read.bind(owner))
      .resolveWith(owner);

    expect(found()).toStrictEqual(['context 1']);
  });

  it('tells of each place once, and goes on counting', () => {
    const { $, findings } = audited();
    const settle = () => $.Deferred().resolve(1, 2);
    for (let i = 0; i < 3; i++) {
      settle();
    }
    $.Deferred().resolve(1, 2);

    expect(findings.map(({ kind, count }) => [kind, count])).toStrictEqual([
      ['arguments', 3],
      ['arguments', 1],
    ]);
    expect(findings[0]?.line).toMatch(/^at settle \(.*audit\.test\.ts:\d+:\d+\)$/);
  });

  it('names the line that throws', async () => {
    const { $, findings } = audited();
    function boom() {
      throw new Error('thrown');
    }
    $.Deferred().done(boom).resolve();
    await reports();

    expect(findings[0]?.line).toMatch(/^at boom \(/);
  });

  it('changes nothing that handlers get, nor what methods return', () => {
    const { $ } = audited();
    const d = $.Deferred<number>();
    const calls: unknown[] = [];
    const handler = function (this: unknown, ...args: unknown[]) {
      calls.push([this, ...args]);
    };

    expect(d.done(handler)).toBe(d);
    expect(d.resolve(1)).toBe(d);
    d.always(handler);
    const owner = { go: Reflect.get($.Deferred<number>().done(handler), 'resolve') as (n: number) => unknown };
    owner.go(2);
    expect(calls).toStrictEqual([
      [undefined, 1],
      [undefined, 1],
      [owner, 2],
    ]);
  });

  it('ends with { audit: null }', () => {
    const { $, found } = audited();
    installDeferred($, { audit: null });
    $.Deferred().resolve(1, 2);

    expect(found()).toStrictEqual([]);
  });

  it('ends for deferreds that are there already, too, and by uninstalling', () => {
    for (const end of [
      ($: JQueryStatic) => installDeferred($, { audit: null }),
      ($: JQueryStatic) => {
        installDeferred($)();
      },
    ]) {
      const { $, found } = audited();
      const d = $.Deferred().done((a: unknown, b: unknown) => [a, b]);
      end($);
      d.resolve(1, 2);

      expect(found()).toStrictEqual([]);
    }
  });

  it('names no line of this package where a deferred forwards to another', () => {
    const { $, findings } = audited();
    const [a, b] = [$.Deferred(), $.Deferred()];
    a.done(Reflect.get(b, 'resolve') as () => void).progress(Reflect.get(b, 'notify') as () => void);
    a.notify(1, 2).resolve(1, 2);

    expect(b.state()).toBe('resolved');
    expect(findings.map(({ line }) => line.includes('audit.test.ts'))).toStrictEqual(findings.map(() => true));
  });

  it('goes on where its function throws, which is reported', async () => {
    const $ = create();
    const error = new Error('audit');
    installDeferred($, {
      audit() {
        throw error;
      },
    });

    expect($.Deferred().resolve(1, 2).state()).toBe('resolved');
    expect(await reports()).toStrictEqual([error]);
  });

  it("goes together with { throwing: 'sync' }", () => {
    const { $, found } = audited();
    installDeferred($, { throwing: 'sync' });
    const d = $.Deferred().done(() => {
      throw new Error('thrown');
    });

    expect(() => d.resolve()).toThrow(new Error('thrown'));
    expect(found()).toStrictEqual(['throw 1']);
  });
});

describe('formatAudit()', () => {
  it('makes a table, by kind and then by count, with what to do', () => {
    const findings: AuditFinding[] = [
      { kind: 'progress', line: 'at upload (app.js:30:5)', count: 12 },
      { kind: 'arguments', line: 'at save (app.js:12:7)', count: 1 },
      { kind: 'arguments', line: 'at load (app.js:3:10)', count: 120 },
    ];

    expect(formatAudit(findings).split('\n')).toStrictEqual([
      'kind       count  where',
      'arguments    120  at load (app.js:3:10)',
      'arguments      1  at save (app.js:12:7)',
      'progress      12  at upload (app.js:30:5)',
      '',
      'arguments: put them into one object or array: a promise has one value',
      'progress: use an observable, or progress$',
    ]);
  });

  it('says so if there is nothing', () => {
    expect(formatAudit([])).toBe('Nothing was found.');
  });

  it('says of each kind what to do, in the order of the table', () => {
    const kinds = ['progress', 'context', 'arguments', 'pipe', 'throw', 'then'] as const;
    const text = formatAudit(kinds.map((kind) => ({ kind, line: 'at a.js:1:1', count: 1 })));
    expect(text.slice(text.indexOf('\n\n') + 2).split('\n')).toStrictEqual([
      'then: jQuery 1 and 2 ran it at once',
      'throw: a promise would reject, an observable fail',
      'pipe: use then, or operators of RxJS',
      'arguments: put them into one object or array: a promise has one value',
      'context: hand it on as a value: promises and observables have no this',
      'progress: use an observable, or progress$',
    ]);
  });
});
