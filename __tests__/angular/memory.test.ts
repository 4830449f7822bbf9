/** @jest-environment jsdom */
import { ApplicationRef, enableProdMode, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Deferred, oneShot, toDeferred } from 'rx-deferred';
import { deferredMutation, deferredResource, injectAbortSignal, toResource } from 'rx-deferred/angular';
import { NEVER, Observable } from 'rxjs';

import { collected } from '../support/memory.js';
import { createScope, isStable } from './test-bed.js';

// In development, Angular 20 itself holds all effects that were created with an injector, for its debugging tools.
enableProdMode();

const count = 1000;

const lifetime = new AbortController();

/** How many listen to the signal. */
let listeners = 0;
for (const [method, change] of [
  ['addEventListener', 1],
  ['removeEventListener', -1],
] as const) {
  const original = lifetime.signal[method].bind(lifetime.signal);
  lifetime.signal[method] = (type: string, listener: EventListenerOrEventListenerObject) => {
    listeners += change;
    original(type, listener);
  };
}

const shared = Deferred<number>();
let subscribers = 0;
const source = new Observable<number>(() => {
  subscribers++;
  return () => {
    subscribers--;
  };
});
const load = oneShot(() => source);

/** What is created in each scope: the objects that have to go with it. */
const creations: Record<string, () => object[]> = {
  injectAbortSignal: () => [injectAbortSignal()],
  'injectAbortSignal, which until has used': () => {
    const signal = injectAbortSignal();
    return [signal, shared.until(signal)];
  },
  'toResource of what goes on': () => [toResource(shared)],
  'toResource of what is settled': () => [toResource(Deferred<number>().resolve(1))],
  'deferredResource before its first load': () => [deferredResource(() => NEVER)],
  'deferredResource that loads': () => {
    const resource = deferredResource(() => toDeferred(source, { signal: lifetime.signal }));
    TestBed.tick();
    return [resource];
  },
  'deferredResource of what others share': () => {
    const resource = deferredResource(() => load.get({ signal: lifetime.signal }));
    TestBed.tick();
    return [resource];
  },
  'deferredResource that has loaded': () => {
    const resource = deferredResource(() => Deferred<number>().resolve(1));
    TestBed.tick();
    resource.reload();
    TestBed.tick();
    return [resource];
  },
  'deferredMutation that aborts': () => {
    const save = deferredMutation(() => toDeferred(source, { signal: lifetime.signal }), { abortOnDestroy: true });
    return [save, save(), save()];
  },
  'deferredMutation that goes on': () => {
    const save = deferredMutation(() => Deferred<number>());
    return [save, save(), save()];
  },
};

/** The frame of a function that waits would hold the last of them. */
function createAndDestroy(create: () => object[]): Record<string, WeakRef<object>> {
  const refs: WeakRef<object>[] = [];
  for (let i = 0; i < count; i++) {
    const { injector, run, destroy } = createScope();
    refs.push(...[injector, ...run(create)].map((object) => new WeakRef(object)));
    destroy();
  }
  return Object.fromEntries(refs.entries());
}

it('leaves nothing in a root injector after destroy()', async () => {
  const create = () => {
    const refs: Record<string, WeakRef<object>> = {};
    for (let i = 0; i < count; i++) {
      const loader = () => Deferred<object>().resolve({});
      const resource = TestBed.runInInjectionContext(() => deferredResource(loader));
      if (i % 2) {
        TestBed.tick();
      }
      resource.destroy();
      Object.assign(refs, {
        [`resource ${String(i)}`]: new WeakRef(resource),
        [`loader ${String(i)}`]: new WeakRef(loader),
      });
    }
    return refs;
  };
  const refs = create();
  expect(await isStable()).toBe(true);
  await collected(refs);
});

it('keeps nothing of the loads before, while it goes on', async () => {
  const id = signal(0);
  const loads: WeakRef<object>[] = [];
  const resource = TestBed.runInInjectionContext(() =>
    deferredResource(() => {
      const load = id() % 3 === 0 ? Deferred<object>() : Deferred<object>().resolve({});
      loads.push(new WeakRef(load));
      return load;
    }),
  );
  TestBed.tick();
  for (let i = 1; i <= count; i++) {
    id.set(i);
    TestBed.tick();
    resource.reload();
    TestBed.tick();
  }
  const before = loads.slice(0, -1);
  expect(before.length).toBeGreaterThan(1.5 * count);
  await collected(Object.fromEntries(before.entries()));
  expect(resource.status()).toBe('resolved');
});

it('keeps nothing of the loads before, if all have failed', async () => {
  const id = signal(0);
  const signals: WeakRef<object>[] = [];
  const resource = TestBed.runInInjectionContext(() =>
    deferredResource(({ abortSignal }): Deferred<number> => {
      id();
      signals.push(new WeakRef(abortSignal));
      throw new Error('offline');
    }),
  );
  TestBed.tick();
  for (let i = 1; i <= count; i++) {
    id.set(i);
    TestBed.tick();
  }
  expect(signals).toHaveLength(count + 1);
  await collected(Object.fromEntries(signals.slice(0, -2).entries()));
  expect(resource.error()?.message).toBe('offline');
});

it.each(['reset()', 'the destruction of its injector'])('keeps no value of a mutation after %s', async (how) => {
  const { run, destroy } = createScope();
  const save = run(() => deferredMutation((value: object) => Deferred<object>().resolve(value)));
  const call = () => {
    const value = {};
    void save(value);
    expect(save.value()).toBe(value);
    return { value: new WeakRef(value) };
  };
  const refs = call();
  if (how === 'reset()') {
    save.reset();
  } else {
    destroy();
  }
  expect(save.snapshot()).toStrictEqual({ status: 'idle', value: undefined });
  await collected(refs);
  expect(save.hasValue()).toBe(false);
});

it.each(Object.entries(creations))('leaves nothing after 1,000 destructions: %s', async (_, create) => {
  const refs = createAndDestroy(create);
  expect(listeners).toBe(0);
  expect(subscribers).toBe(0);
  TestBed.tick();
  expect(await isStable()).toBe(true);
  await TestBed.inject(ApplicationRef).whenStable();
  await collected(refs);
  expect(shared.state()).toBe('pending');
});
