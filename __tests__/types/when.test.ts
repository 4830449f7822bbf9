import { Deferred, when, type DeferredPromise } from 'rx-deferred';

import { compiles, typeOf, type User } from './expect-type.js';

const user = Deferred<User, Error>();
const size = Deferred<[width: number, height: number], [status: number, text: string]>();
const none = Deferred<void, never>();

describe('when()', () => {
  compiles('of nothing resolves with nothing', () => {
    const nothing = () => when();
    typeOf(nothing()).is<DeferredPromise<void, never, never>>();
    typeOf<Awaited<ReturnType<typeof nothing>>>().is<void>();
  });

  compiles('of one deferred keeps its arguments', async () => {
    when(size)
      .done((width, height) => typeOf([width, height] as const).is<readonly [number, number]>())
      .fail((status, text) => typeOf([status, text] as const).is<readonly [number, string]>());
    when(user).fail((error) => typeOf(error).is<Error>());
    typeOf(await when(size)).is<number>();
  });

  compiles('of one other value has one argument: what a promise resolves with, or the value itself', async () => {
    when(Promise.resolve(user)).done((value) => typeOf(value).is<User>());
    typeOf(await when(1)).is<number>();
    typeOf(await when('a')).is<string>();
    when([user, size]).done((list) => typeOf(list).is<(typeof user | typeof size)[]>());
  });

  compiles('of several has one argument for each', async () => {
    const all = when(user, size, none, 1, Promise.resolve('text'));
    typeOf(all).is<
      DeferredPromise<[User, [width: number, height: number], undefined, number, string], unknown, never>
    >();
    all.done((first, [width], third, fourth, fifth) => {
      typeOf(first).is<User>();
      typeOf(width).is<number>();
      typeOf(third).is<undefined>();
      typeOf(fourth).is<number>();
      typeOf(fifth).is<string>();
    });
    typeOf(await all).is<User>();
  });

  compiles('of a spread array has any number of arguments', async () => {
    const users = [user].map(() => Deferred<User, Error>());
    const all = when(...users);
    all.done((...list) => typeOf(list).is<[value?: User, ...values: User[]]>());
    all.fail((error) => typeOf(error).is<Error>());
    typeOf(await all).is<User | undefined>();
    when(...([user, size] as const)).done((first, second) => {
      typeOf(first).is<User>();
      typeOf(second).is<[width: number, height: number]>();
    });
  });

  compiles('never rejects where nothing in it does, and with anything where a promise is in it', () => {
    typeOf(when(none, 1)).is<DeferredPromise<[undefined, number], never, never>>();
    when(user, Promise.resolve(1)).fail((reason) => typeOf(reason).is<unknown>());
    when(user, none).fail((reason) => typeOf(reason).is<Error>());
    when(user, Deferred<void, TypeError | string>()).fail((reason) => typeOf(reason).is<Error | string>());
  });

  compiles('gives for an open list whatever may become of it', () => {
    when(Deferred(), 1).done((list) => typeOf(list).is<unknown>());
    when(Deferred<[a?: number]>(), 1).done((list) => typeOf(list).is<undefined | number | [a?: number]>());
    when(Deferred<[a: number, ...rest: string[]]>(), 1).done((list) =>
      typeOf(list).is<number | [a: number, ...rest: string[]]>(),
    );
  });

  compiles('may reject with anything where a value may be a promise', () => {
    const value: unknown = 1;
    when(value, 1).fail((reason) => typeOf(reason).is<unknown>());
  });

  compiles('gives a promise, not a deferred', () => {
    const promise: DeferredPromise<User, Error, never> = when(user);
    // @ts-expect-error it cannot be settled
    const deferred: Deferred<User, Error, never> = promise;
    return deferred;
  });
});
