import { EMPTY, fromEvent, NEVER, Observable, of, Subject, throwError } from 'rxjs';
import { Deferred, type DeferredPromise } from 'rx-deferred';
import { abortError, listenersOf } from '../support/lifetime.js';
import { logger, outcomeNow, outcomeOf, recorder } from '../support/recorder.js';
import { collectReports } from '../support/reported-errors.js';

collectReports();

describe('promise.until()', () => {
  const notifiers: [name: string, make: () => { notifier: Parameters<Deferred['until']>[0]; fire: () => void }][] = [
    [
      'an AbortSignal',
      () => {
        const controller = new AbortController();
        return {
          notifier: controller.signal,
          fire: () => {
            controller.abort();
          },
        };
      },
    ],
    [
      'an observable',
      () => {
        const notifier = new Subject<number>();
        return {
          notifier,
          fire: () => {
            notifier.next(1);
          },
        };
      },
    ],
    [
      'an event of an EventTarget',
      () => {
        const target = new EventTarget();
        return {
          notifier: fromEvent(target, 'close'),
          fire: () => {
            target.dispatchEvent(new Event('close'));
          },
        };
      },
    ],
    [
      'a deferred',
      () => {
        const notifier = Deferred<number>();
        return {
          notifier,
          fire: () => {
            notifier.resolve(1);
          },
        };
      },
    ],
  ];

  it.each(notifiers)('ends with %s, synchronously, and once', (_, make) => {
    const { notifier, fire } = make();
    const handler = recorder();
    const d = Deferred();
    const branch = d.until(notifier).always(handler);
    fire();
    fire();
    expect(handler.calls).toMatchObject([[abortError]]);
    expect(handler.calls[0]?.[0]).toBeInstanceOf(DOMException);
    expect([branch.state(), d.state()]).toStrictEqual(['rejected', 'pending']);
    d.resolve(1);
    expect(handler.calls).toHaveLength(1);
  });

  it.each(notifiers)('is not touched by %s after the settlement', (_, make) => {
    const { notifier, fire } = make();
    const branch = Deferred().resolve(1).until(notifier);
    fire();
    expect(outcomeNow(branch)).toMatchObject({ state: 'resolved', args: [1] });
  });

  it('ends with the reason of the signal', () => {
    const controller = new AbortController();
    const branch = Deferred().until(controller.signal);
    controller.abort('left');
    expect(outcomeNow(branch)).toStrictEqual({ state: 'rejected', context: undefined, args: ['left'] });
  });

  it('ends with AbortSignal.timeout()', async () => {
    const { args } = await outcomeOf(Deferred().until(AbortSignal.timeout(1)));
    expect(args).toMatchObject([{ name: 'TimeoutError' }]);
  });

  it('ends with the error of the observable', () => {
    expect(outcomeNow(Deferred().until(throwError(() => 'broken'))).args).toStrictEqual(['broken']);
  });

  it('does not end with a notifier that completes without a value', () => {
    const d = Deferred();
    const branch = d.until(EMPTY);
    expect(branch.state()).toBe('pending');
    d.resolve(1);
    expect(outcomeNow(branch).args).toStrictEqual([1]);
  });

  it('ends at once with a notifier that fires at once', () => {
    const branches = [Deferred().until(AbortSignal.abort('gone')), Deferred().until(of(1))];
    expect(outcomeNow(branches[0] as DeferredPromise).args).toStrictEqual(['gone']);
    expect(outcomeNow(branches[1] as DeferredPromise).args).toMatchObject([abortError]);
  });

  it('keeps the outcome of a source that is settled, whatever the notifier (S8)', () => {
    const source = Deferred().resolve(1);
    const branch = source.until(new AbortController().signal);
    expect(outcomeNow(branch)).toMatchObject({ state: 'resolved', args: [1] });
  });

  it.each([
    ['resolveWith', 'resolved'],
    ['rejectWith', 'rejected'],
  ] as const)('passes on %s() with all arguments and the context, in the place of a handler', (settle, state) => {
    const { log, as } = logger();
    const context = {};
    const d = Deferred().always(as('before'));
    const branch = d.until(NEVER).always(as('branch'));
    d.always(as('after'))[settle](context, [1, 2]);
    expect(log).toStrictEqual(['before 1 2', 'branch 1 2', 'after 1 2']);
    const outcome = outcomeNow(branch);
    expect(outcome).toStrictEqual({ state, context: {}, args: [1, 2] });
    expect(outcome.context).toBe(context);
  });

  it('passes on notifications synchronously, with all arguments and the context', () => {
    const handler = recorder();
    const context = {};
    const d = Deferred();
    d.until(NEVER).progress(handler);
    d.notifyWith(context, [1, 2]).notify(3);
    expect(handler.calls).toStrictEqual([[1, 2], [3]]);
    expect(handler.contexts[0]).toBe(context);
  });

  it('passes on the last notification of before, also of a settled source (S16)', () => {
    const handler = recorder();
    const d = Deferred().notify(1).notify(2);
    d.until(NEVER).progress(handler);
    d.resolve();
    d.until(NEVER).progress(handler);
    expect(handler.calls).toStrictEqual([[2], [2]]);
  });

  it('has no more notifications after its end', () => {
    const handler = recorder();
    const stop = new Subject<void>();
    const d = Deferred();
    d.until(stop).progress(handler);
    d.notify(1);
    stop.next();
    d.notify(2);
    expect(handler.calls).toStrictEqual([[1]]);
  });

  it('lets go of the notifier at the settlement, and of both at its end', () => {
    const { signal } = new AbortController();
    const stop = new Subject<void>();
    const d = Deferred();
    const [first, second] = [d.until(signal), d.until(stop)];
    expect([listenersOf(signal), stop.observed]).toStrictEqual([1, true]);
    stop.next();
    expect(stop.observed).toBe(false);
    expect([first.state(), second.state()]).toStrictEqual(['pending', 'rejected']);
    d.resolve();
    expect(listenersOf(signal)).toBe(0);
  });

  it('leaves the handlers of its source alone when the notifier fires at once', () => {
    const handler = recorder();
    const d = Deferred().done(handler);
    d.until(AbortSignal.abort());
    d.resolve(1);
    expect(handler.calls).toStrictEqual([[1]]);
  });

  it('lets go of a notifier that fires at once', () => {
    const ended = recorder();
    Deferred().until(
      new Observable((subscriber) => {
        subscriber.add(ended);
        subscriber.next(1);
      }),
    );
    expect(ended.calls).toHaveLength(1);
  });

  it.each([
    [undefined, 'undefined'],
    [null, 'object'],
    [5, 'number'],
    ['text', 'string'],
    [{}, 'object'],
    [() => undefined, 'function'],
  ])('throws a TypeError for %p', (notifier, type) => {
    expect(() => Deferred().until(notifier as AbortSignal)).toThrow(
      new TypeError(`Expected notifier to be an AbortSignal or an observable, got ${type}`),
    );
  });
});
