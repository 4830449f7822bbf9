import { Deferred, when, type DeferredPromise } from 'rx-deferred';
import { from, type Observable } from 'rxjs';

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

  compiles('of a spread array has one argument for each element, however many there are (S28)', async () => {
    const users = [user].map(() => Deferred<User, Error>());
    const readonly: readonly Deferred<User, Error>[] = users;
    const all = when(...users);
    typeOf(all).is<DeferredPromise<[value?: User, ...values: User[]], [value: Error], never>>();
    all.done((first, second) => [typeOf(first).is<User>(), typeOf(second).is<User>()]);
    all.done((...list) => typeOf(list).is<User[]>());
    all.then((first, second) => [typeOf(first).is<User>(), typeOf(second).is<User>()]);
    typeOf(await all.then((...list) => list.map(({ name }) => name))).is<string[]>();
    all.fail((error) => typeOf(error).is<Error>());
    when(...readonly).done((...list) => typeOf(list).is<User[]>());
    when(...([user, size] as const)).done((first, second) => {
      typeOf(first).is<User>();
      typeOf(second).is<[width: number, height: number]>();
    });
  });

  compiles('of a spread array may have no first argument, which await gives', async () => {
    const users = [user].map(() => Deferred<User, Error>());
    const all = when(...users);
    typeOf(await all).is<User | undefined>();
    typeOf<Awaited<typeof all>>().is<User | undefined>();
    typeOf(from(all)).is<Observable<User | undefined>>();
  });

  compiles('of a spread array has one argument for each element, of whatever kind', () => {
    const is = <T>() => ({ of: (...list: T[]) => list });
    when(...[1].map(() => Deferred<void>())).done((...list) => typeOf(list).is<undefined[]>());
    when(...[1].map(() => Deferred())).done((...list) => typeOf(list).is<unknown[]>());
    when(...[1].map(() => Deferred<string | undefined>())).done((...list) => typeOf(list).is<(string | undefined)[]>());
    when(...[1].map((n): Promise<unknown> => Promise.resolve(n))).done((...list) => typeOf(list).is<unknown[]>());
    when(...[1].map((n): unknown => n)).done((...list) => typeOf(list).is<unknown[]>());
    when(...[1].map(() => Deferred<User[]>())).done((...list) => typeOf(list).is<User[][]>());
    const mixed: (Deferred<User, Error> | Promise<string> | number)[] = [];
    when(...mixed).done((...list) => typeOf(list).is<(User | string | number)[]>());
    when(...mixed).done(is<User | string | number>().of);
    function generic<T>(list: DeferredPromise<[value: T]>[]) {
      return when(...list).done((...values) => values.map((value) => value));
    }
    return generic;
  });

  compiles('of a tuple with a rest has the elements of the tuple, and then any number', async () => {
    const users = [user].map(() => Deferred<User, Error>());
    const after = when(user, ...users.map(() => size));
    after.done((first, second, third) => {
      typeOf(first).is<User>();
      typeOf(second).is<[width: number, height: number]>();
      typeOf(third).is<[width: number, height: number]>();
    });
    after.done((first, ...others) => [
      typeOf(first).is<User>(),
      typeOf(others).is<[width: number, height: number][]>(),
    ]);
    typeOf(await after).is<User>();
    when(...users, none).done((...list) => typeOf(list).is<[...User[], undefined]>());
    when(1, ...[1].map(() => none)).done((first, ...others) => [
      typeOf(first).is<number>(),
      typeOf(others).is<undefined[]>(),
    ]);
  });

  compiles(
    'of a spread array of one keeps its arguments: so there are none, those of one, or one for each',
    async () => {
      type Size = [width: number, height: number];
      const sizes = [size].map(() => size);
      const all = when(...sizes);
      typeOf(all).is<
        DeferredPromise<
          [] | Size | [first: Size, second: Size, ...others: Size[]],
          [status: number, text: string],
          never
        >
      >();
      all.done((first, second) => [
        typeOf(first).is<number | Size | undefined>(),
        typeOf(second).is<number | Size | undefined>(),
      ]);
      all.done((...list) => typeOf(list).is<(number | Size | undefined)[]>());
      // @ts-expect-error the first may be a number
      all.done(([width]) => width);
      typeOf(await when.all(sizes)).is<Size[]>();
      typeOf<Awaited<typeof all>>().is<void | number | Size>();
      // eslint-disable-next-line prefer-spread -- as in old code
      typeOf(when.apply(null, sizes)).is<typeof all>();
    },
  );

  compiles('of a spread array of one follows the promise that it resolves with, of several does not (S29)', () => {
    const nested = [1].map(() => Deferred<Promise<User>>());
    when(...nested).done((first, second) => [
      typeOf(first).is<User | Promise<User> | undefined>(),
      typeOf(second).is<Promise<User> | undefined>(),
    ]);
  });

  compiles('of one value and a spread array may be of that value alone', async () => {
    const users = [user].map(() => Deferred<User, Error>());
    type Size = [width: number, height: number];
    typeOf(when(size, ...users)).is<
      DeferredPromise<Size | [Size, ...User[]], [status: number, text: string] | [value: Error], never>
    >();
    typeOf(when(...users, size)).is<
      DeferredPromise<Size | [...User[], Size], [status: number, text: string] | [value: Error], never>
    >();
    when(size, 1, ...users).done(([width], n, ...others) => {
      typeOf([width, n]).is<number[]>();
      typeOf(others).is<User[]>();
    });
    typeOf(await when(size, ...users)).is<number | Size>();
  });

  compiles('of a spread array with handlers of either outcome has the elements or the reason', () => {
    const users = [user].map(() => Deferred<User, Error>());
    when(...users).always((first, second) => {
      typeOf(first).is<User | Error | undefined>();
      typeOf(second).is<User>();
    });
  });

  /* eslint-disable prefer-spread, prefer-rest-params -- as in old code */
  compiles('takes a list by apply() and call(), as in old code for jQuery', async () => {
    const users = [user].map(() => Deferred<User, Error>());
    const readonly: readonly Deferred<User, Error>[] = users;
    const all = when.apply(null, users);
    typeOf(all).is<DeferredPromise<[value?: User, ...values: User[]], [value: Error], never>>();
    all.done((first, second) => [typeOf(first).is<User>(), typeOf(second).is<User>()]);
    all.done((...list) => typeOf(list).is<User[]>());
    when.apply(undefined, readonly).done((...list) => typeOf(list).is<User[]>());
    when.apply(when, [size, 1]).done(([width], n) => [typeOf(width).is<number>(), typeOf(n).is<number>()]);
    when.apply(null, [size]).done((width, height) => [typeOf(width).is<number>(), typeOf(height).is<number>()]);
    typeOf(when.apply(null, [])).is<DeferredPromise<void, never, never>>();
    typeOf(when.apply(null)).is<DeferredPromise<void, never, never>>();
    typeOf(await when.call(null, user, 1)).is<User>();
    typeOf(when.call(null, size)).is<
      DeferredPromise<[width: number, height: number], [status: number, text: string], never>
    >();
    (function () {
      when.apply(null, arguments).done((...list) => typeOf(list).is<unknown[]>());
    })();
    // @ts-expect-error a deferred is no list
    when.apply(null, user);
  });
  /* eslint-enable prefer-spread, prefer-rest-params */

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
