import { Deferred, when } from 'rx-deferred';

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
