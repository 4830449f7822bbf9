import { observable } from 'mobx';
import { isReactive, reactive, ref, shallowReactive } from 'vue';
import { Deferred, oneShot, toDeferred, when, type DeferredPromise } from 'rx-deferred';
import { recorder } from '../support/recorder.js';

const kinds: [name: string, of: (d: Deferred<number>) => DeferredPromise<number>][] = [
  ['Deferred()', (d) => d],
  ['promise()', (d) => d.promise()],
  ['promise(target)', (d) => d.promise({})],
  ['then()', (d) => d.then((n) => n)],
  ['when()', (d) => when(d)],
  ['toDeferred()', (d) => toDeferred(d)],
  ['oneShot().get()', (d) => oneShot(() => d).get()],
];

const stores: [name: string, store: <T extends object>(value: T) => { value: T }][] = [
  ['reactive of Vue', (value) => reactive({ value }) as { value: typeof value }],
  ['ref of Vue', (value) => ref(value) as { value: typeof value }],
  ['shallowReactive of Vue', (value) => shallowReactive({ value })],
  ['observable of MobX', (value) => observable({ value })],
  [
    'observable.box of MobX',
    (value) => {
      const box = observable.box(value);
      return {
        get value() {
          return box.get();
        },
      };
    },
  ],
];

describe.each(stores)('in a %s', (_, store) => {
  it.each(kinds)('works as it does outside: %s', async (_kind, of) => {
    const d = Deferred<number>();
    const promise = of(d);
    const { value: stored } = store(promise);
    const done = recorder();
    expect(stored.done(done).state()).toBe('pending');
    d.resolve(7);
    expect(await stored).toBe(7);
    expect([stored.state(), done.calls]).toStrictEqual(['resolved', [[7]]]);
    expect(stored.outcome()).toMatchObject({ state: 'resolved', args: [7] });
    expect(await stored.then((n) => n + 1)).toBe(8);
  });

  it('settles', () => {
    const { value: d } = store(Deferred<number>());
    const done = recorder();
    d.done(done).notify(1).resolve(7);
    expect([d.state(), done.calls]).toStrictEqual(['resolved', [[7]]]);
  });
});

describe('reactive of Vue', () => {
  it.each(kinds.filter(([name]) => name !== 'promise(target)'))('leaves it alone: %s', (_, of) => {
    const promise = of(Deferred<number>());
    expect(reactive(promise)).toBe(promise);
    expect(isReactive(reactive(promise))).toBe(false);
    expect(reactive({ promise }).promise).toBe(promise);
  });
});
