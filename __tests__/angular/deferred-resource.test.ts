/** @jest-environment jsdom */
import { ApplicationRef, Component, Injectable, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { deferredResource } from 'rx-deferred/angular';
import { Deferred, oneShot, toDeferred } from 'rx-deferred';
import { Observable, of } from 'rxjs';

import { drainMicrotasks } from '../support/turn.js';
import { createScope, isStable } from './test-bed.js';

const run = <T>(create: () => T): T => TestBed.runInInjectionContext(create);
const flush = (): void => {
  TestBed.tick();
};

it('loads, and again when a signal changes', () => {
  const id = signal(1);
  const loads: Deferred<string>[] = [];
  const resource = run(() =>
    deferredResource(() => {
      const load = Deferred<string>();
      loads[id()] = load;
      return load;
    }),
  );
  expect(resource.status()).toBe('loading');
  flush();
  loads[1]?.resolve('one');
  expect(resource.value()).toBe('one');
  id.set(2);
  flush();
  expect(resource.snapshot()).toStrictEqual({ status: 'loading', value: undefined });
  loads[2]?.resolve('two');
  expect(resource.value()).toBe('two');
});

it('leaves the load before, and the last one with the injector', () => {
  const id = signal(1);
  const aborted: number[] = [];
  const scope = createScope();
  const resource = scope.run(() =>
    deferredResource(() => {
      const current = id();
      return toDeferred(new Observable<number>(() => () => aborted.push(current)));
    }),
  );
  flush();
  id.set(2);
  flush();
  expect(aborted).toStrictEqual([1]);
  scope.destroy();
  expect(aborted).toStrictEqual([1, 2]);
  expect(resource.status()).toBe('idle');
});

it('does not interrupt what the load before and the next one share', () => {
  const id = signal(1);
  let starts = 0;
  const shared = oneShot(() => {
    starts++;
    return new Observable<number>();
  });
  run(() =>
    deferredResource(() => {
      id();
      return shared.get();
    }),
  );
  flush();
  id.set(2);
  flush();
  expect(starts).toBe(1);
});

it('aborts the signal of the loader', () => {
  const signals: AbortSignal[] = [];
  const resource = run(() =>
    deferredResource(({ abortSignal }) => {
      signals.push(abortSignal);
      return Deferred<number>();
    }),
  );
  flush();
  expect(signals[0]?.aborted).toBe(false);
  resource.destroy();
  expect(signals[0]?.aborted).toBe(true);
  expect(resource.reload()).toBe(false);
});

it('is idle while the loader returns undefined', async () => {
  const id = signal<number | undefined>(undefined);
  const resource = run(() =>
    deferredResource(
      () => {
        const current = id();
        return current === undefined ? undefined : Deferred<number>().resolve(current);
      },
      { defaultValue: 0 },
    ),
  );
  flush();
  expect(resource.snapshot()).toStrictEqual({ status: 'idle', value: 0 });
  expect(resource.reload()).toBe(false);
  await TestBed.inject(ApplicationRef).whenStable();
  id.set(3);
  flush();
  expect(resource.value()).toBe(3);
});

it('reloads and keeps the value', () => {
  let count = 0;
  const loads: Deferred<number>[] = [];
  const resource = run(() => deferredResource(() => (loads[count++] = Deferred<number>())));
  flush();
  expect(resource.reload()).toBe(false);
  loads[0]?.resolve(1);
  expect(resource.reload()).toBe(true);
  expect(resource.snapshot()).toStrictEqual({ status: 'reloading', value: 1 });
  expect(resource.isLoading()).toBe(true);
  expect(resource.reload()).toBe(false);
  flush();
  expect(count).toBe(2);
  loads[1]?.resolve(2);
  expect(resource.value()).toBe(2);
});

it('shows the error of a loader that throws, and is stable', async () => {
  const resource = run(() =>
    deferredResource((): Deferred<number> => {
      throw new Error('broken');
    }),
  );
  flush();
  expect(resource.error()?.message).toBe('broken');
  await TestBed.inject(ApplicationRef).whenStable();
  expect(resource.reload()).toBe(true);
});

it('takes an observable, with each value as progress, and a native promise', async () => {
  const observed = run(() => deferredResource(() => of(1, 2)));
  const promised = run(() => deferredResource(() => Promise.resolve('Ada')));
  flush();
  expect(observed.value()).toBe(2);
  expect(observed.progress()).toBe(2);
  await TestBed.inject(ApplicationRef).whenStable();
  expect(promised.value()).toBe('Ada');
});

it('depends on what the loader reads, and not on what its source reads', () => {
  const inner = signal(1);
  let loads = 0;
  run(() =>
    deferredResource(() => {
      loads++;
      return new Observable<number>((subscriber) => {
        subscriber.next(inner());
        subscriber.complete();
      });
    }),
  );
  flush();
  inner.set(2);
  flush();
  expect(loads).toBe(1);
});

it('shows no loading state in the first pass of a template, of what has settled', async () => {
  const users = oneShot(() => Deferred<string>().resolve('Ada'));
  await users.get();
  const seen: string[] = [];

  class Page {
    readonly user = deferredResource(() => users.get());
    show(): string {
      seen.push(this.user.status());
      return this.user.hasValue() ? this.user.value() : '…';
    }
  }
  Component({ template: '{{ show() }}' })(Page);

  const fixture = TestBed.createComponent(Page);
  fixture.detectChanges();
  expect((fixture.nativeElement as HTMLElement).textContent).toBe('Ada');
  expect(new Set(seen)).toStrictEqual(new Set(['resolved']));
});

it('works in a service', () => {
  class Users {
    readonly first = deferredResource(() => Deferred<string>().resolve('Ada'));
  }
  Injectable({ providedIn: 'root' })(Users);
  const users = TestBed.inject(Users);
  flush();
  expect(users.first.value()).toBe('Ada');
});

it('is idle after an abort of the deferred that it waits for, whatever the reason, and of what that waits for', async () => {
  const d = Deferred<string>();
  const other = Deferred<string>();
  const resources = run(() => [d, other, other.then(), toDeferred(other)].map((one) => deferredResource(() => one)));
  flush();
  d.abort('enough');
  other.abort();
  await drainMicrotasks();
  expect(resources.map(({ status }) => status())).toStrictEqual(['idle', 'idle', 'idle', 'idle']);
});

it('loads again after an abort', () => {
  const loads: Deferred<number>[] = [];
  const resource = run(() =>
    deferredResource(() => {
      const load = Deferred<number>();
      loads.push(load);
      return load;
    }),
  );
  flush();
  loads[0]?.abort();
  expect(resource.reload()).toBe(true);
  flush();
  loads[1]?.resolve(2);
  expect(resource.value()).toBe(2);
});

it('depends on nothing that is read when the load before ends', () => {
  const id = signal(1);
  const inner = signal(1);
  let loads = 0;
  run(() =>
    deferredResource(({ abortSignal }) => {
      loads++;
      id();
      abortSignal.addEventListener('abort', () => inner());
      return Deferred(() => () => inner());
    }),
  );
  flush();
  id.set(2);
  flush();
  inner.set(2);
  flush();
  expect(loads).toBe(2);
});

it('keeps the application unstable from the creation until the load settles', async () => {
  const load = Deferred<number>();
  run(() => deferredResource(() => load));
  flush();
  expect(await isStable()).toBe(false);
  const stable = TestBed.inject(ApplicationRef).whenStable();
  load.resolve(1);
  await stable;
});

it.each(['destroyed', 'ended'])(
  'lets the application be stable when it is %s, before its first load too',
  async (how) => {
    const { run, destroy } = createScope();
    const resource = run(() => deferredResource(() => Deferred()));
    if (how === 'destroyed') {
      destroy();
    } else {
      resource.destroy();
    }
    await TestBed.inject(ApplicationRef).whenStable();
    expect(resource.status()).toBe('idle');
  },
);

it('loads nothing if its injector has been destroyed', async () => {
  const { injector, destroy } = createScope();
  destroy();
  let loads = 0;
  const resource = deferredResource(() => loads++, { injector, defaultValue: 0 });
  flush();
  expect(resource.snapshot()).toStrictEqual({ status: 'idle', value: 0 });
  expect(resource.reload()).toBe(false);
  resource.destroy();
  expect(loads).toBe(0);
  expect(await isStable()).toBe(true);
});

it('shows nothing of a load that has been left', () => {
  const id = signal(0);
  const loads = [Deferred<string, unknown, number>(), Deferred<string, unknown, number>()] as const;
  const resource = run(() => deferredResource(() => loads[id() === 0 ? 0 : 1]));
  flush();
  loads[0].notify(10);
  id.set(1);
  flush();
  expect(resource.progress()).toBeUndefined();
  loads[0].notify(20).resolve('late');
  expect(resource.progress()).toBeUndefined();
  expect(resource.status()).toBe('loading');
});

it('shows the error of a reload, which ends with it', () => {
  const loads = [
    Deferred<string>().resolve('Ada'),
    Deferred<string>().reject('gone'),
    Deferred<string>().resolve('Eve'),
  ];
  const resource = run(() => deferredResource(() => loads.shift()));
  flush();
  resource.reload();
  flush();
  expect(resource.error()?.message).toBe('gone');
  resource.reload();
  expect(resource.snapshot()).toStrictEqual({ status: 'reloading', value: undefined });
  flush();
  expect(resource.value()).toBe('Eve');
});

it('keeps the value if a reload gives an equal one, in the snapshot too', () => {
  const [old, same, other] = [{ id: 1 }, { id: 1 }, { id: 2 }];
  const loads = [old, same, other];
  const resource = run(() =>
    deferredResource(() => of(loads.shift() as { id: number }), { equal: (a, b) => a.id === b.id, defaultValue: null }),
  );
  const values: unknown[] = [];
  for (let i = 0; i < 3; i++) {
    flush();
    values.push(resource.value(), resource.snapshot());
    resource.reload();
  }
  expect(values.filter((_, i) => i % 2 === 0).map((value) => [old, same, other].indexOf(value as never))).toStrictEqual(
    [0, 0, 2],
  );
  expect((values[3] as { value: unknown }).value).toBe(old);
});

it.each<[string, Deferred<string>]>([
  ['a value', Deferred<string>().resolve('Ada')],
  ['an error', Deferred<string>().reject(new Error('gone'))],
])('shows again what was there if a reload is aborted: %s', (_, first) => {
  const second = Deferred<string>();
  const loads = [first, second];
  const resource = run(() => deferredResource(() => loads.shift()));
  flush();
  const before = resource.snapshot();
  resource.reload();
  flush();
  expect(resource.status()).toBe('reloading');
  second.abort();
  expect(resource.snapshot()).toBe(before);
});

it.each<[string, object]>([
  [
    'a getter that throws',
    {
      get name() {
        throw new Error('unreadable');
      },
    },
  ],
  ['a revoked proxy', revoked()],
])('shows an error for a reason that cannot be read: %s', async (_, reason) => {
  const resource = run(() => deferredResource(() => Deferred<string>().reject(reason)));
  flush();
  expect(resource.status()).toBe('error');
  expect(resource.error()?.cause).toBe(reason);
  expect(await isStable()).toBe(true);
});

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
