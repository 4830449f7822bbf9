import { Deferred, oneShot, when } from 'rx-deferred';
import { coreRuntime } from '../../src/deferred.js';
import { sizeOf, toArray } from '../../src/state/one-or-many.js';
import type { Settlement } from '../../src/state/settlement.js';
import { drainMicrotasks } from '../support/turn.js';

function settlementOf(promise: object): Settlement {
  const settlement = coreRuntime.settlementOf(promise);
  if (!settlement) {
    throw new Error('Expected a deferred or a promise');
  }
  return settlement;
}

/** How many handlers and observers wait for each channel of a deferred, and for its notifications. */
function waiting(promise: object): number[] {
  const { onNext, onError, progress } = settlementOf(promise);
  const { handlers } = (progress ?? { handlers: [] }) as unknown as { handlers: unknown[] };
  return [toArray(onNext).length, toArray(onError).length, handlers.length];
}

describe('a pending deferred holds nothing of', () => {
  it('a promise of until() that has been left', () => {
    const d = Deferred<number, never, number>();
    const leave = new AbortController();
    d.until(leave.signal);
    expect(waiting(d)).toStrictEqual([1, 1, 1]);
    leave.abort();
    expect(waiting(d)).toStrictEqual([0, 0, 0]);
  });

  it('a subscriber that has left', () => {
    const d = Deferred<number, never, number>();
    const subscriptions = [d.progress$.subscribe(), d.outcome$.subscribe(), d.asObservable().subscribe()];
    expect(waiting(d)).toStrictEqual([3, 3, 1]);
    subscriptions.forEach((subscription) => {
      subscription.unsubscribe();
    });
    expect(waiting(d)).toStrictEqual([0, 0, 0]);
  });

  it.each([
    ['when.race()', (d: Deferred<number>, other: Deferred<number>) => when.race([other, d])],
    ['when.all()', (d: Deferred<number>, other: Deferred<number>) => when.all([other, d])],
  ])('%s, which has been decided', (_, combine) => {
    const [d, other] = [Deferred<number>(), Deferred<number>()];
    combine(d, other).catch(() => undefined);
    expect(waiting(d)).toStrictEqual([1, 1, 0]);
    other.reject();
    expect(waiting(d)).toStrictEqual([0, 0, 0]);
  });

  it('oneShot(), which has been aborted', () => {
    const d = Deferred<number, never, number>();
    const end = new AbortController();
    oneShot(() => d, { signal: end.signal }).get();
    expect(waiting(d)).toStrictEqual([1, 1, 1]);
    end.abort();
    expect(waiting(d)).toStrictEqual([0, 0, 0]);
  });
});

describe('work that was aborted with its last consumer', () => {
  it('stays left when somebody subscribes to it afterwards', () => {
    const d = Deferred<number, Error>(() => () => undefined);
    d.until(AbortSignal.abort());
    d.outcome$.subscribe();
    expect([d.state(), settlementOf(d).left]).toStrictEqual(['rejected', true]);
  });
});

describe('a promise whose notifications wait for promises', () => {
  /** Notifies many times, each time with a promise, and counts what the derived promise waits for. */
  async function counts(isLeftPending: (i: number) => boolean): Promise<number[]> {
    const d = Deferred<void, never, number>();
    const inner: Deferred<number>[] = [];
    const derived = d.then(null, null, () => {
      const one = Deferred<number>();
      inner.push(one);
      return one;
    });
    const lengths: number[] = [];
    for (let i = 0; i < 24; i++) {
      d.notify(i);
      await drainMicrotasks();
      lengths.push(sizeOf(settlementOf(derived).sources));
      if (!isLeftPending(i)) {
        inner[i]?.resolve(i);
      }
      await drainMicrotasks();
    }
    return lengths;
  }

  it('drops those that have settled whenever their list has doubled', async () => {
    expect(await counts(() => false)).toStrictEqual([
      2, 3, 4, 5, 6, 7, 8, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 2, 3, 4, 5, 6, 7,
    ]);
  });

  it('keeps those that are pending', async () => {
    expect(await counts((i) => i < 4)).toStrictEqual([
      2, 3, 4, 5, 6, 7, 8, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 6, 7,
    ]);
  });
});
