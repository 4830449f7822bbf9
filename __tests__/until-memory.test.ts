import { getEventListeners } from 'node:events';
import { Subject } from 'rxjs';
import { Deferred } from 'rx-deferred';
import { held, survivors } from './support/memory.js';

const listenersOf = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;

describe('until', () => {
  it('leaves nothing on its source and its notifiers when the notifier fires', async () => {
    const d = Deferred();
    const notifier = new Subject<void>();
    const controller = new AbortController();
    const refs = {
      'a branch by an observable': new WeakRef(d.until(notifier)),
      'a branch by a signal': new WeakRef(d.until(controller.signal)),
      done: held((handler) => d.until(notifier).done(handler).progress(handler)),
      then: held((handler) => d.until(controller.signal).then(handler, handler)),
    };
    d.notify(1);
    expect(await survivors(refs)).toStrictEqual(Object.keys(refs));
    notifier.next();
    controller.abort();
    expect([notifier.observed, listenersOf(controller.signal)]).toStrictEqual([false, 0]);
    expect(await survivors(refs)).toStrictEqual([]);
    expect(d.state()).toBe('pending');
  });

  it.each(['resolve', 'reject'] as const)(
    'leaves nothing on its notifiers when the source settles: %s',
    async (settle) => {
      const d = Deferred();
      const notifier = new Subject<void>();
      const controller = new AbortController();
      const refs = {
        observable: held((handler) => d.until(notifier).always(handler)),
        signal: held((handler) => d.until(controller.signal).always(handler)),
      };
      expect([notifier.observed, listenersOf(controller.signal)]).toStrictEqual([true, 1]);
      d[settle]();
      expect([notifier.observed, listenersOf(controller.signal)]).toStrictEqual([false, 0]);
      expect(await survivors(refs)).toStrictEqual([]);
      expect(d.state()).not.toBe('pending');
    },
  );
});
