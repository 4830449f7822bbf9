import { Deferred, isDeferred, when, type DeferredPromise } from 'rx-deferred';
import { firstValueFrom, forkJoin, from, of, switchMap, type Observable, type ObservableInput } from 'rxjs';

import { compiles, typeOf, type User } from './expect-type.js';

const d = Deferred<[user: User, ms: number], Error, [percent: number]>();
const n = Deferred<number>();
const none = Deferred<void>();

describe('a deferred as a promise', () => {
  compiles('is PromiseLike, and awaitable as one', () => {
    const likes: [PromiseLike<User>, PromiseLike<void>, PromiseLike<number>] = [d, none, n.promise()];
    typeOf<Awaited<typeof d>>().is<User>();
    // @ts-expect-error a number is no string
    const wrong: PromiseLike<string> = n;
    return [likes, wrong];
  });

  compiles('goes into the combinators of Promise', async () => {
    typeOf(await Promise.all([d, n, none, Promise.resolve('a')])).is<[User, number, void, string]>();
    typeOf(await Promise.race([d, n])).is<User | number>();
    typeOf(await Promise.any([d, n.promise()])).is<User | number>();
    typeOf(await Promise.allSettled([d])).is<[PromiseSettledResult<User>]>();
    typeOf(Promise.resolve(d)).is<Promise<User>>();
  });

  compiles('may be returned by async functions and promise handlers', () => {
    async function load(): Promise<User> {
      return d;
    }
    typeOf(load().then(() => n)).is<Promise<number>>();
    async function generic<T>(promise: DeferredPromise<[value: T]>): Promise<T> {
      return await promise;
    }
    typeOf(generic<number>(n)).is<Promise<number>>();
  });
});

describe('a deferred as an RxJS source', () => {
  compiles('is ObservableInput of its first argument', () => {
    const inputs: [ObservableInput<User>, ObservableInput<void>, ObservableInput<unknown>] = [d, none, Deferred()];
    typeOf(from(d)).is<Observable<User>>();
    typeOf(from(d.promise())).is<Observable<User>>();
    typeOf(from(none)).is<Observable<void>>();
    return inputs;
  });

  compiles('goes into operators', async () => {
    typeOf(forkJoin([d, n])).is<Observable<[User, number]>>();
    typeOf(forkJoin({ user: d, n: n.promise() })).is<Observable<{ user: User; n: number }>>();
    typeOf(of(1).pipe(switchMap(() => d))).is<Observable<User>>();
    typeOf(of(1).pipe(switchMap(() => d.then((_, ms) => ms)))).is<Observable<number>>();
    typeOf(await firstValueFrom(from(n))).is<number>();
  });
});

/** The methods of a deferred that its promise has not. */
type Settling = 'resolve' | 'resolveWith' | 'reject' | 'rejectWith' | 'notify' | 'notifyWith';

describe('promise()', () => {
  compiles('has no method that settles', () => {
    const promise = d.promise();
    typeOf(promise).is<DeferredPromise<[user: User, ms: number], Error, [percent: number]>>();
    typeOf(promise.promise()).is<typeof promise>();
    typeOf(d.promise(null)).is<typeof promise>();
    typeOf<Extract<keyof typeof promise, Settling>>().is<never>();
    // @ts-expect-error a promise is no deferred
    const deferred: Deferred<[user: User, ms: number], Error, [percent: number]> = promise;
    return deferred;
  });

  compiles('extends a target, whose chained calls return the target', () => {
    const dialog = d.promise({ title: 'Save?' });
    typeOf(dialog.title).is<string>();
    typeOf(dialog.done((user) => typeOf(user).is<User>()).title).is<string>();
    const double = n.promise((value: number) => 2 * value);
    typeOf(double(1)).is<number>();
    typeOf(double.done().fail()(1)).is<number>();
    // @ts-expect-error a number is no target
    d.promise(1);
  });
});

describe('a deferred where less is asked for', () => {
  compiles('is a promise, also of wider channels', () => {
    const promise: DeferredPromise<[user: User, ms: number], Error, [percent: number]> = d;
    const wider: DeferredPromise<string | number> = n;
    const widest: DeferredPromise = d;
    // @ts-expect-error the channel of numbers is not one of strings
    const other: DeferredPromise<string> = n;
    return [promise, wider, widest, other];
  });

  compiles('is the same however one argument is written', () => {
    const results: DeferredPromise<number>[] = [n, n.then((value) => value + 1), when(1), Deferred<[value: number]>()];
    const lists: DeferredPromise<[value: number]>[] = [n, n.promise()];
    const nothing: DeferredPromise<void>[] = [none, Deferred<[]>(), none.then(() => undefined), when()];
    const arrays: DeferredPromise<number[]>[] = [n.then((value) => [value]), when([1])];
    const either: DeferredPromise<number | string>[] = [n, n.catch(() => 'none')];
    // @ts-expect-error the result is no string
    const wrong: DeferredPromise<string> = n.then((value) => value + 1);
    return [results, lists, nothing, arrays, either, wrong];
  });
});

describe('isDeferred()', () => {
  compiles('narrows', () => {
    const something: unknown = d;
    if (isDeferred(something)) {
      typeOf(something).is<Deferred>();
    }
    const either = [d, 'text'].pop();
    if (isDeferred(either)) {
      typeOf(either).is<typeof d>();
    } else {
      typeOf(either).is<string | undefined>();
    }
  });
});

describe('state()', () => {
  compiles('is one of three', () => {
    typeOf(d.state()).is<'pending' | 'resolved' | 'rejected'>();
  });
});
