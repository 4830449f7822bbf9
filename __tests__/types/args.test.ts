import { Deferred, type Args, type First } from 'rx-deferred';

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
