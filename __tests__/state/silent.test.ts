import { AsyncSubject } from 'rxjs';
import { Deferred } from 'rx-deferred';
import { coreRuntime } from '../../src/deferred.js';
import { Emission, type Observer } from '../../src/state/emission.js';
import { addHandlers, emit, progressOf, Settlement, subscribe, unsubscribe } from '../../src/state/settlement.js';
import { toArray } from '../../src/state/one-or-many.js';
import { collectReports } from '../support/reported-errors.js';
import { recorder } from '../support/recorder.js';

collectReports();

const value = new Emission('resolve', undefined, 1);
const notification = new Emission('notify', undefined, 1);

/** Makes observers that log their number when they are called. */
function observers(count: number) {
  const log: number[] = [];
  const list = Array.from({ length: count }, (_, i): Observer => ({ next: () => log.push(i) }));
  return { log, list };
}

const sizes = ({ onNext, onError }: Settlement) => [toArray(onNext).length, toArray(onError).length];

describe('observers that have unsubscribed', () => {
  it('keep their places until they make up half of the list, which is then made anew without them (D-029)', () => {
    const settlement = new Settlement(coreRuntime);
    const { log, list } = observers(5);
    list.forEach((observer) => {
      subscribe(settlement, observer);
    });
    const before = list.map((observer) => {
      unsubscribe(settlement, observer);
      return sizes(settlement)[0];
    });
    // Two of five are less than half, three are more: then two are left, of which one is half.
    expect(before).toStrictEqual([5, 5, 2, 1, 0]);
    emit(settlement, value);
    expect(log).toStrictEqual([]);
  });

  it('leave one list for both channels where that was one (D-029)', () => {
    const settlement = new Settlement(coreRuntime);
    const { log, list } = observers(2);
    list.forEach((observer) => {
      subscribe(settlement, observer);
    });
    unsubscribe(settlement, list[0] as Observer);
    expect(settlement.onNext).toBe(settlement.onError);
    expect(sizes(settlement)).toStrictEqual([1, 1]);
    emit(settlement, value);
    expect(log).toStrictEqual([1]);
  });

  it('leave each channel its own handlers, and are counted by the longer list (D-029)', () => {
    const settlement = new Settlement(coreRuntime);
    const { list } = observers(2);
    const [done, fail] = [recorder(), recorder()];
    list.forEach((observer) => {
      subscribe(settlement, observer);
    });
    addHandlers(settlement, 'next', [done, done, done]);
    addHandlers(settlement, 'error', [fail]);
    unsubscribe(settlement, list[0] as Observer);
    unsubscribe(settlement, list[1] as Observer);
    expect(sizes(settlement)).toStrictEqual([5, 3]);
    const third = { next: () => undefined };
    subscribe(settlement, third);
    unsubscribe(settlement, third);
    expect(sizes(settlement)).toStrictEqual([3, 1]);
    emit(settlement, value);
    expect([done.calls.length, fail.calls.length]).toStrictEqual([3, 0]);
  });

  it('are forgotten when they were the only ones', () => {
    const settlement = new Settlement(coreRuntime);
    const [observer] = observers(1).list as [Observer];
    subscribe(settlement, observer);
    unsubscribe(settlement, observer);
    expect([settlement.onNext, settlement.onError]).toStrictEqual([undefined, undefined]);
  });
});

describe('observers of progress', () => {
  const handlersOf = (settlement: Settlement) =>
    (progressOf(settlement) as unknown as { handlers: unknown[] }).handlers;
  const notify = (settlement: Settlement) => {
    emit(settlement, notification);
  };

  it('keep their places until they make up half of the list (D-029)', () => {
    const settlement = new Settlement(coreRuntime);
    const progress = progressOf(settlement);
    const { log, list } = observers(5);
    list.forEach((observer) => {
      progress.subscribe(observer);
    });
    const lengths = list.map((observer) => {
      progress.unsubscribe(observer);
      notify(settlement);
      return handlersOf(settlement).length;
    });
    expect(lengths).toStrictEqual([5, 5, 2, 1, 0]);
    expect(log).toStrictEqual([1, 2, 3, 4, 2, 3, 4, 3, 4, 4]);
  });

  it('are dropped after the notification in which they unsubscribe, which reaches all others (D-029)', () => {
    const settlement = new Settlement(coreRuntime);
    const progress = progressOf(settlement);
    const lengths: number[] = [];
    const [first, second] = [recorder(), recorder()];
    const leaving: Observer = {
      next() {
        progress.unsubscribe(leaving);
        lengths.push(handlersOf(settlement).length);
      },
    };
    progress.add([first]);
    progress.subscribe(leaving);
    progress.add([second]);
    progress.unsubscribe({ next: () => undefined });
    notify(settlement);
    expect([lengths, handlersOf(settlement).length]).toStrictEqual([[3], 2]);
    expect([first.calls, second.calls]).toStrictEqual([[[1]], [[1]]]);
  });

  it('need no new list where none has unsubscribed', () => {
    const settlement = new Settlement(coreRuntime);
    const list = handlersOf(settlement);
    notify(settlement);
    expect(handlersOf(settlement)).toBe(list);
  });

  it('leave no notification in the list of those that wait, once that has been delivered', () => {
    const settlement = new Settlement(coreRuntime);
    const progress = progressOf(settlement);
    const lengths: number[] = [];
    progress.subscribe({
      next() {
        lengths.push((progress as unknown as { waiting: unknown[] }).waiting.length);
        if (lengths.length < 5) {
          notify(settlement);
        }
      },
    });
    notify(settlement);
    expect(lengths).toStrictEqual([0, 0, 0, 0, 0]);
  });

  it('are called no more', () => {
    const settlement = new Settlement(coreRuntime);
    const { log, list } = observers(3);
    list.forEach((observer) => {
      progressOf(settlement).subscribe(observer);
    });
    progressOf(settlement).unsubscribe(list[1] as Observer);
    notify(settlement);
    expect(log).toStrictEqual([0, 2]);
  });

  it('are released at the settlement, also if that comes within a notification, and if they come later', () => {
    const released = new Settlement(coreRuntime);
    progressOf(released).add([recorder()]);
    emit(released, value);
    expect(handlersOf(released)).toHaveLength(0);

    const within = new Settlement(coreRuntime);
    const last = recorder();
    progressOf(within).add([
      () => {
        emit(within, value);
      },
      last,
    ]);
    notify(within);
    expect([last.calls, handlersOf(within).length]).toStrictEqual([[[1]], 0]);

    const late = recorder();
    progressOf(within).add([late]);
    progressOf(released).add([late]);
    expect(late.calls).toStrictEqual([[1]]);
    expect([handlersOf(within).length, handlersOf(released).length]).toStrictEqual([0, 0]);
  });
});

describe('the subject', () => {
  it.each(['resolve', 'reject'] as const)('gives the handlers what it replays: %s (D-010)', (kind) => {
    const seen = new Emission(kind, undefined, 'replayed');
    class Replaced extends AsyncSubject<Emission> {
      override next(): void {
        super.next(seen);
      }
      override error(): void {
        super.error(seen);
      }
    }
    const settlement = new Settlement(coreRuntime, new Replaced());
    const handler = recorder();
    addHandlers(settlement, 'both', [handler]);
    emit(settlement, new Emission(kind, undefined, 'given'));
    expect(handler.calls).toStrictEqual([['replayed']]);
  });

  it('keeps nothing of an emission for the next deferred (D-010)', () => {
    const handler = recorder();
    Deferred<number>().always(handler).resolve(1);
    const d = Deferred<number>().always(handler);
    jest.spyOn(AsyncSubject.prototype, 'subscribe').mockReturnValueOnce(undefined as never);
    d.resolve(2);
    expect(handler.calls).toStrictEqual([[1], [2]]);
  });
});
