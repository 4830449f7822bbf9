import { Deferred } from 'rx-deferred';
import { jQuerys } from '../jquery/jquerys.js';
import { orderOf, probes } from '../support/levels.js';
import { collectReports } from '../support/reported-errors.js';
import { enter, leave, postpone } from '../../src/state/nesting.js';

// First, because it also restores a timer that was faked before it was mocked.
afterEach(() => {
  jest.restoreAllMocks();
});

const reports = collectReports();
const overflow = new RangeError('Maximum call stack size exceeded');

/** Enters levels until one is refused, and returns how many were not. */
function enterAtMost(count: number): number {
  for (let i = 0; i < count; i++) {
    if (!enter()) {
      return i;
    }
  }
  return count;
}

function leaveAll(count: number): void {
  for (let i = 0; i < count; i++) {
    leave();
  }
}

describe('the levels of handlers', () => {
  it('probe the stack at every sixteenth one, by a call that takes 64 kB', () => {
    const probe = probes();
    const counts = [15, 1, 15, 1].map((count) => {
      enterAtMost(count);
      return probe.mock.calls.length;
    });
    leaveAll(32);
    expect(counts).toStrictEqual([0, 1, 1, 2]);
    expect(probe.mock.results[0]).toMatchObject({ value: 8_192 });
  });

  it('begin anew when all have been left', () => {
    const probe = probes();
    enterAtMost(20);
    leaveAll(20);
    enterAtMost(15);
    const { length } = probe.mock.calls;
    leaveAll(15);
    expect(length).toBe(1);
  });

  it('are refused where a probe fails, and not probed there again', () => {
    let isEnough = true;
    const probe = probes(() => isEnough);
    enterAtMost(31);
    isEnough = false;
    expect(enterAtMost(2)).toBe(0);
    isEnough = true;
    expect(enterAtMost(2)).toBe(0);
    expect(probe.mock.calls).toHaveLength(2);
    leave();
    expect(enterAtMost(2)).toBe(1);
    leaveAll(31);
  });

  it.each([16, 32])('are allowed again when all have been left, refused at %d', (depth) => {
    let isEnough = true;
    probes(() => isEnough);
    enterAtMost(depth - 1);
    isEnough = false;
    expect(enterAtMost(1)).toBe(0);
    isEnough = true;
    leaveAll(depth - 1);
    expect(enterAtMost(100)).toBe(100);
    leaveAll(100);
  });

  it('nest as deep as in jQuery again, after the stack had room for a few of them alone (S4)', () => {
    let isEnough = false;
    probes(() => isEnough);
    orderOf(100, () => Deferred<void>());
    isEnough = true;
    const jQuery = jQuerys[1]?.[1]() as JQueryStatic;
    expect(orderOf(100, () => Deferred<void>())).toStrictEqual(orderOf(100, () => jQuery.Deferred()));
  });
});

describe('what is postponed', () => {
  const log: string[] = [];
  const push = (text: string) => () => {
    log.push(text);
  };

  beforeEach(() => {
    log.length = 0;
  });

  it('runs when the level under way is left, in order, with what is postponed meanwhile', () => {
    enter();
    enter();
    postpone(() => {
      log.push('a');
      postpone(push('c'));
      enter();
      leave();
      log.push('a returns');
    });
    postpone(push('b'));
    expect(log).toStrictEqual([]);
    leave();
    expect(log).toStrictEqual(['a', 'a returns', 'b', 'c']);
    leave();
    expect(log).toHaveLength(4);
  });

  it('runs behind one that throws, which is reported (D-001)', () => {
    enter();
    postpone(() => {
      throw overflow;
    });
    postpone(push('next'));
    leave();
    expect(log).toStrictEqual(['next']);
    expect(reports()).toStrictEqual([overflow]);
  });

  it('runs when the next level is left, if even the report fails', () => {
    const full = new Error('full');
    jest.spyOn(globalThis, 'setTimeout').mockImplementationOnce(() => {
      throw full;
    });
    enter();
    postpone(() => {
      throw overflow;
    });
    postpone(push('rest'));
    expect(leave).toThrow(full);
    expect(log).toStrictEqual([]);
    enter();
    leave();
    expect(log).toStrictEqual(['rest']);
    enter();
    leave();
    expect(log).toStrictEqual(['rest']);
  });
});

describe('handlers and notifications on a full stack', () => {
  it.each([
    [
      'done',
      (d: Deferred<number, never, number>, next: Deferred<number, never, number>) => d.done(next.resolve),
      (d: Deferred<number, never, number>) => d.resolve(1),
    ],
    [
      'progress',
      (d: Deferred<number, never, number>, next: Deferred<number, never, number>) => d.progress(next.notify),
      (d: Deferred<number, never, number>) => d.notify(1),
    ],
  ] as const)('run later than their turn, instead of never: %s (S4)', (_, link, start) => {
    let left = 40;
    probes(() => (left -= 1) > 0 && left % 2 === 0);
    const deferreds = Array.from({ length: 200 }, () => Deferred<number, never, number>());
    deferreds.slice(1).forEach((next, i) => {
      link(deferreds[i] as Deferred<number, never, number>, next);
    });
    const seen: number[] = [];
    deferreds
      .at(-1)
      ?.done((n) => seen.push(n))
      .progress((n) => seen.push(n));
    start(deferreds[0] as Deferred<number, never, number>);
    expect(seen).toStrictEqual([1]);
  });
});
