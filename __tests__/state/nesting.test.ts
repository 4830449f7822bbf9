/* eslint-disable @typescript-eslint/no-deprecated -- pipe is deprecated, and still works */
/* eslint-disable @typescript-eslint/no-misused-promises -- handlers may return anything */
import { Subject } from 'rxjs';
import { Deferred, toDeferred, type DeferredPromise } from 'rx-deferred';
import { jQuerys } from '../jquery/jquerys.js';
import { orderOf } from '../support/levels.js';
import { recorder } from '../support/recorder.js';
import { collectReports } from '../support/reported-errors.js';

const reports = collectReports();
const deep = 20_000;

/** Makes deferreds, each of which is handed to a function with the next one. */
function chain(length: number, link: (d: Deferred<number>, next: Deferred<number>) => void): Deferred<number>[] {
  const deferreds = Array.from({ length }, () => Deferred<number>());
  deferreds.forEach((d, i) => {
    const next = deferreds[i + 1];
    if (next) {
      link(d, next);
    }
  });
  return deferreds;
}

describe('handlers that settle the next deferred', () => {
  it.each([
    ['done', (d: Deferred<number>, next: Deferred<number>) => d.done(next.resolve)],
    ['always', (d: Deferred<number>, next: Deferred<number>) => d.always((n) => next.resolve(Number(n) + 1))],
    ['from', (d: Deferred<number>, next: Deferred<number>) => d.asObservable().subscribe((n) => void next.resolve(n))],
    ['pipe', (d: Deferred<number>, next: Deferred<number>) => d.promise().pipe(next.resolve)],
  ])('nest to any depth, and all are settled when the first resolve() returns: %s (S4)', (_, link) => {
    const deferreds = chain(deep, link);
    const late = recorder();
    deferreds[0]?.resolve(1);
    expect(deferreds.filter((d) => d.state() !== 'resolved')).toStrictEqual([]);
    deferreds.forEach((d) => d.done(late));
    expect(late.calls).toHaveLength(deep);
    expect(reports()).toStrictEqual([]);
  });

  it('nest where handlers reject (S4)', () => {
    const deferreds = chain(deep, (d, next) => d.fail(() => next.reject()));
    deferreds[0]?.reject();
    expect(deferreds.every((d) => d.state() === 'rejected')).toBe(true);
    expect(reports()).toStrictEqual([]);
  });

  it('run in the order of the calls, all within the one before, as deep as in jQuery', () => {
    const jQuery = jQuerys[1]?.[1]() as JQueryStatic;
    expect(orderOf(500, () => Deferred<void>())).toStrictEqual(orderOf(500, () => jQuery.Deferred()));
  });

  it('keep their order within one deferred, however deep (S1)', () => {
    const log: string[] = [];
    const deferreds = chain(deep, (d, next) => d.done(() => next.resolve(1)));
    const last = deferreds.at(-1);
    last
      ?.done(() => {
        log.push('first');
        last.done(() => log.push('added by first'));
      })
      .done(() => log.push('second'));
    deferreds[0]?.resolve(1);
    last?.done(() => log.push('late'));
    expect(log).toStrictEqual(['first', 'second', 'added by first', 'late']);
  });

  it('report each error once, and go on behind it (D-001)', () => {
    const deferreds = chain(deep, (d, next) => d.done(next.resolve));
    deferreds.at(-1)?.done(() => {
      throw new Error('at the end');
    });
    deferreds[0]?.resolve(1);
    expect(deferreds.at(-1)?.state()).toBe('resolved');
    expect(reports()).toMatchObject([{ message: 'at the end' }]);
  });

  it('run behind one whose error cannot even be reported (S4)', () => {
    const full = new Error('full');
    const fail = () => {
      throw full;
    };
    const timer = jest.spyOn(globalThis, 'setTimeout').mockImplementationOnce(fail).mockImplementationOnce(fail);
    let lost = 0;
    const deferreds = chain(deep, (d, next) =>
      d.done(() => {
        let isPostponed = false;
        const beside = Deferred<void>().done(() => {
          if (isPostponed && ++lost === 1) {
            throw new Error('lost');
          }
        });
        beside.resolve();
        isPostponed = true;
        next.resolve(1);
      }),
    );
    deferreds[0]?.resolve(1);
    timer.mockRestore();
    expect(lost).toBeGreaterThan(0);
    expect(deferreds.at(-1)?.state()).toBe('resolved');
    expect(reports()).toStrictEqual([full]);
  });

  it('report an endless recursion of the user, and leave nothing pending that was settled (D-001)', () => {
    const d = Deferred<number>();
    const later = recorder();
    d.done(function again(): void {
      again();
    }).done(later);
    d.resolve(1);
    expect(later.calls).toStrictEqual([[1]]);
    expect(reports()).toMatchObject([{ name: 'RangeError' }]);
  });
});

describe('progress handlers that notify the next deferred', () => {
  it('nest to any depth', () => {
    const deferreds = Array.from({ length: deep }, () => Deferred<void, never, number>());
    deferreds.forEach((d, i) => d.progress((n) => deferreds[i + 1]?.notify(n + 1)));
    const last = recorder();
    deferreds.at(-1)?.progress(last);
    deferreds[0]?.notify(1).notify(2);
    expect(last.calls).toStrictEqual([[deep], [deep + 1]]);
    expect(reports()).toStrictEqual([]);
  });
});

describe('derived promises', () => {
  it.each([
    ['until', (source: DeferredPromise<number>) => source.until(new Subject())],
    ['pipe', (source: DeferredPromise<number>) => source.pipe((n) => n)],
    ['toDeferred', (source: DeferredPromise<number>) => toDeferred(source)],
  ])('settle to any depth: %s', (_, derive) => {
    const d = Deferred<number>();
    let last: DeferredPromise<number> = d;
    for (let i = 0; i < deep; i++) {
      last = derive(last) as DeferredPromise<number>;
    }
    const done = recorder();
    last.done(done);
    d.resolve(7);
    expect(done.calls).toStrictEqual([[7]]);
    expect(reports()).toStrictEqual([]);
  });
});
