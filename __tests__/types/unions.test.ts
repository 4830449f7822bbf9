import { Deferred, when, type DeferredPromise } from 'rx-deferred';
import { get, type AjaxProgress, type JqXHR, type SuccessStatus } from 'rx-deferred/ajax';

import { compiles, typeOf, type User } from './expect-type.js';

describe('handlers that get one of several lists', () => {
  compiles('take as many arguments as they like: a value or nothing', () => {
    const d = Deferred<void, Error>();
    d.always(() => 1);
    d.always((error) => {
      typeOf(error).is<Error | undefined>();
    });
    d.always((error?: Error) => error);
  });

  compiles('take as many arguments as they like: lists of different length', () => {
    const d = Deferred<[user: User, ms: number], Error>();
    d.always((value) => {
      typeOf(value).is<User | Error>();
    });
    d.always((value, ms) => {
      typeOf(value).is<User | Error>();
      typeOf(ms).is<number | undefined>();
    });
    d.always((value: User | Error) => value);
    // @ts-expect-error it may also be a user
    d.always((value: Error) => value);
  });

  compiles('take as many arguments as they like: three and two', () => {
    const d = Deferred<[data: User, status: string, xhr: object], [xhr: object, status: string]>();
    d.always((dataOrXhr, status, xhr) => {
      typeOf(dataOrXhr).is<User | object>();
      typeOf(status).is<string>();
      typeOf(xhr).is<object | undefined>();
    });
  });

  compiles('take as many arguments as they like: types of which one is assignable to the other', () => {
    const d = Deferred<[name: { name: string }, ms: number], Error>();
    d.always((first, ms) => {
      typeOf(first).is<{ name: string } | Error>();
      typeOf(ms).is<number | undefined>();
    });
  });

  compiles('take no more than the longest list has', () => {
    // @ts-expect-error there are two at most
    Deferred<[user: User, ms: number], Error>().always((user: User | Error, ms: number, third: unknown) => third);
  });

  compiles('take optional and rest elements of either', () => {
    const d = Deferred<[a: string, b?: number], [x: boolean, ...rest: Date[]]>();
    d.always((first, second, third) => {
      typeOf(first).is<string | boolean>();
      typeOf(second).is<number | Date | undefined>();
      typeOf(third).is<number | Date | undefined>();
    });
  });

  compiles('are forwarded to a deferred of either', () => {
    Deferred<[user: User, ms: number], Error>().always(Deferred<User | Error>().resolve);
    // @ts-expect-error a user is no Error
    Deferred<[user: User, ms: number], Error>().always(Deferred<Error>().resolve);
  });

  compiles('come after catch, then and when', () => {
    const d = Deferred<[user: User, ms: number], Error>();
    d.catch(() => 'none').done((value, ms) => {
      typeOf(value).is<User | string>();
      typeOf(ms).is<number | undefined>();
    });
    d.catch(() => 'none').then((value, ms) => {
      typeOf(value).is<User | string>();
      typeOf(ms).is<number | undefined>();
    });
    when(d, Deferred<void, [error: TypeError, status: number]>()).fail((error, status) => {
      typeOf(error).is<Error | TypeError>();
      typeOf(status).is<number | undefined>();
    });
  });
});

describe('a function that returns one of several promises', () => {
  const isCached = Math.random() > 0.5;
  const cached = () => (isCached ? Deferred<string>() : get<string>('/x'));
  const either = () =>
    isCached ? Deferred<string, Error, number>().promise() : Deferred<[id: number, at: Date], RangeError>().promise();
  const three = () => [Deferred<string, never>(), Deferred<number>().promise(), get<User>('/x')][Math.random()];
  const nothing = () => (isCached ? Deferred<void, Error>() : Deferred<string, Error>().promise());
  const same = (): DeferredPromise<string> | DeferredPromise<[value: string]> => Deferred<string>();

  compiles('has a result whose then() takes any of the lists', async () => {
    typeOf(cached()).is<Deferred<string> | JqXHR<string>>();
    cached().then((text) => typeOf(text).is<string>());
    either().then((first, at) => {
      typeOf(first).is<string | number>();
      typeOf(at).is<Date | undefined>();
    });
    three()?.then((value) => typeOf(value).is<string | number | User>());
    nothing().then((value) => typeOf(value).is<string | void>());
    same().then((value) => typeOf(value).is<string>());
    typeOf(await cached().then((text) => text.length)).is<number>();
    typeOf(await either().then(async (first) => Promise.resolve(first))).is<string | number>();
  });

  compiles('has a result whose then() gives what then() of one promise gives', () => {
    type Whole = DeferredPromise<[value: string] | [id: number, at: Date], [value: Error] | [value: RangeError]>;
    typeOf(either().then()).is<Whole>();
    typeOf(either().then(null, undefined)).is<Whole>();
    typeOf(either().then((first) => String(first))).is<DeferredPromise<[value: string]>>();
    typeOf(either().then(null, () => true)).is<
      DeferredPromise<[value: string] | [id: number, at: Date] | [value: boolean]>
    >();
    typeOf(
      either().then(
        () => 1,
        (error) => error.message,
      ),
    ).is<DeferredPromise<[value: string | number]>>();
    typeOf(
      either().then(() => {
        throw new Error('always');
      }),
    ).is<DeferredPromise<never>>();
    typeOf(cached().then(() => Deferred<[a: string, b: boolean], never, number>())).is<
      DeferredPromise<[a: string, b: boolean]>
    >();
    typeOf(either().then(null, null, (percent) => [percent])).is<
      DeferredPromise<
        [value: string] | [id: number, at: Date],
        [value: Error] | [value: RangeError],
        [value: unknown[]]
      >
    >();
    get<string>('/x').progress((progress) => typeOf(progress).is<AjaxProgress>());
  });

  compiles('has a result that can be awaited', async () => {
    typeOf(await cached()).is<string>();
    typeOf(await either()).is<string | number>();
    typeOf(await three()).is<string | number | User | undefined>();
    typeOf(await nothing()).is<string | void>();
    const promise: Promise<string | number> = either();
    const like: PromiseLike<string> = cached();
    // @ts-expect-error it may be a number
    const wrong: Promise<string> = either();
    return [promise, like, wrong];
  });

  compiles('has a result whose catch() takes any of the reasons', async () => {
    either().catch((error) => typeOf(error).is<Error | RangeError>());
    cached().catch((reason) => typeOf(reason).is<unknown>());
    typeOf(await either().catch((error) => error)).is<string | number | Error | RangeError>();
    typeOf(either().catch()).is<
      DeferredPromise<[value: string] | [id: number, at: Date], [value: Error] | [value: RangeError]>
    >();
    typeOf(
      await nothing().catch(() => {
        throw new Error('always');
      }),
    ).is<string | void>();
  });

  compiles('has a result that when() takes, even if it is a promise of another kind', async () => {
    const mixed = () => (isCached ? Promise.resolve('cached') : get<string>('/x'));
    typeOf(await mixed()).is<string>();
    when(mixed()).then((text, textStatus) => {
      typeOf(text).is<string>();
      typeOf(textStatus).is<SuccessStatus | undefined>();
    });
    when(either()).done((first, at) => {
      typeOf(first).is<string | number>();
      typeOf(at).is<Date | undefined>();
    });
    when(isCached ? [1] : Promise.resolve('a')).done((value) => typeOf(value).is<number[] | string>());
    when(isCached ? [1] : Deferred<string>()).done((value) => typeOf(value).is<number[] | string>());
    typeOf(await when(isCached)).is<boolean>();
  });

  compiles('has a result with the other methods', () => {
    either()
      .done(() => 1)
      .fail(() => 1)
      .always(() => 1);
    typeOf(either().state()).is<'pending' | 'resolved' | 'rejected'>();
    either()
      .finally(() => 1)
      .then((first) => typeOf(first).is<string | number>());
    either()
      .until(new AbortController().signal)
      .then((first) => typeOf(first).is<string | number>());
  });

  compiles('refuses callbacks that take only some of the lists', () => {
    // @ts-expect-error it may be a string
    either().then((id: number) => id);
    // @ts-expect-error it may be a number
    either().then((name: string) => name);
    // @ts-expect-error it may be no RangeError
    either().catch((reason: string) => reason);
    // @ts-expect-error a string is no callback
    either().then('callback');
  });
});
