/** @jest-environment jsdom */
import {
  ApplicationRef,
  Component,
  createEnvironmentInjector,
  DestroyRef,
  effect,
  EnvironmentInjector,
  inject,
  Injectable,
  signal,
} from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { deferredMutation, type MutationConcurrency } from 'rx-deferred/angular';
import { Deferred } from 'rx-deferred';
import { Observable } from 'rxjs';

import { dueTimers } from '../support/turn.js';
import { createScope, isStable } from './test-bed.js';

/** A mutation that leaves its work to the test, and what happened to each call. */
function setUp(concurrency?: MutationConcurrency, abortOnDestroy?: boolean) {
  const started: string[] = [];
  const aborted: unknown[] = [];
  const work: Deferred<string, unknown, number>[] = [];
  const { run, destroy } = createScope();
  const save = run(() =>
    deferredMutation(
      function (name: string) {
        started.push(name);
        const d = Deferred<string, unknown, number>();
        work.push(d);
        this.abortSignal.addEventListener('abort', () => aborted.push(this.abortSignal.reason));
        return d;
      },
      { concurrency, abortOnDestroy },
    ),
  );
  return { save, started, aborted, work, destroy };
}

it('shows the state of a call when it returns', () => {
  const { save, work } = setUp();
  expect(save.snapshot()).toStrictEqual({ status: 'idle', value: undefined });
  const promise = save('a');
  expect(save.status()).toBe('loading');
  work[0]?.notify(10);
  expect(save.progress()).toBe(10);
  work[0]?.resolve('saved');
  expect(save.value()).toBe('saved');
  expect(promise.state()).toBe('resolved');
  expect(promise).not.toHaveProperty('resolve', expect.any(Function));
});

it('passes all arguments of the work on to the promise of a call', async () => {
  const pair = TestBed.runInInjectionContext(() =>
    deferredMutation(() => Deferred<[a: number, b: number]>().resolve(1, 2)),
  );
  const log: number[] = [];
  pair().done((a, b) => log.push(a, b));
  expect(log).toStrictEqual([1, 2]);
  expect(await pair()).toBe(1);
});

it('queues calls by default', () => {
  const { save, started, work } = setUp();
  const first = save('a');
  const second = save('b');
  const third = save('c');
  expect(started).toStrictEqual(['a']);
  work[0]?.reject(new Error('a failed'));
  expect(first.state()).toBe('rejected');
  expect(started).toStrictEqual(['a', 'b']);
  expect(save.status()).toBe('loading');
  third.abort();
  work[1]?.resolve('b');
  expect(second.state()).toBe('resolved');
  expect(started).toStrictEqual(['a', 'b']);
});

it('does not start a call that waits behind one that was aborted while it waited', () => {
  const { save, started, work } = setUp();
  save('a');
  const second = save('b');
  save('c');
  second.abort();
  expect(started).toStrictEqual(['a']);
  work[0]?.resolve('a');
  expect(started).toStrictEqual(['a', 'c']);
});

it('switches: aborts the call before, whose caller gets an AbortError', () => {
  const { save, started, aborted } = setUp('switch');
  const reasons: unknown[] = [];
  save('a').fail((reason) => reasons.push(reason));
  save('b');
  expect(started).toStrictEqual(['a', 'b']);
  expect(aborted).toMatchObject([{ name: 'AbortError' }]);
  expect(reasons).toMatchObject([{ name: 'AbortError' }]);
  expect(save.status()).toBe('loading');
});

it('exhausts: returns the running call', () => {
  const { save, started, work } = setUp('exhaust');
  const first = save('a');
  expect(save('b')).toBe(first);
  work[0]?.resolve('a');
  expect(save('c')).not.toBe(first);
  expect(started).toStrictEqual(['a', 'c']);
});

it('merges: runs side by side, and shows the last call', () => {
  const { save, started, work } = setUp('merge');
  save('a');
  save('b');
  expect(started).toStrictEqual(['a', 'b']);
  work[0]?.resolve('a');
  expect(save.status()).toBe('loading');
  work[1]?.resolve('b');
  expect(save.value()).toBe('b');
});

it('aborts all calls, which is idle and no error', () => {
  const { save, aborted } = setUp('merge');
  const calls = [save('a'), save('b')];
  save.abort('cancelled');
  expect(aborted).toStrictEqual(['cancelled', 'cancelled']);
  expect(calls.map((call) => call.state())).toStrictEqual(['rejected', 'rejected']);
  expect(save.error()).toBeUndefined();
  expect(save.status()).toBe('idle');
});

it('resets the state, and the call goes on', () => {
  const { save, work, aborted } = setUp();
  const call = save('a');
  save.reset();
  expect(save.status()).toBe('idle');
  work[0]?.resolve('a');
  expect(call.state()).toBe('resolved');
  expect(save.status()).toBe('idle');
  expect(aborted).toStrictEqual([]);
});

it.each([
  [true, 1],
  [false, 0],
])('with abortOnDestroy: %s, %d calls are aborted with the injector', (abortOnDestroy, count) => {
  const { save, started, aborted, destroy } = setUp('concat', abortOnDestroy);
  save('a');
  save('b');
  destroy();
  expect(aborted).toHaveLength(count);
  expect(started).toStrictEqual(['a']);
  expect(save.status()).toBe('idle');
});

it('rejects if the work throws, and lets the application be stable', async () => {
  const fail = TestBed.runInInjectionContext(() =>
    deferredMutation((): Deferred<number> => {
      throw new Error('broken');
    }),
  );
  fail();
  expect(fail.error()?.message).toBe('broken');
  await TestBed.inject(ApplicationRef).whenStable();
});

it('keeps the application unstable until all calls have settled', async () => {
  const { save, work } = setUp('merge');
  save('a');
  save('b');
  work[1]?.resolve('b');
  save.reset();
  expect(await isStable()).toBe(false);
  const stable = TestBed.inject(ApplicationRef).whenStable();
  work[0]?.resolve('a');
  await stable;
});

it('lets the application be stable when the injector is destroyed, and the call goes on', async () => {
  const { save, work, destroy } = setUp();
  const call = save('a');
  destroy();
  await TestBed.inject(ApplicationRef).whenStable();
  work[0]?.resolve('a');
  expect(call.state()).toBe('resolved');
  expect(save.status()).toBe('idle');
});

it('does its work after the destruction too, and shows nothing', async () => {
  const { save, work, started, destroy } = setUp();
  destroy();
  const call = save('a');
  expect(started).toStrictEqual(['a']);
  expect(save.status()).toBe('idle');
  expect(await isStable()).toBe(true);
  work[0]?.resolve('a');
  expect(call.state()).toBe('resolved');
  expect(save.status()).toBe('idle');
});

it('does no work after the destruction with abortOnDestroy', () => {
  const { save, started, destroy } = setUp('concat', true);
  destroy();
  expect(save('a').outcome()).toMatchObject({ state: 'rejected', args: [{ name: 'AbortError' }] });
  expect(started).toStrictEqual([]);
});

it('can be created with an injector that has been destroyed', () => {
  const { injector, destroy } = createScope();
  destroy();
  const save = deferredMutation((name: string) => Deferred<string>().resolve(name), { injector });
  expect(save('a').state()).toBe('resolved');
  expect(save.status()).toBe('idle');
});

it('does not start the calls that wait when all are aborted', () => {
  const { save, started, aborted } = setUp();
  const calls = [save('a'), save('b'), save('c')];
  save.abort();
  expect(started).toStrictEqual(['a']);
  expect(aborted).toHaveLength(1);
  expect(calls.map((call) => call.state())).toStrictEqual(['rejected', 'rejected', 'rejected']);
});

it('switches to the call that a handler of the aborted one makes', () => {
  const { save, started } = setUp('switch');
  save('a').fail(() => save('c'));
  const second = save('b');
  expect(started).toStrictEqual(['a', 'c']);
  expect(second.state()).toBe('rejected');
  expect(save.isLoading()).toBe(true);
});

it('aborts a call when the last who waits for it leaves', () => {
  const { save, aborted } = setUp();
  const leave = new AbortController();
  save('a').until(leave.signal);
  leave.abort();
  expect(aborted).toHaveLength(1);
  expect(save.status()).toBe('idle');
});

it('shows nothing of a call behind the last one', () => {
  const { save, work } = setUp('merge');
  save('a');
  save('b');
  work[0]?.notify(10);
  work[0]?.reject(new Error('a failed'));
  expect(save.progress()).toBeUndefined();
  expect(save.snapshot()).toStrictEqual({ status: 'loading', value: undefined });
});

it('takes observables, whose values are progress', () => {
  const count = TestBed.runInInjectionContext(() =>
    deferredMutation(
      (to: number) =>
        new Observable<number>((subscriber) => {
          for (let i = 1; i <= to; i++) {
            subscriber.next(i);
          }
          subscriber.complete();
        }),
    ),
  );
  count(3);
  expect(count.progress()).toBe(3);
  expect(count.value()).toBe(3);
});

it('does not make an effect that calls it depend on what the work reads', () => {
  const inner = signal(1);
  let runs = 0;
  TestBed.runInInjectionContext(() => {
    const read = deferredMutation(() => Deferred<number>().resolve(inner()));
    effect(() => {
      runs++;
      read();
    });
  });
  TestBed.tick();
  inner.set(2);
  TestBed.tick();
  expect(runs).toBe(1);
});

it('makes no effect depend on what handlers read, neither at an abort nor when a queue goes on', () => {
  const inner = signal(1);
  let runs = 0;
  const { save } = setUp();
  const queue = TestBed.runInInjectionContext(() => deferredMutation((d: Deferred<number>) => (inner(), d)));
  const first = Deferred<number>();
  queue(first);
  queue(Deferred());
  const call = save('a').fail(() => inner());
  TestBed.runInInjectionContext(() => {
    effect(() => {
      runs++;
      save.abort();
      first.resolve(1);
    });
  });
  TestBed.tick();
  inner.set(2);
  TestBed.tick();
  expect(call.state()).toBe('rejected');
  expect(runs).toBe(1);
});

it('shows its state in a template', async () => {
  const work = Deferred<string>();

  class Editor {
    readonly save = deferredMutation(() => work);
  }
  Component({
    template: `<button (click)="save()">{{ save.isLoading() ? 'Saving' : save.value() ?? 'Save' }}</button>`,
  })(Editor);

  const fixture = TestBed.createComponent(Editor);
  const button = (fixture.nativeElement as HTMLElement).firstElementChild as HTMLElement;
  await fixture.whenStable();
  expect(button.textContent).toBe('Save');
  button.click();
  TestBed.tick();
  expect(button.textContent).toBe('Saving');
  work.resolve('Saved');
  await fixture.whenStable();
  expect(button.textContent).toBe('Saved');
});

it.each<[string, (work: () => Deferred<number>) => void]>([
  [
    'ngOnDestroy of a service',
    (call) => {
      const { run, destroy } = createScope();
      @Injectable()
      class Draft {
        readonly save = deferredMutation(call);
        ngOnDestroy() {
          this.save();
        }
      }
      const route = createEnvironmentInjector(
        [Draft],
        run(() => inject(EnvironmentInjector)),
      );
      route.get(Draft);
      route.destroy();
      destroy();
    },
  ],
  [
    'a callback of onDestroy that is older than it',
    (call) => {
      const { run, destroy } = createScope();
      let save: (() => unknown) | undefined;
      run(() => {
        inject(DestroyRef).onDestroy(() => save?.());
        save = deferredMutation(call);
      });
      destroy();
    },
  ],
])('does its work when it is called in %s', async (_, destroyWith) => {
  const calls: number[] = [];
  destroyWith(() => {
    calls.push(1);
    return Deferred<number>().resolve(1);
  });
  expect(calls).toStrictEqual([1]);
  expect(await isStable()).toBe(true);
});

it('does not abort a deferred of somebody else, and ends what has a teardown', () => {
  const mine = Deferred<string>();
  const started = Deferred<string>(() => () => undefined);
  const [wait, work] = TestBed.runInInjectionContext(() => [
    deferredMutation(() => mine),
    deferredMutation(() => started),
  ]);
  const calls = [wait(), work()];
  wait.abort();
  work.abort();
  expect(calls.map((call) => call.state())).toStrictEqual(['rejected', 'rejected']);
  expect(mine.state()).toBe('pending');
  expect(started.state()).toBe('rejected');
});

it('tells onUnhandled of a failure that it does not show, unless its caller has handled it', async () => {
  const seen: unknown[] = [];
  Deferred.onUnhandled = ({ reason }) => seen.push(reason);
  const { save, work, destroy } = setUp('merge');
  save('a');
  save('b').fail(() => undefined);
  save('c');
  for (const [i, each] of work.entries()) {
    each.reject(`failure ${String(i)}`);
  }
  save('d');
  save.reset();
  work[3]?.reject('after a reset');
  save('e');
  destroy();
  work[4]?.reject('after the destruction');
  await dueTimers();
  await dueTimers();
  delete Deferred.onUnhandled;
  expect(seen).toStrictEqual(['failure 0', 'after a reset', 'after the destruction']);
});

it('queues ten thousand calls, and starts none of them if all are aborted', () => {
  const { save, work, started } = setUp();
  for (let i = 0; i < 10_000; i++) {
    save(String(i));
  }
  save.abort();
  expect(started).toHaveLength(1);
  expect(work).toHaveLength(1);
});
