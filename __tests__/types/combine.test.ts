import { of, type Observable } from 'rxjs';
import {
  Deferred,
  oneShot,
  toDeferred,
  when,
  type Completion,
  type DeferredPromise,
  type OneShot,
  type Outcome,
  type SettledOutcome,
} from 'rx-deferred';

import { compiles, typeOf, type User } from './expect-type.js';

const user = Deferred<User, Error>();
const size = Deferred<[width: number, height: number], [status: number, text: string], [percent: number]>();
const none = Deferred<void, never>();
const text$: Observable<string> = of('text');
const native: Promise<number> = Promise.resolve(1);

describe('when.all', () => {
  compiles('has a tuple of what each resolves with', async () => {
    const whole = when.all([user, size, none, text$, native, 5]);
    typeOf(await whole).is<[User, [width: number, height: number], undefined, string, number, 5]>();
    whole.done(([first, [width], third, text, n, five]) => {
      typeOf(first).is<User>();
      typeOf(width).is<number>();
      typeOf(third).is<undefined>();
      typeOf(text).is<string>();
      typeOf(n).is<number>();
      typeOf(five).is<5>();
    });
  });

  compiles('has an array for arrays of any length, and for other iterables', async () => {
    const users = [user].map(() => Deferred<User, Error>());
    typeOf(await when.all(users)).is<User[]>();
    typeOf(await when.all(new Set([user, none]))).is<(User | undefined)[]>();
    typeOf(await when.all('text')).is<string[]>();
    typeOf(await when.all([])).is<[]>();
  });

  compiles('rejects as any of them does', () => {
    when.all([user, none]).fail((error) => typeOf(error).is<Error>());
    when.all([user, size]).fail((reason, text) => {
      typeOf(reason).is<Error | number>();
      typeOf(text).is<string | undefined>();
    });
    when.all([user, native]).fail((reason) => typeOf(reason).is<unknown>());
    typeOf(when.all([none, 1])).is<DeferredPromise<[values: [undefined, 1]], never, Completion>>();
  });

  compiles('notifies completions', () => {
    when.all([user]).progress((completion) => typeOf(completion).is<Completion>());
  });

  compiles('takes no value that is not iterable', () => {
    // @ts-expect-error a number is not iterable
    when.all(5);
    // @ts-expect-error a deferred is one value
    when.all(user);
    // @ts-expect-error there is no such option
    when.all([], { abort: true });
  });
});

describe('when.settled', () => {
  compiles('has a tuple of outcomes, and never rejects', async () => {
    const whole = when.settled([user, size, none, text$, native, 5]);
    typeOf(await whole).is<
      [
        SettledOutcome<[value: User], [value: Error]>,
        SettledOutcome<[width: number, height: number], [status: number, text: string]>,
        SettledOutcome<[value: void], never>,
        SettledOutcome<string>,
        SettledOutcome<number>,
        SettledOutcome<5, never>,
      ]
    >();
    typeOf(when.settled([])).is<DeferredPromise<[outcomes: []], never, Completion>>();
  });

  compiles('has outcomes that are told apart by their state', () => {
    when.settled([size]).done(([outcome]) => {
      if (outcome.state === 'resolved') {
        typeOf(outcome.args).is<[width: number, height: number]>();
      } else {
        typeOf(outcome.args).is<[status: number, text: string]>();
      }
    });
  });
});

describe('when.any', () => {
  compiles('resolves with what any of them does, and rejects with an AggregateError', async () => {
    typeOf(await when.any([user, size, text$, native])).is<User | number | string>();
    when.any([user]).fail((error) => typeOf(error).is<AggregateError>());
    typeOf(when.any([text$, native])).is<DeferredPromise<string | number, AggregateError, Completion>>();
  });

  compiles('keeps the arguments of deferreds', () => {
    when.any([size]).done((width, height) => typeOf([width, height] as const).is<readonly [number, number]>());
    when.any([size, text$]).done((first, height) => {
      typeOf(first).is<number | string>();
      typeOf(height).is<number | undefined>();
    });
  });
});

describe('when.race', () => {
  compiles('settles as any of them does', async () => {
    typeOf(await when.race([user, none, 5])).is<User | 5 | void>();
    when.race([user, 5]).done((value) => typeOf(value).is<User | 5>());
    when.race([user, size]).fail((reason) => typeOf(reason).is<Error | number>());
    typeOf(when.race([])).is<DeferredPromise<never, never, Completion>>();
  });

  compiles('has arrays as one argument', async () => {
    const list = Deferred<string[]>();
    const lists = when.race([list, Promise.resolve([1])]);
    lists.done((value) => typeOf(value).is<string[] | number[]>());
    typeOf(await lists).is<string[] | number[]>();
    when.race([Promise.resolve([1]), 'a']).done((value) => typeOf(value).is<number[] | 'a'>());
  });
});

describe('oneShot', () => {
  compiles('of a deferred has its channels', () => {
    const shot = oneShot(() => size);
    typeOf(shot).is<OneShot<[width: number, height: number], [status: number, text: string], [percent: number]>>();
    typeOf(shot.peek()).is<Outcome<[width: number, height: number], [status: number, text: string]> | undefined>();
    shot
      .get()
      .done((width, height) => typeOf([width, height] as const).is<readonly [number, number]>())
      .fail((status, text) => typeOf([status, text] as const).is<readonly [number, string]>())
      .progress((percent) => typeOf(percent).is<number>());
  });

  compiles('of a promise has one value, and may reject with anything', async () => {
    const shot = oneShot(() => Promise.resolve({ name: 'Ada' }));
    typeOf(shot).is<OneShot<{ name: string }, unknown, never>>();
    typeOf(await shot.get()).is<{ name: string }>();
    typeOf(oneShot(() => Promise.resolve([1]))).is<OneShot<[value: number[]], unknown, never>>();
  });

  compiles('of an observable has its last value, and notifies each', async () => {
    typeOf(oneShot(() => text$)).is<OneShot<string, unknown, string>>();
    typeOf(await oneShot(() => toDeferred(text$)).get()).is<string>();
  });

  compiles('of anything else has that, and may reject with what the factory throws', async () => {
    typeOf(oneShot(() => 'text')).is<OneShot<string, unknown, never>>();
    typeOf(oneShot(() => [1])).is<OneShot<[value: number[]], unknown, never>>();
    typeOf(oneShot(() => Math.random() > 0.5)).is<OneShot<boolean, unknown, never>>();
    typeOf(
      oneShot(() => {
        throw new Error('thrown');
      }),
    ).is<OneShot<never, unknown, never>>();
    typeOf(await oneShot((signal) => (signal.aborted ? user : 'cached')).get()).is<User | string>();
  });

  compiles('takes a signal, and nothing else', () => {
    const { signal } = new AbortController();
    oneShot(() => 1, { signal }).get({ signal });
    // @ts-expect-error it is no signal
    oneShot(() => 1, { signal: 1 });
    // @ts-expect-error there is no such option
    oneShot(() => 1).get({ timeout: 1 });
    // @ts-expect-error it is no function
    oneShot(1);
  });
});
