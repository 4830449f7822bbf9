/** @jest-environment jsdom */
import './test-bed.js';

import {
  ApplicationRef,
  createEnvironmentInjector,
  EnvironmentInjector,
  Injector,
  runInInjectionContext,
} from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { toResource } from 'rx-deferred/angular';
import { Deferred, toDeferred } from 'rx-deferred';
import { firstValueFrom, Observable } from 'rxjs';

const createInjector = (): EnvironmentInjector => createEnvironmentInjector([], TestBed.inject(EnvironmentInjector));

const stable = (): Promise<void> => TestBed.inject(ApplicationRef).whenStable();

const isStable = (): Promise<boolean> => firstValueFrom(TestBed.inject(ApplicationRef).isStable);

it('shows a settled deferred at once', () => {
  const resource = TestBed.runInInjectionContext(() => toResource(Deferred<string>().resolve('Ada')));
  expect(resource.status()).toBe('resolved');
  expect(resource.value()).toBe('Ada');
  expect(resource.isLoading()).toBe(false);
  expect(resource.hasValue()).toBe(true);
  expect(resource.snapshot()).toStrictEqual({ status: 'resolved', value: 'Ada' });
});

it('shows a resolution, and the progress before it', () => {
  const d = Deferred<[name: string, age: number], Error, number>();
  const resource = TestBed.runInInjectionContext(() => toResource(d));
  expect(resource.snapshot()).toStrictEqual({ status: 'loading', value: undefined });
  expect(resource.progress()).toBeUndefined();
  expect(resource.hasValue()).toBe(false);
  d.notify(50);
  expect(resource.progress()).toBe(50);
  d.resolve('Ada', 36);
  expect(resource.value()).toBe('Ada');
});

it('shows a rejection: value() throws, error() is an Error', () => {
  const error = new Error('no');
  const d = Deferred<string>();
  const resource = TestBed.runInInjectionContext(() => toResource(d));
  d.reject(error);
  expect(resource.status()).toBe('error');
  expect(resource.error()).toBe(error);
  expect(resource.hasValue()).toBe(false);
  expect(() => resource.value()).toThrow('The resource is in the error state: no');
});

it.each([
  ['a text', ['gone'], 'gone'],
  ['a number', [404], '404'],
  ['nothing', [], 'undefined'],
  ['the arguments of a request', [{ status: 404 }, 'error', 'Not Found'], 'Not Found'],
  ['an error behind another argument', [{}, new TypeError('late')], 'late'],
])('makes an error of %s', (_, args, message) => {
  const resource = TestBed.runInInjectionContext(() => toResource(Deferred().reject(...args)));
  expect(resource.error()).toBeInstanceOf(Error);
  expect(resource.error()?.message).toBe(message);
});

it.each([
  ['without a reason', undefined],
  ['with a text', 'enough'],
  ['with an error', new Error('enough')],
])('shows an abort %s as idle', (_, reason) => {
  const d = Deferred<string>();
  const resource = TestBed.runInInjectionContext(() => toResource(d));
  d.abort(reason);
  expect(resource.status()).toBe('idle');
  expect(resource.error()).toBeUndefined();
});

it('leaves with the injector, and does not abort', () => {
  let aborts = 0;
  const load = toDeferred(new Observable<number>(() => () => aborts++));
  const injector = createInjector();
  const resource = runInInjectionContext(injector, () => toResource(load));
  injector.destroy();
  expect(aborts).toBe(0);
  expect(load.state()).toBe('pending');
  expect(resource.status()).toBe('loading');
});

it('keeps a shared load alive when another user leaves', () => {
  let aborts = 0;
  const load = toDeferred(new Observable<number>(() => () => aborts++));
  const leave = new AbortController();
  load.until(leave.signal);
  TestBed.runInInjectionContext(() => toResource(load));
  leave.abort();
  expect(aborts).toBe(0);
});

it('takes an injector, and needs one', () => {
  const injector = TestBed.inject(Injector);
  expect(toResource(Deferred<number>().resolve(1), { injector }).value()).toBe(1);
  expect(() => toResource(Deferred())).toThrow('NG0203');
});

it('keeps the application unstable until the deferred settles', async () => {
  const d = Deferred<number>();
  TestBed.runInInjectionContext(() => toResource(d));
  expect(await isStable()).toBe(false);
  d.resolve(1);
  await stable();
});

it('lets the application be stable when the injector is destroyed', async () => {
  const injector = createInjector();
  runInInjectionContext(injector, () => toResource(Deferred()));
  injector.destroy();
  await stable();
});

it('compares values by equal', () => {
  const d = Deferred<{ id: number }>();
  const equal = jest.fn((a?: { id: number }, b?: { id: number }) => a?.id === b?.id);
  const resource = TestBed.runInInjectionContext(() => toResource(d, { equal }));
  resource.value();
  d.resolve({ id: 1 });
  resource.value();
  expect(equal).toHaveBeenCalledWith(undefined, { id: 1 });
});
