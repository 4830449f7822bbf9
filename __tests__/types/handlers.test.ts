import { Deferred, type DeferredPromise } from 'rx-deferred';

import { compiles, typeOf, type User } from './expect-type.js';

const d = Deferred<[user: User, ms: number], Error, [percent: number]>();

describe('handlers', () => {
  compiles('get the argument list of their channel', () => {
    d.done((user, ms) => {
      typeOf(user).is<User>();
      typeOf(ms).is<number>();
    });
    d.done((...list) => {
      typeOf(list).is<[user: User, ms: number]>();
    });
    d.fail((error) => {
      typeOf(error).is<Error>();
    });
    d.progress((percent) => {
      typeOf(percent).is<number>();
    });
    Deferred<User[]>().done((users) => {
      typeOf(users).is<User[]>();
    });
    Deferred<[a: string, b?: number]>().done((a, b) => {
      typeOf(a).is<string>();
      typeOf(b).is<number | undefined>();
    });
    Deferred<[a: string, ...rest: number[]]>().done((a, ...rest) => {
      typeOf(a).is<string>();
      typeOf(rest).is<number[]>();
    });
    Deferred().done((a, b) => {
      typeOf(a).is<unknown>();
      typeOf(b).is<unknown>();
    });
    Deferred<void, never>().fail((error) => {
      typeOf(error).is<never>();
    });
  });

  compiles('may take fewer arguments, and no more', () => {
    d.done(() => 1);
    d.done((user) => user.name);
    // @ts-expect-error there is no third argument
    d.done((user: User, ms: number, more: string) => more);
    // @ts-expect-error the argument is no string
    d.done((user: string) => user);
    // @ts-expect-error void has no argument
    Deferred<void>().done((value: string) => value);
  });

  compiles('may return anything', () => {
    d.done(async (user) => Promise.resolve(user));
    d.done((user) => user.name.length > 1 && user);
  });

  compiles('come alone, several, in arrays, nested, or not at all', () => {
    const perhaps = new Date().getHours() > 6 && ((user: User) => user.name);
    d.done(
      (user) => typeOf(user).is<User>(),
      [(_, ms) => typeOf(ms).is<number>(), [(user) => typeOf(user).is<User>()]],
      null,
      undefined,
      false,
      perhaps,
    );
    d.done();
    // @ts-expect-error a string is no handler
    d.done('handler');
    // @ts-expect-error nor is one in an array
    d.done([1]);
  });

  compiles('may say what this is', () => {
    d.done(function (this: { id: string }, user) {
      typeOf(this).is<{ id: string }>();
      typeOf(user).is<User>();
    });
    d.always(function (this: HTMLElement) {
      typeOf(this).is<HTMLElement>();
    });
  });

  compiles('of always get either argument list', () => {
    Deferred<string, Error>().always((value) => {
      typeOf(value).is<string | Error>();
    });
    Deferred<User[], never>().always((users) => {
      typeOf(users).is<User[]>();
    });
    Deferred<never, Error>().always((error) => {
      typeOf(error).is<Error>();
    });
    Deferred<void, void>().always((...list) => {
      typeOf(list).is<[]>();
    });
    Deferred<string>().always((value) => {
      typeOf(value).is<unknown>();
    });
  });

  compiles('return the receiver of the method, of its own type', () => {
    typeOf(d.done().fail().always().progress()).is<typeof d>();
    const promise = d.promise();
    typeOf(promise.done().fail().always().progress()).is<typeof promise>();
  });

  compiles('can be added in generic code', () => {
    function track<T>(one: DeferredPromise<T>, list: DeferredPromise<[value: T], Error>): DeferredPromise<[value: T]> {
      one.always(() => 1).done(() => 1);
      list.done((value) => typeOf(value).is<T>()).fail((error) => typeOf(error).is<Error>());
      return list;
    }
    typeOf(track<User>(Deferred<User>(), Deferred<User, Error>())).is<DeferredPromise<[value: User]>>();
  });
});

describe('forwarding', () => {
  compiles('hands settling methods to a deferred of the same lists', () => {
    const other = Deferred<[user: User, ms: number], Error, [percent: number]>();
    typeOf(d.done(other.resolve).fail(other.reject).progress(other.notify)).is<typeof d>();
  });

  compiles('hands them to a deferred that takes fewer arguments, or none', () => {
    d.done(Deferred<User>().resolve).always(Deferred<void>().resolve).fail(Deferred().reject);
  });

  compiles('refuses a deferred that needs other arguments', () => {
    // @ts-expect-error the number is missing
    Deferred<User>().done(d.resolve);
    // @ts-expect-error a user is no Error
    d.done(d.reject);
  });

  compiles('hands them to whatever takes a callback', () => {
    const onAbort: (event: Event) => unknown = Deferred<Event>().resolve;
    const onTimeout: () => unknown = Deferred<void>().resolve;
    // @ts-expect-error an event is no number
    const wrong: (event: Event) => unknown = Deferred<number>().resolve;
    return [onAbort, onTimeout, wrong];
  });
});
