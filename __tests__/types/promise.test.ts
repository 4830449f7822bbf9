import { Deferred, toDeferred, when, type AbortablePromise, type DeferredPromise } from 'rx-deferred';
import type { JqXHR } from 'rx-deferred/ajax';
import { of } from 'rxjs';

import { compiles, typeOf, type User } from './expect-type.js';

/** A function of a third party, which takes a native promise. */
declare function same<T>(promise: Promise<T>): Promise<T>;

declare const xhr: JqXHR<User>;
declare const abortable: AbortablePromise<string>;

const d = Deferred<string, Error, number>();
const list = Deferred<[user: User, ms: number], Error>();
const none = Deferred<void>();
const empty = Deferred<[]>();
const unknown = Deferred();
const never = Deferred<never>();
const users = Deferred<User[]>();
const optional = Deferred<[name?: string]>();
const either = Deferred<string | number>();
const lists = Deferred<[name: string] | [id: number, found: boolean]>();

describe('a deferred where a Promise is wanted', () => {
  compiles('is one of its first argument, in every form of channel', () => {
    const promises: [
      Promise<string>,
      Promise<User>,
      Promise<void>,
      Promise<void>,
      Promise<unknown>,
      Promise<never>,
      Promise<User[]>,
      Promise<string | undefined>,
      Promise<string | number>,
      Promise<string | number>,
    ] = [d, list, none, empty, unknown, never, users, optional, either, lists];
    return promises;
  });

  compiles('is one by its promise, and by whatever extends it', () => {
    const p: Promise<string> = d.promise();
    const user: Promise<User> = list.promise();
    const nothing: Promise<void> = none.promise();
    const aborted: Promise<string> = abortable;
    const response: Promise<User> = xhr;
    const source: Promise<number> = toDeferred(of(1));
    const target: Promise<string> = d.promise({ title: 'Save?' });
    return [p, user, nothing, aborted, response, source, target];
  });

  compiles('is one of a wider type', () => {
    const wider: [Promise<string | number>, Promise<unknown>, Promise<object>] = [d, list, users];
    return wider;
  });

  compiles('is none of another type', () => {
    // @ts-expect-error a string is no number
    const value: Promise<number> = d.promise();
    // @ts-expect-error a string is no number
    const deferred: Promise<number> = d;
    // @ts-expect-error the first argument is a user
    const second: Promise<number> = list;
    // @ts-expect-error there is no value
    const nothing: Promise<string> = none;
    // @ts-expect-error void is not undefined
    const voided: Promise<undefined> = empty;
    // @ts-expect-error an array is no element
    const element: Promise<User> = users;
    // @ts-expect-error the data is a user
    const response: Promise<string> = xhr;
    // @ts-expect-error a string is no number
    const aborted: Promise<number> = abortable;
    return [value, deferred, second, nothing, voided, element, response, aborted];
  });

  compiles('is none of a narrower type', () => {
    // @ts-expect-error it may be a number
    const half: Promise<string> = either;
    // @ts-expect-error it may be a number
    const like: PromiseLike<string> = either.promise();
    // @ts-expect-error it may be an id
    const first: Promise<string> = lists;
    // @ts-expect-error it may be left out
    const given: Promise<string> = optional;
    // @ts-expect-error it may be anything
    const known: Promise<string> = unknown.promise();
    return [half, like, first, given, known];
  });

  compiles('is no deferred of other channels for that', () => {
    // @ts-expect-error the channel of numbers is not one of strings
    const other: DeferredPromise<string> = Deferred<number>();
    // @ts-expect-error it may be a number
    const narrower: DeferredPromise<string> = either;
    // @ts-expect-error a native promise has no handlers
    const native: DeferredPromise<string> = Promise.resolve('a');
    // @ts-expect-error what resolves the one leaves out an argument of the other
    const longer: Deferred<[text: string, ...numbers: number[]]> = Deferred<[text: string, number: number]>();
    return [other, narrower, native, longer];
  });
});

describe('then(), catch() and finally() where a Promise is wanted', () => {
  compiles('are one of what they come to', () => {
    const length: Promise<number> = d.then((s) => s.length);
    const second: Promise<number> = list.then((_, ms) => ms);
    const chained: Promise<User> = d.then(() => list);
    const native: Promise<number> = d.then(async (s) => Promise.resolve(s.length));
    const both: Promise<number | null> = d.then(
      (s) => s.length,
      () => null,
    );
    const rescued: Promise<string | null> = d.catch(() => null);
    const other: Promise<string | User> = d.catch(() => list);
    const closed: Promise<User> = list.finally(() => undefined);
    return [length, second, chained, native, both, rescued, other, closed];
  });

  compiles('are none of anything else', () => {
    // @ts-expect-error the length is a number
    const length: Promise<string> = d.then((s) => s.length);
    // @ts-expect-error it may be null
    const rescued: Promise<string> = d.catch(() => null);
    // @ts-expect-error it is the string
    const closed: Promise<number> = d.finally(() => 1);
    return [length, rescued, closed];
  });

  compiles('take a callback that may be missing, as those of a Promise do', () => {
    const onRejected = [() => 1].pop();
    const onFinally = [() => undefined].pop();
    typeOf(d.catch(onRejected)).is<DeferredPromise<[value: string] | [value: number], unknown, number>>();
    typeOf(d.finally(onFinally)).is<DeferredPromise<string, unknown, number>>();
    typeOf(d.then(null, onRejected)).is<DeferredPromise<[value: string] | [value: number], unknown, number>>();
  });
});

describe('functions that ask for a Promise', () => {
  compiles('infer the value', () => {
    typeOf(same(d)).is<Promise<string>>();
    typeOf(same(d.promise())).is<Promise<string>>();
    typeOf(same(list)).is<Promise<User>>();
    typeOf(same(none)).is<Promise<void>>();
    typeOf(same(empty)).is<Promise<void>>();
    typeOf(same(unknown)).is<Promise<unknown>>();
    typeOf(same(never)).is<Promise<never>>();
    typeOf(same(users)).is<Promise<User[]>>();
    typeOf(same(optional)).is<Promise<string | undefined>>();
    typeOf(same(either)).is<Promise<string | number>>();
    typeOf(same(lists)).is<Promise<string | number>>();
    typeOf(same(abortable)).is<Promise<string>>();
    typeOf(same(xhr)).is<Promise<User>>();
    typeOf(same(d.then((s) => s.length))).is<Promise<number>>();
    typeOf(same(d.catch(() => 1))).is<Promise<string | number>>();
    typeOf(same(list.finally(() => 1))).is<Promise<User>>();
    typeOf(same(when(1, d))).is<Promise<number>>();
    typeOf(same(when.all([d, none]))).is<Promise<[string, undefined]>>();
  });

  compiles('take arrays and callbacks that give them', () => {
    const all = async (promises: Promise<string>[]): Promise<string[]> => Promise.all(promises);
    const retry = async (attempt: () => Promise<User>): Promise<User> => attempt();
    return [all([d, d.promise(), Promise.resolve('a')]), retry(() => list.promise()), retry(() => xhr)];
  });

  compiles('may be generic themselves', () => {
    const wait = <T>(promise: DeferredPromise<[value: T, ms: number]>): Promise<T> => promise;
    const load = <T>(response: JqXHR<T>): Promise<T> => response.finally(() => undefined);
    const first = <T>(value: T): Promise<T> => Deferred<[value: T]>().resolve(value).promise();
    typeOf(first(1)).is<Promise<number>>();
    return [wait, load];
  });
});

describe('a deferred among promises', () => {
  compiles('is awaited by the combinators', async () => {
    typeOf(await Promise.all([d, d.promise(), list, none])).is<[string, string, User, void]>();
    typeOf(await Promise.allSettled([d.promise(), list])).is<
      [PromiseSettledResult<string>, PromiseSettledResult<User>]
    >();
    typeOf(await Promise.race([d, list.promise()])).is<string | User>();
    typeOf(await Promise.any([xhr, abortable])).is<User | string>();
  });

  compiles('is returned as a Promise by functions, async or not', () => {
    async function later(): Promise<string> {
      return d.promise();
    }
    function now(): Promise<User> {
      return list.promise();
    }
    typeOf(Promise.resolve(1).then(() => d.promise())).is<Promise<string>>();
    return [later, now];
  });

  compiles('is awaited as one of either kind', async () => {
    const cached = Math.random() > 0.5 ? Promise.resolve('a') : d.promise();
    const promise: Promise<string> = cached;
    typeOf(await cached).is<string>();
    return promise;
  });
});

describe('Symbol.toStringTag', () => {
  compiles('is a string, which a subclass and a target may set', () => {
    class Upload extends Deferred<string> {
      override get [Symbol.toStringTag]() {
        return 'Upload';
      }
    }
    typeOf(d[Symbol.toStringTag]).is<string>();
    typeOf(d.promise({ [Symbol.toStringTag]: 'Dialog' })[Symbol.toStringTag]).is<string>();
    const promise: Promise<string> = new Upload();
    return promise;
  });
});

describe('catch() with a callback that returns any', () => {
  const parse = (): ReturnType<typeof JSON.parse> => JSON.parse('1');

  compiles('keeps the channel beside it', () => {
    // @ts-expect-error it is a string, unless it was rejected
    const one: DeferredPromise<number> = d.catch(parse);
    // @ts-expect-error it has no second argument if it was rejected
    list.catch(parse).done((_, ms) => ms.toFixed());
    // @ts-expect-error a promise of strings gives one
    const half: { catch(onRejected: (error: unknown) => number): DeferredPromise<number> } = d.promise();
    return [one, half];
  });
});
