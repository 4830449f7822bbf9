/** @jest-environment jsdom */
import './test-bed.js';

import * as angular from '@angular/core';
import { signal, VERSION, type Resource, type Signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Deferred } from 'rx-deferred';
import { deferredResource, toResource, type DeferredResourceSnapshot } from 'rx-deferred/angular';

const major = Number(VERSION.major);

// Not all versions have them.
const { resource, resourceFromSnapshots } = angular as unknown as {
  resource: (options: {
    params: (context: { chain: <T>(resource: Resource<T>) => T }) => unknown;
    loader: (context: { params: unknown }) => Promise<unknown>;
  }) => Resource<unknown>;
  resourceFromSnapshots: <T>(source: () => DeferredResourceSnapshot<T>) => Resource<T>;
};

it('runs with the version of Angular that is wanted', () => {
  expect(VERSION.full).toBe(process.env['ANGULAR_VERSION'] ?? VERSION.full);
});

it('makes resources of resources: what one loads, the next one reads', () => {
  const id = signal('a');
  const loads = { a: Deferred<string>(), b: Deferred<string>() };
  const [first, second] = TestBed.runInInjectionContext(() => {
    const first = deferredResource(() => loads[id() as 'a' | 'b']);
    return [
      first,
      deferredResource(() => (first.hasValue() ? Deferred<string>().resolve(first.value() + '!') : undefined)),
    ];
  });
  TestBed.tick();
  expect(second.status()).toBe('idle');
  loads.a.resolve('one');
  TestBed.tick();
  expect(second.value()).toBe('one!');
  id.set('b');
  TestBed.tick();
  expect(second.status()).toBe('idle');
  expect(first.status()).toBe('loading');
});

if (major >= 21) {
  it('gives its snapshots to resourceFromSnapshots', () => {
    const d = Deferred<string>();
    const composed = TestBed.runInInjectionContext(() => {
      const inner = toResource(d);
      return resourceFromSnapshots(() => inner.snapshot());
    });
    expect(composed.status()).toBe('loading');
    d.resolve('Ada');
    expect(composed.value()).toBe('Ada');
    expect(composed.hasValue()).toBe(true);
  });

  it('gives the snapshot of an error to resourceFromSnapshots', () => {
    const composed = TestBed.runInInjectionContext(() => {
      const inner = toResource(Deferred<string>().reject('gone'));
      return resourceFromSnapshots(() => inner.snapshot());
    });
    expect(composed.status()).toBe('error');
    expect(composed.error()?.message).toBe('gone');
    expect(composed.hasValue()).toBe(false);
  });
}

if (major >= 22) {
  it('is chained by the params of a resource', async () => {
    const d = Deferred<string>();
    const chained = TestBed.runInInjectionContext(() => {
      const inner = toResource(d);
      return resource({
        params: ({ chain }) => chain(inner),
        loader: ({ params }) => Promise.resolve(`params: ${String(params)}`),
      });
    });
    TestBed.tick();
    expect(chained.status()).toBe('loading');
    d.resolve('Ada');
    await TestBed.inject(angular.ApplicationRef).whenStable();
    expect(chained.value()).toBe('params: Ada');
  });
}

it('has the members of a resource of Angular, and its types', () => {
  const shown = TestBed.runInInjectionContext(() => toResource(Deferred<string>().resolve('Ada')));
  const own: Resource<string | undefined> = shown;
  const names: Signal<string | undefined> = own.value;
  expect(names()).toBe('Ada');
  expect(own.hasValue() && own.value().length).toBe(3);
});
