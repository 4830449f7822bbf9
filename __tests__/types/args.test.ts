import { Deferred, type AnyNumberOf, type Args, type DeferredPromise, type First } from 'rx-deferred';

import { compiles, typeOf, type User } from './expect-type.js';

describe('the argument list of a channel', () => {
  compiles('is the tuple, with its labels, optional and rest elements', () => {
    typeOf<Args<[user: User, ms: number]>>().is<[user: User, ms: number]>();
    typeOf<Args<[a: string, b?: number]>>().is<[a: string, b?: number]>();
    typeOf<Args<[a: string, ...rest: number[]]>>().is<[a: string, ...rest: number[]]>();
    typeOf<Args<readonly [a: string, b: number]>>().is<readonly [a: string, b: number]>();
    typeOf<Args<[]>>().is<[]>();
  });

  compiles('is one value for everything else, arrays included', () => {
    typeOf<Args<User>>().is<[value: User]>();
    typeOf<Args<User[]>>().is<[value: User[]]>();
    typeOf<Args<readonly string[]>>().is<[value: readonly string[]]>();
    typeOf<Args<boolean>>().is<[value: boolean]>();
    typeOf<Args<string | number>>().is<[value: string | number]>();
    typeOf<Args<undefined>>().is<[value: undefined]>();
    typeOf<Args<null>>().is<[value: null]>();
    typeOf<Args<[user: User][]>>().is<[value: [user: User][]]>();
  });

  compiles('is empty for void, never for never, and any list for unknown', () => {
    typeOf<Args<void>>().is<[]>();
    typeOf<Args<never>>().is<never>();
    typeOf<Args<unknown>>().is<unknown[]>();
  });
});

describe('a channel of any number of values', () => {
  compiles('has a list of them, whose elements are there, and a first argument that may be missing', async () => {
    const d = Deferred<AnyNumberOf<string>, AnyNumberOf<Error>, AnyNumberOf<number>>();
    d.resolve().resolve('a').resolve('a', 'b');
    d.done((...names) => typeOf(names).is<string[]>());
    d.fail((...errors) => typeOf(errors).is<Error[]>());
    d.progress((...numbers) => typeOf(numbers).is<number[]>());
    d.then(
      (...names) => typeOf(names).is<string[]>(),
      (...errors) => typeOf(errors).is<Error[]>(),
      (...numbers) => typeOf(numbers).is<number[]>(),
    );
    d.catch((...errors) => typeOf(errors).is<Error[]>());
    typeOf(await d).is<string | undefined>();
    typeOf<First<AnyNumberOf<string>>>().is<string | undefined>();
    typeOf(d.then()).is<DeferredPromise<AnyNumberOf<string>, AnyNumberOf<Error>, AnyNumberOf<number>>>();
    typeOf(d.then((name) => name.length)).is<DeferredPromise<[value: number], unknown, AnyNumberOf<number>>>();
    typeOf(await d.catch(() => 1)).is<string | number | undefined>();
    // eslint-disable-next-line @typescript-eslint/unbound-method -- every method is bound
    const { then } = d;
    then((name) => typeOf(name).is<string | undefined>());
    // @ts-expect-error a number is no string
    d.resolve(1);
    // @ts-expect-error it may be missing
    const given: Promise<string> = d;
    return given;
  });

  compiles('is not any other list', () => {
    Deferred<[name?: string]>().done((name) => typeOf(name).is<string | undefined>());
    Deferred<[name: string, ...names: string[]]>().done((name) => typeOf(name).is<string>());
    Deferred<[name?: string, ...ages: number[]]>().done((name, age) => {
      typeOf(name).is<string | undefined>();
      typeOf(age).is<number>();
    });
    Deferred<string[]>().done((names) => typeOf(names).is<string[]>());
  });
});

describe('the first argument of a channel', () => {
  compiles('is what await gives, and void where there is none', () => {
    typeOf<First<[user: User, ms: number]>>().is<User>();
    typeOf<First<User[]>>().is<User[]>();
    typeOf<First<void>>().is<void>();
    typeOf<First<[]>>().is<void>();
    typeOf<First<unknown>>().is<unknown>();
  });
});

describe('resolve, reject and notify', () => {
  compiles('take the argument list', () => {
    const d = Deferred<[user: User, ms: number], Error, [percent: number]>();
    typeOf<Parameters<typeof d.resolve>>().is<[user: User, ms: number]>();
    typeOf<Parameters<typeof d.reject>>().is<[value: Error]>();
    typeOf<Parameters<typeof d.notify>>().is<[percent: number]>();
    typeOf(d.resolve({ name: 'Ada' }, 1)).is<typeof d>();
    // @ts-expect-error the second argument is missing
    d.resolve({ name: 'Ada' });
    // @ts-expect-error there is no third argument
    d.resolve({ name: 'Ada' }, 1, 2);
    // @ts-expect-error the arguments are in the wrong order
    d.resolve(1, { name: 'Ada' });
    // @ts-expect-error a string is no Error
    d.reject('offline');
    // @ts-expect-error a string is no number
    d.notify('50 %');
  });

  compiles('take one array for an array', () => {
    const d = Deferred<User[]>();
    d.resolve([]);
    d.resolve([{ name: 'Ada' }, { name: 'Grace' }]);
    // @ts-expect-error a user is no array of users
    d.resolve({ name: 'Ada' });
  });

  compiles('take nothing for void, and anything for a channel left out', () => {
    const d = Deferred<void>();
    d.resolve();
    d.reject();
    d.reject(new Error('offline'), 404, {});
    d.notify(1, 2, 3);
    // @ts-expect-error void takes no argument
    d.resolve(1);
  });

  compiles('take nothing or a value for a union with void', () => {
    const d = Deferred<string | void>();
    d.resolve();
    d.resolve('a');
    // @ts-expect-error a number is neither
    d.resolve(1);
  });

  compiles('cannot be called on a channel that is never used', () => {
    const d = Deferred<void, never, never>();
    // @ts-expect-error it never rejects
    d.reject();
    // @ts-expect-error it never notifies
    d.notify(1);
  });

  compiles('have With forms, which take the context and an array of the arguments', () => {
    const d = Deferred<[user: User, ms: number], void, never>();
    typeOf(d.resolveWith(null, [{ name: 'Ada' }, 1])).is<typeof d>();
    d.resolveWith({ id: 1 }, [{ name: 'Ada' }, 1] as const);
    d.rejectWith(undefined);
    d.rejectWith(undefined, []);
    d.rejectWith(undefined, null);
    Deferred().notifyWith(undefined, [1, '2', {}]);
    // @ts-expect-error the array may only be left out where it may be empty
    d.resolveWith(null);
    // @ts-expect-error the array is too short
    d.resolveWith(null, [{ name: 'Ada' }]);
    // @ts-expect-error void takes no argument
    d.rejectWith(null, [1]);
  });
});

describe('the With forms', () => {
  /* eslint-disable prefer-rest-params -- as in old code */
  compiles('take arguments, and any other array-like, where a channel allows any list', () => {
    const d = Deferred();
    function forward(this: unknown) {
      d.notifyWith(this, arguments).rejectWith(this, arguments).resolveWith(this, arguments);
    }
    d.resolveWith(null, { length: 1, 0: 'a' });
    d.resolveWith(null, new Uint8Array(2));
    d.resolveWith(null, document.querySelectorAll('a'));
    d.resolveWith(null, [1, 'a'] as const);
    d.resolveWith(null);
    d.resolveWith(null, null);
    // @ts-expect-error a string is no list, although it has a length
    d.resolveWith(null, 'ab');
    // @ts-expect-error a number is no list
    d.resolveWith(null, 5);
    // @ts-expect-error a set has no length
    d.resolveWith(null, new Set([1]));
    return forward;
  });

  compiles('take array-likes of the type where a channel allows any number of it', () => {
    const d = Deferred<AnyNumberOf<string>, AnyNumberOf<Error>>();
    function forward(this: unknown) {
      d.resolveWith(this, arguments);
    }
    d.rejectWith(null, { length: 1, 0: new Error('offline') });
    d.rejectWith(null, []);
    d.rejectWith(null);
    // @ts-expect-error bytes are no names
    d.resolveWith(null, new Uint8Array(2));
    return forward;
  });

  compiles('take arguments for no channel that counts them', () => {
    function forward(this: unknown) {
      // @ts-expect-error they may be too few
      Deferred<[user: User, ms: number]>().resolveWith(this, arguments);
      // @ts-expect-error they may be several
      Deferred<User[]>().resolveWith(this, arguments);
      // @ts-expect-error there is no argument
      Deferred<void>().resolveWith(this, arguments);
      // @ts-expect-error it never rejects
      Deferred<void, never>().rejectWith(this, arguments);
    }
    return forward;
  });
  /* eslint-enable prefer-rest-params */
});

describe('Deferred()', () => {
  compiles('leaves unknown what is left out', () => {
    /* eslint-disable @typescript-eslint/no-unnecessary-type-arguments -- the defaults are what is tested */
    typeOf(Deferred()).is<Deferred>();
    typeOf<Deferred>().is<Deferred<unknown, unknown, unknown>>();
    typeOf(Deferred<string>()).is<Deferred<string, unknown, unknown>>();
    typeOf(new Deferred<string, Error>()).is<Deferred<string, Error, unknown>>();
    /* eslint-enable @typescript-eslint/no-unnecessary-type-arguments */
  });

  compiles('infers its channels from what is expected of it', () => {
    const d: Deferred<number, Error> = Deferred((self) => {
      self.resolve(1);
      // @ts-expect-error it resolves with numbers
      self.resolve('a');
    });
    return d;
  });

  compiles('gives init the deferred as this and as its argument', () => {
    new Deferred<number, Error>(function (d) {
      typeOf(d).is<Deferred<number, Error>>();
      typeOf(this).is<Deferred<number, Error>>();
    });
  });

  compiles('passes over an init that is false or null, and refuses what is no function', () => {
    const on = new Date().getHours() > 6;
    Deferred<void>(on && ((d) => void d.resolve()));
    Deferred(null);
    Deferred(undefined);
    // @ts-expect-error a number is no function
    Deferred(1);
    // @ts-expect-error a string is no function
    new Deferred('init');
  });

  compiles('can be extended', () => {
    class Upload extends Deferred<number> {
      finish() {
        return this.done((n) => typeOf(n).is<number>());
      }
    }
    class Load extends Deferred<[user: User, ms: number], Error> {
      constructor() {
        super((d) => {
          d.reject(new Error('offline'));
        });
      }
    }
    typeOf(new Upload().finish().resolve(1)).is<Upload>();
    typeOf(new Load().reject(new Error('offline'))).is<Load>();
    // @ts-expect-error it resolves with numbers
    new Upload().resolve('a');
  });
});
