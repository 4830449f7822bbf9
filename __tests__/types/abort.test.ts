import { Deferred, oneShot, toDeferred, when, type DeferredPromise, type OneShot } from 'rx-deferred';
import { ajax, type ErrorStatus, type JqXHR } from 'rx-deferred/ajax';
import { NEVER } from 'rxjs';

import { compiles, typeOf, type User } from './expect-type.js';

class Refused extends Error {
  readonly code = 403;
}

const { signal } = new AbortController();
const start = () => undefined;

describe('the rejections of a deferred with a signal', () => {
  compiles('include an Error, which is the reason of the signal', () => {
    typeOf(Deferred<User, Refused>(start, { signal })).is<Deferred<User, [value: Refused] | [reason: Error]>>();
    typeOf(new Deferred<User, Refused>(start, { signal })).is<Deferred<User, [value: Refused] | [reason: Error]>>();
    const d = Deferred<User, [status: number, text: string], number>(start, { signal });
    typeOf(d).is<Deferred<User, [status: number, text: string] | [reason: Error], number>>();
    d.fail((reason, text) => {
      typeOf(reason).is<number | Error>();
      typeOf(text).is<string | undefined>();
    });
    typeOf(Deferred<User, never>(start, { signal })).is<Deferred<User, [reason: Error]>>();
    Deferred<User, Refused>(start, { signal }).fail((error) => {
      // @ts-expect-error the reason of an abort has no code
      typeOf(error.code).is<number>();
      return error instanceof Refused && error.code;
    });
  });

  compiles('are the same if they accept an Error', () => {
    typeOf(Deferred<void, Error>(start, { signal })).is<Deferred<void, Error>>();
    typeOf(Deferred<User>(start, { signal })).is<Deferred<User>>();
    typeOf(Deferred(start, { signal })).is<Deferred>();
    typeOf(Deferred<User, [error: Error, url?: string]>(start, { signal })).is<
      Deferred<User, [error: Error, url?: string]>
    >();
    typeOf(Deferred<User, [error: Refused | Error]>(start, { signal })).is<Deferred<User, [error: Refused | Error]>>();
    const annotated: Deferred<User, Error> = Deferred(start, { signal });
    const promise: DeferredPromise<User, Error> = Deferred<User, Error>(start, { signal: undefined }).promise();
    return [annotated, promise];
  });

  compiles('are those that were stated, for init and without a signal', () => {
    typeOf(Deferred<User, Refused>(start)).is<Deferred<User, Refused>>();
    typeOf(Deferred<User, Refused>()).is<Deferred<User, Refused>>();
    Deferred<User, Refused>(
      (d) => {
        typeOf(d).is<Deferred<User, Refused>>();
        d.reject(new Refused());
        // @ts-expect-error only an abort rejects with anything else
        d.reject('not refused');
      },
      { signal },
    );
    // @ts-expect-error an abort rejects with something else
    const narrow: Deferred<User, Refused> = Deferred<User, Refused>(start, { signal });
    return narrow;
  });

  compiles('are found where a type parameter is the value', () => {
    function delayed<T>(value: T): DeferredPromise<[value: T], Error> {
      return Deferred<[value: T], Error>((d) => d.resolve(value), { signal }).promise();
    }
    return delayed;
  });
});

describe('the rejections of a one-shot with a signal', () => {
  const work = () => Deferred<User, Refused, number>();

  compiles('include an Error', () => {
    const shot = oneShot(work);
    typeOf(shot).is<OneShot<[value: User], [value: Refused], [value: number]>>();
    typeOf(shot.get()).is<DeferredPromise<[value: User], [value: Refused], [value: number]>>();
    typeOf(shot.get({ signal })).is<
      DeferredPromise<[value: User], [value: Refused] | [reason: Error], [value: number]>
    >();
    typeOf(oneShot(work, { signal }).get()).is<
      DeferredPromise<[value: User], [value: Refused] | [reason: Error], [value: number]>
    >();
    const optional = (options?: { signal: AbortSignal }) => shot.get(options);
    typeOf(optional()).is<DeferredPromise<[value: User], [value: Refused] | [reason: Error], [value: number]>>();
  });

  compiles('are the same if they accept an Error, or anything', () => {
    typeOf(oneShot(() => Deferred<User, Error>()).get({ signal })).is<DeferredPromise<[value: User], [value: Error]>>();
    typeOf(oneShot(() => Promise.resolve(1), { signal }).get({ signal })).is<DeferredPromise<number, unknown, never>>();
  });
});

describe('the rejections of others with a signal', () => {
  compiles('are anything, or the arguments of a request', () => {
    toDeferred(NEVER, { signal }).fail((reason) => typeOf(reason).is<unknown>());
    Deferred<User, Refused>()
      .until(signal)
      .fail((reason) => typeOf(reason).is<unknown>());
    when(1)
      .until(signal)
      .fail((reason) => typeOf(reason).is<unknown>());
    ajax('/', { signal }).fail((jqXHR, textStatus) => {
      typeOf(jqXHR).is<JqXHR>();
      typeOf(textStatus).is<ErrorStatus>();
    });
  });
});
