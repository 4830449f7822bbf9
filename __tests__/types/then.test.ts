import { Deferred, type DeferredPromise } from 'rx-deferred';

import { compiles, typeOf, type User } from './expect-type.js';

const d = Deferred<[user: User, ms: number], Error, [percent: number]>();
const none = Deferred<void>();

describe('then()', () => {
  compiles('keeps every channel without handlers', () => {
    type Same = DeferredPromise<[user: User, ms: number], Error, [percent: number]>;
    typeOf(d.then()).is<Same>();
    typeOf(d.then(null)).is<Same>();
    typeOf(d.then(undefined, null)).is<Same>();
    typeOf(d.then(null, null, null)).is<Same>();
  });

  compiles('gives its handlers the argument lists', () => {
    d.then(
      (user, ms) => {
        typeOf(user).is<User>();
        typeOf(ms).is<number>();
      },
      (error) => {
        typeOf(error).is<Error>();
      },
      (percent) => {
        typeOf(percent).is<number>();
      },
    );
    none.then((value) => {
      typeOf(value).is<void>();
    });
    Deferred().then((a, b) => {
      typeOf(a).is<unknown>();
      typeOf(b).is<unknown>();
    });
  });

  compiles('gives one argument for what a handler returns, arrays and nothing included', () => {
    typeOf(d.then((_, ms) => ms)).is<DeferredPromise<[value: number], unknown, [percent: number]>>();
    typeOf(d.then((user) => [user])).is<DeferredPromise<[value: User[]], unknown, [percent: number]>>();
    typeOf(d.then(() => undefined)).is<DeferredPromise<[value: undefined], unknown, [percent: number]>>();
    typeOf(none.then(() => 1)).is<DeferredPromise<[value: number]>>();
  });

  compiles('waits for promises', () => {
    typeOf(d.then((user) => Promise.resolve(user.name))).is<
      DeferredPromise<[value: string], unknown, [percent: number]>
    >();
    typeOf(d.then(async (user) => Promise.resolve(user))).is<
      DeferredPromise<[value: User], unknown, [percent: number]>
    >();
    typeOf(d.then(async () => Promise.resolve(d))).is<DeferredPromise<[value: User], unknown, [percent: number]>>();
  });

  compiles('keeps the argument list and the progress of a deferred that a handler returns', () => {
    const next = Deferred<[a: string, b: boolean], never, string>();
    typeOf(none.then(() => next)).is<DeferredPromise<[a: string, b: boolean]>>();
    typeOf(d.then(() => next)).is<
      DeferredPromise<[a: string, b: boolean], unknown, [percent: number] | [value: string]>
    >();
    typeOf(d.then(() => next.promise())).is<
      DeferredPromise<[a: string, b: boolean], unknown, [percent: number] | [value: string]>
    >();
  });

  compiles('adds what the rejection handler returns', () => {
    typeOf(
      Deferred<string>().then(
        (s) => s.length,
        () => null,
      ),
    ).is<DeferredPromise<[value: number | null]>>();
    typeOf(Deferred<string>().then(null, () => 1)).is<DeferredPromise<[value: string] | [value: number]>>();
  });

  compiles('refuses handlers of other types', () => {
    // @ts-expect-error the first argument is a user
    d.then((name: string) => name);
    // @ts-expect-error a string is no handler
    d.then('handler');
    // @ts-expect-error the reason is an error
    d.then(null, (status: number) => status);
  });
});

describe('then(null, null, progress filter)', () => {
  compiles('maps the notifications to one argument', () => {
    typeOf(
      d.then(
        (user) => user.name,
        null,
        (percent) => `${String(percent)} %`,
      ),
    ).is<DeferredPromise<[value: string], unknown, [value: string]>>();
  });
});

describe('catch()', () => {
  compiles('adds what its handler returns', () => {
    typeOf(d.catch()).is<DeferredPromise<[user: User, ms: number], Error, [percent: number]>>();
    typeOf(Deferred<string, Error>().catch((error) => error.message.length)).is<
      DeferredPromise<[value: string] | [value: number]>
    >();
    typeOf(Deferred<string, [status: number, text: string]>().catch((_, text) => text.length)).is<
      DeferredPromise<[value: string] | [value: number]>
    >();
  });

  compiles('adds nothing where its handler throws', () => {
    typeOf(
      Deferred<string, Error>().catch((error) => {
        throw error;
      }),
    ).is<DeferredPromise<string>>();
  });
});

describe('finally()', () => {
  compiles('keeps the arguments, and may reject with anything', () => {
    typeOf(d.finally()).is<DeferredPromise<[user: User, ms: number], Error, [percent: number]>>();
    typeOf(d.finally(() => 1)).is<DeferredPromise<[user: User, ms: number], unknown, [percent: number]>>();
    typeOf(d.finally(async () => Promise.resolve())).is<
      DeferredPromise<[user: User, ms: number], unknown, [percent: number]>
    >();
    // @ts-expect-error it gets no argument
    d.finally((user: User) => user);
  });
});

describe('pipe()', () => {
  /* eslint-disable @typescript-eslint/no-deprecated -- deprecated, and still right */
  compiles('filters its channel and keeps the others', () => {
    typeOf(d.pipe()).is<DeferredPromise<[user: User, ms: number], Error, [percent: number]>>();
    typeOf(d.pipe((_, ms) => ms)).is<DeferredPromise<[value: number], Error, [percent: number]>>();
    typeOf(d.pipe(null, (error) => error.message)).is<
      DeferredPromise<[user: User, ms: number], [value: string], [percent: number]>
    >();
    typeOf(d.pipe(null, null, (percent) => String(percent))).is<
      DeferredPromise<[user: User, ms: number], Error, [value: string]>
    >();
  });

  compiles('does not wait for promises of other makes', () => {
    typeOf(d.pipe((user) => Promise.resolve(user))).is<
      DeferredPromise<[value: Promise<User>], Error, [percent: number]>
    >();
  });

  compiles('knows nothing where a filter may switch channels', () => {
    typeOf(d.pipe(() => none)).is<DeferredPromise>();
  });
  /* eslint-enable @typescript-eslint/no-deprecated */
});

describe('a deferred that a handler of rejections gives', () => {
  const other = Deferred<[x: number, y: boolean], Error, string>();

  compiles('keeps its arguments and progress', () => {
    const caught = d.catch(() => other);
    caught.done((first, second) => {
      typeOf(first).is<User | number>();
      typeOf(second).is<number | boolean>();
    });
    caught.progress((value) => typeOf(value).is<number | string>());
    d.then(null, () => other).progress((value) => typeOf(value).is<number | string>());
  });

  compiles('adds nothing where it only throws', () => {
    const rethrow = (error: Error): never => {
      throw error;
    };
    typeOf(d.catch(rethrow)).is<DeferredPromise<[user: User, ms: number], unknown, [percent: number]>>();
    typeOf(d.then(null, rethrow)).is<DeferredPromise<[user: User, ms: number], unknown, [percent: number]>>();
  });
});

describe('await', () => {
  compiles('gives the first argument', async () => {
    typeOf(await d).is<User>();
    typeOf(await d.promise()).is<User>();
    typeOf<Awaited<typeof none>>().is<void>();
    typeOf<Awaited<Deferred<[]>>>().is<void>();
    typeOf(await Deferred<User[]>()).is<User[]>();
    typeOf(await Deferred<[a?: string]>()).is<string | undefined>();
    typeOf(await Deferred()).is<unknown>();
    typeOf(await d.then((_, ms) => ms)).is<number>();
    typeOf(await d.then(() => d)).is<User>();
    typeOf(await d.catch(() => 'none')).is<User | string>();
    typeOf(await d.finally(() => 1)).is<User>();
  });

  compiles('unwraps a thenable that the deferred resolves with', async () => {
    typeOf(await Deferred<Promise<string>>()).is<string>();
  });
});
