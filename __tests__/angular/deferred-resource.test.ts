/** @jest-environment jsdom */
import {
  ApplicationRef,
  Component,
  computed,
  createComponent,
  effect,
  EnvironmentInjector,
  Injectable,
  signal,
  untracked,
} from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { deferredResource } from 'rx-deferred/angular';
import { Deferred, oneShot, toDeferred } from 'rx-deferred';
import { NEVER, Observable, of } from 'rxjs';

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

it('shows reloading at once, and reloads when effects run', async () => {
  const { loads, user } = setUp();
  loads[0]?.load.notify(50).resolve('Ada');
  user.reload();
  expect(user.snapshot()).toStrictEqual({ status: 'reloading', value: 'Ada' });
  expect(user.progress()).toBeUndefined();
  expect(loads).toHaveLength(1);
  flush();
  expect(loads).toHaveLength(2);
  expect(await isStable()).toBe(false);
  expect(loads).toHaveLength(2);
  loads[1]?.load.resolve('Eve');
  expect(user.value()).toBe('Eve');
  expect(await isStable()).toBe(true);
});

it('lets the application be stable when it is ended before its reload has begun', async () => {
  const { loads, user } = setUp();
  loads[0]?.load.resolve('Ada');
  user.reload();
  user.destroy();
  expect(user.status()).toBe('idle');
  flush();
  expect(loads).toHaveLength(1);
  expect(await isStable()).toBe(true);
});

it('loads again when a signal changes that only a reload has read', () => {
  const inner = signal('a');
  const loads = [of('first')];
  const resource = run(() => deferredResource(() => loads.shift() ?? of(inner())));
  flush();
  resource.reload();
  flush();
  expect(resource.value()).toBe('a');
  inner.set('b');
  expect(resource.status()).toBe('loading');
  flush();
  expect(resource.value()).toBe('b');
});

it('makes nobody who calls reload() depend on what the loader reads', () => {
  const { id, loads, user } = setUp();
  loads[0]?.load.resolve('Ada');
  let runs = 0;
  run(() => {
    effect(() => {
      runs++;
      user.reload();
    });
  });
  flush();
  id.set(2);
  flush();
  expect(runs).toBe(1);
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
  const resource = deferredResource(() => of(loads++), { injector, defaultValue: 0 });
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
  const last = Deferred<string>();
  const loads = [Deferred<string>().resolve('Ada'), Deferred<string>().reject('gone'), last];
  const resource = run(() => deferredResource(() => loads.shift()));
  flush();
  resource.reload();
  flush();
  expect(resource.error()?.message).toBe('gone');
  resource.reload();
  flush();
  expect(resource.snapshot()).toStrictEqual({ status: 'reloading', value: undefined });
  expect(resource.error()?.message).toBe('gone');
  last.resolve('Eve');
  expect(resource.value()).toBe('Eve');
  expect(resource.error()).toBeUndefined();
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
  expect(resource.snapshot()).toStrictEqual(before);
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

/** A resource that loads the user whose id a signal has, and each load. */
function setUp(first = 1) {
  const id = signal(first);
  const loads: { id: number; load: Deferred<string, unknown, number> }[] = [];
  const user = run(() =>
    deferredResource(
      () => {
        const load = Deferred<string, unknown, number>();
        loads.push({ id: id(), load });
        return load;
      },
      { defaultValue: 'nobody' },
    ),
  );
  flush();
  return { id, loads, user };
}

describe('as soon as a signal has changed, before effects run,', () => {
  it('shows loading, the default value and no progress', () => {
    const { id, loads, user } = setUp();
    loads[0]?.load.notify(50).resolve('Ada');
    id.set(2);
    expect(user.snapshot()).toStrictEqual({ status: 'loading', value: 'nobody' });
    expect(user.status()).toBe('loading');
    expect(user.isLoading()).toBe(true);
    expect(user.value()).toBe('nobody');
    expect(user.progress()).toBeUndefined();
    expect(loads).toHaveLength(1);
    flush();
    expect(user.status()).toBe('loading');
    expect(loads).toMatchObject([{ id: 1 }, { id: 2 }]);
  });

  it('shows no error', () => {
    const { id, loads, user } = setUp();
    loads[0]?.load.reject('gone');
    id.set(2);
    expect(user.error()).toBeUndefined();
    expect(user.value()).toBe('nobody');
  });

  it('shows nothing of the load before', () => {
    const { id, loads, user } = setUp();
    id.set(2);
    loads[0]?.load.notify(50).resolve('Ada');
    expect(user.progress()).toBeUndefined();
    expect(user.snapshot()).toStrictEqual({ status: 'loading', value: 'nobody' });
    flush();
    loads[1]?.load.resolve('Grace');
    expect(user.value()).toBe('Grace');
  });

  it.each<[string, (setting: ReturnType<typeof setUp>) => void]>([
    [
      'after',
      ({ id, user }) => {
        id.set(2);
        expect(user.reload()).toBe(false);
      },
    ],
    [
      'before',
      ({ id, user }) => {
        expect(user.reload()).toBe(true);
        id.set(2);
      },
    ],
  ])('shows loading with a reload in the same turn, too: %s it', async (_, change) => {
    const setting = setUp();
    const { loads, user } = setting;
    loads[0]?.load.resolve('Ada');
    change(setting);
    expect(user.snapshot()).toStrictEqual({ status: 'loading', value: 'nobody' });
    flush();
    expect(user.snapshot()).toStrictEqual({ status: 'loading', value: 'nobody' });
    expect(loads.at(-1)?.id).toBe(2);
    loads.at(-1)?.load.resolve('Grace');
    expect(user.value()).toBe('Grace');
    expect(await isStable()).toBe(true);
  });

  it('does not load again for a computed signal with the same value', () => {
    const n = signal(1);
    const parity = computed(() => n() % 2);
    let loads = 0;
    const resource = run(() => deferredResource(() => of(parity(), loads++)));
    flush();
    n.set(3);
    expect(resource.status()).toBe('resolved');
    flush();
    expect(loads).toBe(1);
  });

  it('is idle as soon as it is ended', () => {
    const { id, loads, user } = setUp();
    loads[0]?.load.resolve('Ada');
    id.set(2);
    user.destroy();
    expect(user.snapshot()).toStrictEqual({ status: 'idle', value: 'nobody' });
    id.set(3);
    flush();
    expect(user.status()).toBe('idle');
    expect(loads).toHaveLength(1);
  });
});

it('is idle if its loader ends it, and stays so', () => {
  const id = signal(1);
  const resource = run(() =>
    deferredResource((): Observable<number> => {
      id();
      resource.destroy();
      return of(1);
    }),
  );
  flush();
  id.set(2);
  flush();
  expect(resource.status()).toBe('idle');
});

it('may set signals in its loader, those that it has read too', () => {
  const requests = signal(0);
  const id = signal(1);
  let loads = 0;
  const resource = run(() =>
    deferredResource(() => {
      loads++;
      requests.set(requests() + 1);
      requests.update((n) => n + 1);
      return of(id());
    }),
  );
  flush();
  flush();
  expect(resource.value()).toBe(1);
  expect([loads, requests()]).toStrictEqual([1, 2]);
  id.set(2);
  flush();
  expect(resource.value()).toBe(2);
  expect([loads, requests()]).toStrictEqual([2, 4]);
  resource.reload();
  flush();
  flush();
  expect(resource.status()).toBe('resolved');
  expect([loads, requests()]).toStrictEqual([3, 6]);
});

it('may read its own value in its loader, with untracked', () => {
  const pages = [['a'], ['b'], ['c']];
  const page = signal(0);
  const list = run(() =>
    deferredResource(
      (): Deferred<string[]> => {
        page();
        return Deferred<string[]>().resolve([...untracked(list.value), ...(pages.shift() ?? [])]);
      },
      { defaultValue: [] },
    ),
  );
  flush();
  list.reload();
  flush();
  expect(list.value()).toStrictEqual(['a', 'b']);
});

it('neither aborts a deferred of somebody else nor stops it', () => {
  const user = Deferred<string>();
  const scope = createScope();
  scope.run(() => deferredResource(() => user));
  flush();
  scope.destroy();
  expect(user.state()).toBe('pending');
});

it.each<[string, () => { load: PromiseLike<unknown>; isAborted: () => boolean }]>([
  [
    'a deferred with a teardown',
    () => {
      const load = Deferred(() => () => undefined);
      return { load, isAborted: () => load.state() === 'rejected' };
    },
  ],
  [
    'a deferred with an abort() of its own',
    () => {
      let isAborted = false;
      const load = Object.assign(Deferred(), { abort: () => (isAborted = true) });
      return { load, isAborted: () => isAborted };
    },
  ],
  [
    'a promise with an abort() of another library',
    () => {
      let isAborted = false;
      const load = Object.assign(new Promise(() => undefined), { abort: () => (isAborted = true) });
      return { load, isAborted: () => isAborted };
    },
  ],
])('ends the work of %s', (_, create) => {
  const { load, isAborted } = create();
  const scope = createScope();
  scope.run(() => deferredResource(() => load));
  flush();
  expect(isAborted()).toBe(false);
  scope.destroy();
  expect(isAborted()).toBe(true);
});

it.each<[string, unknown[]]>([
  ['a text and the word abort', ['name', 'abort']],
  ['an error and that of an abort behind it', [new Error('failed'), AbortSignal.abort().reason]],
])('shows a rejection with %s as an error', (_, args) => {
  const resource = run(() => deferredResource(() => Deferred<string>().reject(...args)));
  flush();
  expect(resource.status()).toBe('error');
});

it('is idle after its injector is destroyed, with the default value', () => {
  const scope = createScope();
  const resource = scope.run(() => deferredResource(() => of('Ada'), { defaultValue: 'nobody' }));
  flush();
  expect(resource.value()).toBe('Ada');
  scope.destroy();
  expect(resource.snapshot()).toStrictEqual({ status: 'idle', value: 'nobody' });
});

it('keeps undefined in a reload, if that was the value', () => {
  const loads = [of(undefined), NEVER];
  const resource = run(() => deferredResource(() => loads.shift(), { defaultValue: 'nobody' }));
  flush();
  resource.reload();
  flush();
  expect(resource.snapshot()).toStrictEqual({ status: 'reloading', value: undefined });
});

it('shows the default value in a reload after an error', () => {
  const loads = [Deferred<string>().reject('gone'), Deferred<string>()];
  const resource = run(() => deferredResource(() => loads.shift(), { defaultValue: 'nobody' }));
  flush();
  resource.reload();
  flush();
  expect(resource.value()).toBe('nobody');
  expect(resource.hasValue()).toBe(true);
});

it('is idle after a reload that finds nothing to load', () => {
  const loads = [of('Ada')];
  const resource = run(() => deferredResource(() => loads.shift()));
  flush();
  resource.reload();
  flush();
  expect(resource.snapshot()).toStrictEqual({ status: 'idle', value: undefined });
});

it('does not make an application wait for a component that is never shown', async () => {
  class Page {
    readonly user = deferredResource(() => Deferred<string>());
  }
  Component({ template: '' })(Page);
  createComponent(Page, { environmentInjector: TestBed.inject(EnvironmentInjector) });
  await TestBed.inject(ApplicationRef).whenStable();
  expect(await isStable()).toBe(true);
});

it('runs no effect again that asks for what has not changed: hasValue(), status(), error()', () => {
  const { loads, user } = setUp();
  let runs = 0;
  run(() => {
    effect(() => {
      runs++;
      user.hasValue();
      user.isLoading();
      user.error();
    });
  });
  flush();
  loads[0]?.load.notify(10).notify(20);
  flush();
  expect(runs).toBe(1);
});

it('throws where a value is read if equal does', async () => {
  const { run } = createScope();
  const loads = [of('a'), of('b')];
  const equal = (): boolean => {
    throw new Error('incomparable');
  };
  const resource = run(() => deferredResource(() => loads.shift(), { equal }));
  flush();
  expect(resource.value()).toBe('a');
  resource.reload();
  flush();
  expect(() => resource.value()).toThrow('incomparable');
  expect(resource.status()).toBe('resolved');
  expect(await isStable()).toBe(true);
});

it('expects a function', () => {
  expect(() => run(() => deferredResource(undefined as never))).toThrow(
    new TypeError('Expected loader to be a function, got undefined'),
  );
});

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
