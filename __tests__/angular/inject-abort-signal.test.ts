/** @jest-environment jsdom */
import { Component, DestroyRef, inject, InjectionToken, Injector, runInInjectionContext } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { injectAbortSignal } from 'rx-deferred/angular';

import { createScope } from './test-bed.js';

class Page {
  readonly injector = inject(Injector);
  readonly signal = injectAbortSignal();
}
Component({ template: '' })(Page);

it('aborts when the injector is destroyed', () => {
  const { run, destroy } = createScope();
  const signal = run(() => injectAbortSignal());
  expect(signal.aborted).toBe(false);
  destroy();
  expect(signal.aborted).toBe(true);
  expect(signal.reason).toMatchObject({ name: 'AbortError' });
});

it('aborts when the component is destroyed', () => {
  const fixture = TestBed.createComponent(Page);
  const { signal } = fixture.componentInstance;
  expect(signal.aborted).toBe(false);
  fixture.destroy();
  expect(signal.aborted).toBe(true);
});

it('has aborted already after the destruction of an injector', () => {
  const { injector, destroy } = createScope();
  const destroyRef = injector.get(DestroyRef);
  destroy();
  expect(injectAbortSignal(destroyRef).aborted).toBe(true);
});

it('has aborted already after the destruction of a component', () => {
  const fixture = TestBed.createComponent(Page);
  const { injector } = fixture.componentInstance;
  fixture.destroy();
  const signal = runInInjectionContext(injector, () => injectAbortSignal());
  expect(signal.reason).toMatchObject({ name: 'AbortError' });
});

it('leaves nothing at a DestroyRef once it has aborted', () => {
  const callbacks: (() => void)[] = [];
  const unregister = jest.fn();
  const destroyRef = {
    destroyed: false,
    onDestroy(callback: () => void) {
      callbacks.push(callback);
      return unregister;
    },
  };
  const signal = injectAbortSignal(destroyRef as Partial<DestroyRef> as DestroyRef);
  expect(unregister).not.toHaveBeenCalled();
  callbacks[0]?.();
  expect(signal.aborted).toBe(true);
  expect(unregister).toHaveBeenCalledTimes(1);
});

const broken = new InjectionToken<DestroyRef>('a DestroyRef that is broken');

it('passes on what else a DestroyRef throws', () => {
  const destroyRef: Pick<DestroyRef, 'onDestroy'> = {
    onDestroy() {
      throw new Error('broken');
    },
  };
  TestBed.configureTestingModule({ providers: [{ provide: broken, useValue: destroyRef }] });
  expect(() => injectAbortSignal(TestBed.inject(broken))).toThrow('broken');
});

it('needs an injection context or a DestroyRef', () => {
  expect(() => injectAbortSignal()).toThrow('NG0203');
});
