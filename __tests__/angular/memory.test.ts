/** @jest-environment jsdom */
import './test-bed.js';

import { ApplicationRef, createEnvironmentInjector, EnvironmentInjector, runInInjectionContext } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Deferred, toDeferred } from 'rx-deferred';
import { deferredMutation, deferredResource, injectAbortSignal, toResource } from 'rx-deferred/angular';
import { NEVER } from 'rxjs';
import { collected } from '../support/memory.js';

it('leaves nothing after 1,000 creations and destructions', async () => {
  const shared = Deferred<number>();
  const lifetime = new AbortController();
  const add = jest.spyOn(lifetime.signal, 'addEventListener');
  const remove = jest.spyOn(lifetime.signal, 'removeEventListener');
  const refs: Record<string, WeakRef<object>> = {};
  const parent = TestBed.inject(EnvironmentInjector);
  for (let i = 0; i < 1000; i++) {
    const injector = createEnvironmentInjector([], parent);
    runInInjectionContext(injector, () => {
      const shown = toResource(shared);
      const loaded = deferredResource(() => toDeferred(NEVER, { signal: lifetime.signal }));
      const save = deferredMutation(() => NEVER, { abortOnDestroy: true });
      TestBed.tick();
      const made = { injector, shown, loaded, save, call: save(), signal: injectAbortSignal() };
      for (const [name, object] of Object.entries(made)) {
        refs[`${name} ${String(i)}`] = new WeakRef(object);
      }
    });
    injector.destroy();
  }
  expect(add).toHaveBeenCalled();
  expect(remove).toHaveBeenCalledTimes(add.mock.calls.length);
  await TestBed.inject(ApplicationRef).whenStable();
  await collected(refs);
  expect(shared.state()).toBe('pending');
});
