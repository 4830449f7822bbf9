import { map, type Observable } from 'rxjs';
import {
  Deferred,
  oneShot,
  toDeferred,
  when,
  type AbortablePromise,
  type AnyNumberOf,
  type Completion,
  type DeferredPromise,
  type OneShot,
  type SettledOutcome,
} from 'rx-deferred';
import type { JqXHR, SuccessStatus } from 'rx-deferred/ajax';
import { fromEvents, showDialog } from 'rx-deferred/dom';

import { compiles, typeOf, type User } from './expect-type.js';

/** A promise of one value: its channel is written as a list, because `T` may itself be a list. */
type Value<T> = DeferredPromise<[value: T], Error>;

describe('toDeferred() in a generic function', () => {
  compiles('gives a promise of one value', () => {
    return async <T>(source$: Observable<T>, native: Promise<T>, list: T[]): Promise<T> => {
      typeOf(toDeferred(source$)).is<AbortablePromise<[value: T], unknown, [value: T]>>();
      typeOf(source$.pipe(toDeferred())).is<AbortablePromise<[value: T], unknown, [value: T]>>();
      typeOf(
        source$.pipe(
          map((value) => ({ value })),
          toDeferred(),
        ),
      ).is<AbortablePromise<{ value: T }, unknown, { value: T }>>();
      typeOf(toDeferred(list)).is<AbortablePromise<[value: T], unknown, [value: T]>>();
      typeOf(toDeferred(native)).is<AbortablePromise<[value: T], unknown, [value: T]>>();
      typeOf(toDeferred(source$, { empty: { value: null } })).is<
        AbortablePromise<[value: T | null], unknown, [value: T]>
      >();
      toDeferred(source$)
        .done((value) => typeOf(value).is<T>())
        .progress((value) => typeOf(value).is<T>());
      typeOf(await toDeferred(source$)).is<Awaited<T>>();
      return toDeferred(source$);
    };
  });

  compiles('gives values of which the constraint is known', () => {
    return <T extends { id: number }>(source$: Observable<T>): Value<T> => {
      toDeferred(source$).done(({ id }) => typeOf(id).is<number>());
      const any: DeferredPromise<[value: T]> = toDeferred(source$);
      // @ts-expect-error it may reject with anything
      const error: Value<T> = any;
      return error;
    };
  });

  compiles('gives the channel of a type that the caller states', () => {
    const load = <T>(source$: Observable<T>): AbortablePromise<[value: T], unknown, [value: T]> => toDeferred(source$);
    return (source$: Observable<string[]>) => {
      load(source$).done((list) => typeOf(list).is<string[]>());
      const promise: DeferredPromise<string[]> = load(source$);
      return promise;
    };
  });
});

describe('when() in a generic function', () => {
  compiles('of one promise is a promise of its value', () => {
    return async <T>(promise: Value<T>, native: Promise<T>): Promise<T> => {
      typeOf(when(promise)).is<DeferredPromise<[value: T], [value: Error], never>>();
      when(native).done((value) => typeOf(value).is<Awaited<T>>());
      when(promise)
        .done((value) => typeOf(value).is<T>())
        .fail((error) => typeOf(error).is<Error>())
        .always((valueOrError) => typeOf(valueOrError).is<T | Error>());
      typeOf(await when(promise)).is<Awaited<T>>();
      return await when(promise);
    };
  });

  compiles('of several has an argument for each', () => {
    return <T, U>(first: Value<T>, second: Value<U>, list: Value<T>[]) => {
      typeOf(when(first, second, 1)).is<DeferredPromise<[T, U, number], [value: Error], never>>();
      typeOf(when(...list)).is<DeferredPromise<AnyNumberOf<T>, [value: Error], never>>();
    };
  });
});

describe('the combinators in a generic function', () => {
  compiles('when.all has the values', () => {
    return async <T, U>(first: Value<T>, second: Value<U>, source$: Observable<T>, list: Value<T>[]): Promise<T[]> => {
      typeOf(when.all([first, second, source$])).is<DeferredPromise<[values: [T, U, T]], unknown, Completion>>();
      typeOf(when.all([first, second])).is<DeferredPromise<[values: [T, U]], [value: Error], Completion>>();
      when.all([first, second]).done(([one, other]) => [typeOf(one).is<T>(), typeOf(other).is<U>()]);
      const [one] = await when.all([first]);
      return [one, ...(await when.all(list))];
    };
  });

  compiles('when.settled has outcomes with the values', () => {
    return <T>(promise: Value<T>, source$: Observable<T>) =>
      when.settled([promise, source$]).done(([first, second]) => {
        typeOf(first).is<SettledOutcome<[value: T], [value: Error]>>();
        typeOf(second).is<SettledOutcome<[value: T]>>();
        if (first.state === 'resolved') {
          typeOf(first.args[0]).is<T>();
        }
      });
  });

  compiles('when.race and when.any have any one of the values', () => {
    return async <T>(promise: Value<T>, source$: Observable<T>): Promise<T> => {
      typeOf(when.race([promise, promise])).is<DeferredPromise<[value: T], [value: Error], Completion>>();
      typeOf(when.race([source$])).is<DeferredPromise<[value: T], unknown, Completion>>();
      typeOf(when.any([promise])).is<DeferredPromise<[value: T], AggregateError, Completion>>();
      when.any([promise, source$]).done((value) => typeOf(value).is<T>());
      when.race([promise, source$]).done((value) => typeOf(value).is<T>());
      when.any([promise, 5]).done((value) => typeOf(value).is<T | 5>());
      return await when.race([promise, source$]);
    };
  });
});

describe('oneShot() in a generic function', () => {
  compiles('has the value of its factory', () => {
    return async <T>(promise: Value<T>, source$: Observable<T>, native: Promise<T>): Promise<T> => {
      typeOf(oneShot(() => promise)).is<OneShot<[value: T], [value: Error]>>();
      typeOf(oneShot(() => source$)).is<OneShot<[value: T], unknown, [value: T]>>();
      oneShot(() => native)
        .get()
        .done((value) => typeOf(value).is<Awaited<T>>());
      oneShot(() => source$)
        .get()
        .done((value) => typeOf(value).is<T>())
        .progress((value) => typeOf(value).is<T>());
      return await oneShot(() => promise).get();
    };
  });

  compiles('is a member of a generic class', () => {
    return class Store<T> {
      readonly #shot = oneShot(() => this.load());
      readonly #source$: Observable<T>;

      constructor(source$: Observable<T>) {
        this.#source$ = source$;
      }

      load(): DeferredPromise<[value: T]> {
        return toDeferred(this.#source$);
      }

      get(): DeferredPromise<[value: T]> {
        return this.#shot.get();
      }
    };
  });
});

describe('a promise whose first argument is a promise', () => {
  compiles('is followed by when() of one value, and by nothing else', () => {
    const nested = Deferred<Promise<number>>();
    when(nested).done((value) => typeOf(value).is<number>());
    when(nested, 1).done((value) => typeOf(value).is<Promise<number>>());
    when.race([nested]).done((value) => typeOf(value).is<Promise<number>>());
    when.any([nested]).done((value) => typeOf(value).is<Promise<number>>());
    oneShot(() => nested)
      .get()
      .done((value) => typeOf(value).is<Promise<number>>());
  });
});

describe('a channel that is a type parameter', () => {
  compiles('may be a list, so it is no channel of one value', () => {
    return <T>(source$: Observable<T>, promise: DeferredPromise<T>): DeferredPromise<T> => {
      // @ts-expect-error for a tuple, the handlers of the one get a list, and those of the other its elements
      const wrong: DeferredPromise<T> = toDeferred(source$);
      return [wrong, promise].pop() ?? promise;
    };
  });
});

describe('a generic function that takes a promise', () => {
  interface Inferred<TDone, TFail, TProgress> {
    readonly channels: [done: TDone, fail: TFail, progress: TProgress];
  }
  type Take = <TDone, TFail, TProgress>(
    promise: DeferredPromise<TDone, TFail, TProgress>,
  ) => Inferred<TDone, TFail, TProgress>;

  compiles('finds the channels of a deferred', () => {
    return (
      take: Take,
      one: Deferred<string, Error, number>,
      several: Deferred<[name: string, age: number], [status: number, text: string], [percent: number]>,
      list: Deferred<User[], never, never>,
      none: Deferred<void>,
      names: Deferred<AnyNumberOf<string>>,
      either: Deferred<[name: string] | [name: string, age: number], Error>,
      signal: AbortSignal,
    ) => {
      typeOf(take(one)).is<Inferred<string, Error, number>>();
      typeOf(take(one.promise())).is<Inferred<string, Error, number>>();
      typeOf(take(several)).is<
        Inferred<[name: string, age: number], [status: number, text: string], [percent: number]>
      >();
      typeOf(take(list)).is<Inferred<User[], never, never>>();
      typeOf(take(none)).is<Inferred<void, unknown, unknown>>();
      typeOf(take(names)).is<Inferred<AnyNumberOf<string>, unknown, unknown>>();
      typeOf(take(either)).is<Inferred<[name: string] | [name: string, age: number], Error, unknown>>();
      typeOf(take(Deferred<string, [status: number, text: string]>(null, { signal })).channels[1]).is<
        [reason: Error] | [status: number, text: string]
      >();
    };
  });

  compiles('finds the channels of what the package returns', () => {
    return (
      take: Take,
      deferred: Deferred<string, Error, number>,
      source$: Observable<string>,
      request: JqXHR<User>,
      dialog: HTMLDialogElement,
    ) => {
      typeOf(take(toDeferred(source$))).is<Inferred<string, unknown, string>>();
      typeOf(take(oneShot(() => deferred).get())).is<Inferred<[value: string], [value: Error], [value: number]>>();
      typeOf(take(deferred.then((text) => text.length))).is<Inferred<[value: number], unknown, number>>();
      typeOf(take(request).channels[0]).is<[data: User, textStatus: SuccessStatus, jqXHR: JqXHR<User>]>();
      typeOf(take(showDialog(dialog)).channels[0]).is<[returnValue: string]>();
      typeOf(take(fromEvents(dialog, { done: 'close' })).channels[0]).is<[event: Event]>();
    };
  });
});
