/** @jest-environment jsdom */
import './test-bed.js';

import { createEnvironmentInjector, DestroyRef, EnvironmentInjector, runInInjectionContext } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { injectAbortSignal } from 'rx-deferred/angular';

const createInjector = (): EnvironmentInjector => createEnvironmentInjector([], TestBed.inject(EnvironmentInjector));

it('aborts when the injector is destroyed', () => {
  const injector = createInjector();
  const signal = runInInjectionContext(injector, () => injectAbortSignal());
  expect(signal.aborted).toBe(false);
  injector.destroy();
  expect(signal.aborted).toBe(true);
  expect(signal.reason).toMatchObject({ name: 'AbortError' });
});

it('has aborted already after the destruction', () => {
  const injector = createInjector();
  const destroyRef = injector.get(DestroyRef);
  injector.destroy();
  expect(injectAbortSignal(destroyRef).aborted).toBe(true);
});

it('needs an injection context or a DestroyRef', () => {
  expect(() => injectAbortSignal()).toThrow('NG0203');
});
