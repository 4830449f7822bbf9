/** @jest-environment jsdom */
import './test-bed.js';

import { HttpClient, provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting, type TestRequest } from '@angular/common/http/testing';
import { computed, linkedSignal, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { oneShot, toDeferred } from 'rx-deferred';
import { deferredMutation, deferredResource } from 'rx-deferred/angular';
import { Subject, timeout } from 'rxjs';

import { createScope } from './test-bed.js';

let http: HttpClient;
let requests: HttpTestingController;

beforeEach(() => {
  TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting()] });
  http = TestBed.inject(HttpClient);
  requests = TestBed.inject(HttpTestingController);
});

describe('a one-shot of a request', () => {
  const load = () => oneShot(() => http.get<string[]>('/users'));

  it('closes the request when the last resource that waits is destroyed', () => {
    const users = load();
    const [header, list] = [createScope(), createScope()];
    header.run(() => deferredResource(() => users.get()));
    list.run(() => deferredResource(() => users.get()));
    TestBed.tick();
    const request = requests.expectOne('/users');
    header.destroy();
    expect(request.cancelled).toBe(false);
    list.destroy();
    expect(request.cancelled).toBe(true);
  });

  it('goes on for a promise that nothing leaves', () => {
    const users = load();
    const page = createScope();
    users.get();
    page.run(() => deferredResource(() => users.get()));
    TestBed.tick();
    page.destroy();
    expect(requests.expectOne('/users').cancelled).toBe(false);
  });

  it('is loaded again once for all resources, also while it loads, by a signal that changes with it', () => {
    const users = load();
    const version = signal(0);
    const list = () => {
      version();
      return users.get();
    };
    const pages = [createScope(), createScope()].map((scope) => scope.run(() => deferredResource(list)));
    TestBed.tick();
    const old = requests.expectOne('/users');
    users.invalidate();
    version.set(1);
    TestBed.tick();
    expect(old.cancelled).toBe(true);
    requests.expectOne('/users').flush(['Ada']);
    expect(pages.map((page) => page.value())).toStrictEqual([['Ada'], ['Ada']]);
  });

  it('loads again for a filter and a version, by one request, and can show the list before', () => {
    const [role, version] = [signal('author'), signal(0)];
    const list = computed(() => {
      version();
      const params = { role: role() };
      return oneShot(() => http.get<string[]>('/users', { params }));
    });
    const pages = [createScope(), createScope()].map((scope) => scope.run(() => deferredResource(() => list().get())));
    const shown = pages.map((page) =>
      linkedSignal<string[] | undefined, string[]>({
        source: () => (page.hasValue() ? page.value() : undefined),
        computation: (names, previous) => names ?? previous?.value ?? [],
      }),
    );
    const names = () => shown.map((each) => each().join());
    const answer = (url: string, ...users: string[]) => {
      TestBed.tick();
      requests.expectOne(url).flush(users);
    };

    answer('/users?role=author', 'Ada');
    expect(names()).toStrictEqual(['Ada', 'Ada']);
    version.set(1);
    expect(names()).toStrictEqual(['Ada', 'Ada']);
    answer('/users?role=author', 'Ada', 'Grace');
    expect(names()).toStrictEqual(['Ada,Grace', 'Ada,Grace']);
    role.set('editor');
    TestBed.tick();
    const left = requests.expectOne('/users?role=editor');
    role.set('reader');
    answer('/users?role=reader', 'Radia');
    expect(left.cancelled).toBe(true);
    expect(names()).toStrictEqual(['Radia', 'Radia']);
  });

  it('keeps a load under way that is invalidated, because reload() does nothing then', () => {
    const users = load();
    const page = createScope().run(() => deferredResource(() => users.get()));
    TestBed.tick();
    users.invalidate();
    expect(page.reload()).toBe(false);
    requests.expectOne('/users').flush(['old']);
    expect(page.value()).toStrictEqual(['old']);
  });

  it('goes on when a mutation is aborted whose work has a done handler, and ends for one with then()', () => {
    const log: unknown[] = [];
    const post = (url: string) => toDeferred(http.post(url, null));
    const kept = TestBed.runInInjectionContext(() =>
      deferredMutation(() => post('/kept').done(() => log.push('done'))),
    );
    const left = TestBed.runInInjectionContext(() => deferredMutation(() => post('/left').then((value) => value)));
    kept();
    left();
    kept.abort();
    left.abort();
    expect([kept.status(), left.status()]).toStrictEqual(['idle', 'idle']);
    expect(['/kept', '/left'].map((url) => requests.expectOne(url).cancelled)).toStrictEqual([false, true]);
  });
});

describe('a mutation of a request', () => {
  const save = () => {
    const mutation = TestBed.runInInjectionContext(() =>
      deferredMutation((name: string) => http.put('/user', { name }), { concurrency: 'merge' }),
    );
    return { mutation, first: mutation('Ada') };
  };
  const areClosed = (all: TestRequest[]) => all.map(({ cancelled }) => cancelled);

  it('closes the request of a call that is aborted, and of no other', () => {
    const { mutation, first } = save();
    mutation('Grace');
    const both = requests.match('/user');
    first.abort();
    expect(areClosed(both)).toStrictEqual([true, false]);
    expect(mutation.isLoading()).toBe(true);
  });

  it('closes all requests when it is aborted itself', () => {
    const { mutation } = save();
    mutation('Grace');
    const both = requests.match('/user');
    mutation.abort();
    expect(areClosed(both)).toStrictEqual([true, true]);
  });
});

describe('a time limit', () => {
  const show = (load: Parameters<typeof deferredResource>[0]) => {
    const resource = TestBed.runInInjectionContext(() => deferredResource(load));
    TestBed.tick();
    return resource;
  };
  const users = () => oneShot(() => http.get<string[]>('/users')).get();

  it('by until of an observable shows as an abort', () => {
    const limit = new Subject<number>();
    const promise = users().until(limit);
    const resource = show(() => promise);
    limit.next(0);
    expect(promise.outcome()).toMatchObject({ args: [{ name: 'AbortError' }] });
    expect(resource.status()).toBe('idle');
  });

  it('by until of AbortSignal.timeout() rejects with a TimeoutError, and shows as an abort', async () => {
    const promise = users().until(AbortSignal.timeout(1));
    const resource = show(() => promise);
    await expect(promise).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(resource.status()).toBe('idle');
  });

  it('of the observable shows as an error', async () => {
    const promise = oneShot(() => http.get('/users').pipe(timeout(1))).get();
    const resource = show(() => promise);
    await expect(promise).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(resource.error()?.name).toBe('TimeoutError');
  });
});
