import {
  Deferred,
  toDeferred,
  type AbortablePromise,
  type DeferredPromise,
  type Outcome,
  type SettledOutcome,
} from 'rx-deferred';
import { filter, from, map, of, type Observable } from 'rxjs';

import { compiles, typeOf, type User } from './expect-type.js';

const d = Deferred<[user: User, ms: number], Error, [percent: number]>();
const none = Deferred<void, never, void>();

describe('toDeferred()', () => {
  compiles('carries the values of the source, as the result and as progress', () => {
    typeOf(toDeferred(of(1, 2))).is<AbortablePromise<number, unknown, number>>();
    typeOf(toDeferred([1, 'a'])).is<AbortablePromise<string | number, unknown, string | number>>();
    typeOf(toDeferred(Promise.resolve('a'))).is<AbortablePromise<string, unknown, string>>();
    typeOf(toDeferred(d)).is<AbortablePromise<User, unknown, User>>();
    typeOf(toDeferred(of([1, 2]))).is<AbortablePromise<[value: number[]], unknown, [value: number[]]>>();
    typeOf(toDeferred(of(1), { empty: { value: null } })).is<AbortablePromise<number | null, unknown, number>>();
    // @ts-expect-error a number is no source
    toDeferred(5);
    // @ts-expect-error there is no such way
    toDeferred(of(1), { empty: 'ignore' });
  });

  compiles('comes last in pipe, alone and after operators', () => {
    const piped = of(1, 2).pipe(toDeferred());
    typeOf(piped).is<AbortablePromise<number, unknown, number>>();
    piped.done((value) => typeOf(value).is<number>()).progress((value) => typeOf(value).is<number>());
    typeOf(piped.abort()).is<typeof piped>();
    const text = map((n: number) => String(n));
    const length = map((s: string) => s.length);
    typeOf(of(1).pipe(text, toDeferred())).is<AbortablePromise<string, unknown, string>>();
    typeOf(of(1).pipe(text, length, toDeferred())).is<AbortablePromise<number, unknown, number>>();
    typeOf(of(1).pipe(text, length, text, toDeferred())).is<AbortablePromise<string, unknown, string>>();
    typeOf(of(1).pipe(toDeferred({ empty: { value: 'none' } }))).is<
      AbortablePromise<string | number, unknown, number>
    >();
  });

  compiles('has a promise that cannot be aborted', () => {
    const promise = toDeferred(of(1)).promise();
    typeOf(promise).is<DeferredPromise<number, unknown, number>>();
    typeOf<'abort' extends keyof typeof promise ? true : false>().is<false>();
    // @ts-expect-error the result is no deferred
    const deferred: Deferred<number, unknown, number> = toDeferred(of(1));
    return deferred;
  });
});

describe('the pipe of an observable', () => {
  compiles('leaves observables as assignable as they are', () => {
    const strings: Observable<string> = of('a');
    const anything: Observable<unknown> = strings;
    const either: Observable<string | number> = strings;
    // @ts-expect-error a string is no number
    const numbers: Observable<number> = strings;
    return [anything, either, numbers];
  });

  compiles('infers the parameters of operators as before', () => {
    typeOf(of(1, 2).pipe(map((v) => typeOf(v).is<number>()))).is<Observable<true>>();
    typeOf(
      of(1).pipe(
        map((v) => String(v)),
        map((v) => v.length),
      ),
    ).is<Observable<number>>();
    typeOf(of(1, 'a').pipe(filter((v) => typeof v === 'string'))).is<Observable<string>>();
    typeOf(of(1).pipe()).is<Observable<number>>();
    // @ts-expect-error a promise of another kind is not what pipe gives
    of(1).pipe((source) => source.forEach(() => undefined));
  });
});

describe('the observables of a deferred', () => {
  compiles('carry the first argument, the outcome and the notifications', () => {
    typeOf(d.asObservable()).is<Observable<User>>();
    typeOf(from(d.promise())).is<Observable<User>>();
    typeOf(none.asObservable()).is<Observable<void>>();
    typeOf(d.outcome$).is<Observable<SettledOutcome<[user: User, ms: number], Error>>>();
    typeOf(d.progress$).is<Observable<number>>();
    typeOf(none.progress$).is<Observable<void>>();
    // @ts-expect-error it is read-only
    d.outcome$ = d.outcome$;
  });

  compiles('tell the outcome by its state', () => {
    const outcome = d.outcome();
    typeOf(outcome).is<Outcome<[user: User, ms: number], Error>>();
    if (outcome.state === 'resolved') {
      typeOf(outcome.args).is<[user: User, ms: number]>();
    } else if (outcome.state === 'rejected') {
      typeOf(outcome.args).is<[value: Error]>();
    } else {
      typeOf(outcome.state).is<'pending'>();
      // @ts-expect-error there are none
      return outcome.args as unknown;
    }
    return outcome.context;
  });
});

describe('until()', () => {
  compiles('keeps what is carried, and may fail with anything', () => {
    const { signal } = new AbortController();
    typeOf(d.until(signal)).is<DeferredPromise<[user: User, ms: number], unknown, [percent: number]>>();
    typeOf(d.promise().until(of(1))).is<DeferredPromise<[user: User, ms: number], unknown, [percent: number]>>();
    typeOf(none.until(d)).is<DeferredPromise<void, unknown, void>>();
    // @ts-expect-error a number never fires
    d.until(5);
    // @ts-expect-error the name of an event is no observable
    d.until('click');
  });
});
