/** @jest-environment jsdom */
import './test-bed.js';

import {
  ApplicationRef,
  Component,
  createEnvironmentInjector,
  EnvironmentInjector,
  Injectable,
  runInInjectionContext,
  signal,
} from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { deferredResource } from 'rx-deferred/angular';
import { Deferred, oneShot, toDeferred } from 'rx-deferred';
import { Observable, of } from 'rxjs';

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
  const injector = createEnvironmentInjector([], TestBed.inject(EnvironmentInjector));
  runInInjectionContext(injector, () =>
    deferredResource(() => {
      const current = id();
      return toDeferred(new Observable<number>(() => () => aborted.push(current)));
    }),
  );
  flush();
  id.set(2);
  flush();
  expect(aborted).toStrictEqual([1]);
  injector.destroy();
  expect(aborted).toStrictEqual([1, 2]);
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
