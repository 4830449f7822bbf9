/** @jest-environment jsdom */
import { ApplicationRef, computed, effect, Injector, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { toResource } from 'rx-deferred/angular';
import { Deferred, toDeferred } from 'rx-deferred';
import { Observable } from 'rxjs';

import { drainMicrotasks, dueTimers } from '../support/turn.js';
import { createScope, isStable } from './test-bed.js';

const stable = (): Promise<void> => TestBed.inject(ApplicationRef).whenStable();

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
  expect(() => resource.value()).toThrow('Failed: no');
});

it.each<[what: string, args: unknown[], message: string]>([
  ['a text', ['gone'], 'gone'],
  ['a number', [404], '404'],
  ['nothing', [], 'undefined'],
  ['the arguments of a request', [{ status: 404 }, 'error', 'Not Found'], 'Not Found'],
  ['the arguments of a request without a text of the response line', [{ status: 0 }, 'timeout', ''], 'timeout'],
  ['a text between others', [{}, 'gone', { more: true }], 'gone'],
  ['an error behind another argument', [{}, new TypeError('late')], 'late'],
  ['what has no text', [Object.create(null)], 'object'],
])('makes an error of %s', (_, args, message) => {
  const resource = TestBed.runInInjectionContext(() => toResource(Deferred().reject(...args)));
  expect(resource.error()).toBeInstanceOf(Error);
  expect(resource.error()?.message).toBe(message);
});

it('has the reason as the cause of its error, and that as the cause of what value() throws', () => {
  const reason = { status: 404 };
  const resource = TestBed.runInInjectionContext(() => toResource(Deferred().reject(reason, 'error', 'Not Found')));
  expect(resource.error()?.cause).toBe(reason);
  expect(() => resource.value()).toThrow(expect.objectContaining({ cause: resource.error() }) as Error);
});

it.each([
  ['without a reason', undefined],
  ['with a text', 'enough'],
  ['with an error', new Error('enough')],
  ['with nothing to read', null],
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
  const { run, destroy } = createScope();
  const resource = run(() => toResource(load));
  const leave = new AbortController();
  load.until(leave.signal);
  leave.abort();
  destroy();
  expect(aborts).toBe(0);
  expect(load.state()).toBe('pending');
  expect(resource.status()).toBe('idle');
});

it('waits for the load no more when the injector has been destroyed', () => {
  let aborts = 0;
  const load = toDeferred(new Observable<number>(() => () => aborts++));
  const { run, destroy } = createScope();
  run(() => toResource(load));
  destroy();
  const leave = new AbortController();
  load.until(leave.signal);
  leave.abort();
  expect(aborts).toBe(1);
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
  const { run, destroy } = createScope();
  run(() => toResource(Deferred()));
  destroy();
  await stable();
});

it('compares no value with that before the first', () => {
  const d = Deferred<{ id: number }>();
  const equal = (a: { id: number }, b: { id: number }) => a.id === b.id;
  const resource = TestBed.runInInjectionContext(() => toResource(d, { equal }));
  resource.value();
  d.resolve({ id: 1 });
  expect(resource.value()).toStrictEqual({ id: 1 });
});

it('asks about values only whether they are equal, and takes no value for the same as none', () => {
  const d = Deferred<{ id: number }, unknown, number>();
  const equal = jest.fn(() => false);
  const { run, destroy } = createScope();
  const resource = run(() => toResource(d, { equal }));
  let runs = 0;
  const value = computed(() => {
    runs++;
    return resource.value();
  });
  value();
  d.notify(1);
  value();
  expect(runs).toBe(1);
  d.resolve({ id: 1 });
  expect(value()).toStrictEqual({ id: 1 });
  destroy();
  expect(value()).toBeUndefined();
  expect(equal).not.toHaveBeenCalled();
});

it('is idle after the destruction, and if it is made then', () => {
  const { injector, run, destroy } = createScope();
  const d = Deferred<string>().resolve('Ada');
  const before = run(() => toResource(d));
  expect(before.value()).toBe('Ada');
  destroy();
  expect(before.snapshot()).toStrictEqual({ status: 'idle', value: undefined });
  expect(toResource(d, { injector }).snapshot()).toStrictEqual({ status: 'idle', value: undefined });
});

it('shows an abort of a request, and of fetch, as idle', async () => {
  const request = Deferred<string, [jqXHR: object, textStatus: string, errorThrown: string]>();
  const fetched = Deferred<string>();
  const resources = TestBed.runInInjectionContext(() => [toResource(request.then()), toResource(fetched)]);
  request.reject({}, 'abort', 'abort');
  fetched.reject(AbortSignal.abort().reason);
  await drainMicrotasks();
  expect(resources.map(({ status }) => status())).toStrictEqual(['idle', 'idle']);
});

it('is set by whoever settles the deferred, in a computed signal too', () => {
  const other = signal(1);
  const d = Deferred<number, unknown, number>();
  const resource = TestBed.runInInjectionContext(() => toResource(d));
  let runs = 0;
  const settles = computed(() => d.notify(other()).resolve(other()).state());
  TestBed.runInInjectionContext(() => {
    effect(() => {
      runs++;
      settles();
    });
  });
  TestBed.tick();
  TestBed.tick();
  expect(resource.value()).toBe(1);
  expect(resource.progress()).toBe(1);
  expect(runs).toBe(1);
});

it('tells onUnhandled nothing of a rejection that it shows', async () => {
  const seen: unknown[] = [];
  Deferred.onUnhandled = ({ reason }) => seen.push(reason);
  const shown = Deferred();
  TestBed.runInInjectionContext(() => toResource(shown));
  shown.reject('shown');
  Deferred().reject('unseen');
  await dueTimers();
  await dueTimers();
  delete Deferred.onUnhandled;
  expect(seen).toStrictEqual(['unseen']);
});

it('expects a deferred', () => {
  expect(() => toResource(1 as never)).toThrow(
    new TypeError('Expected source to be a deferred or a promise of this package, got number'),
  );
});

it('shows a resolution with the words of an abort as what it is', () => {
  const d = Deferred<[value: object, text: string]>();
  const resource = TestBed.runInInjectionContext(() => toResource(d));
  const error = AbortSignal.abort().reason as object;
  d.resolve(error, 'abort');
  expect(resource.value()).toBe(error);
});
