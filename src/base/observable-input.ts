import { defer, isObservable, Observable, type ObservableInput, type Subscribable } from 'rxjs';

import { isArrayLike, isFunction, isObject } from './guards.js';

/** The names that the interop method may have: RxJS, and others, read the symbol only if it was there before them. */
export const interopKeys = (): PropertyKey[] =>
  'observable' in Symbol ? [Symbol.observable, '@@observable'] : ['@@observable'];

/** Whether a value is, or gives, an observable in the narrow sense: one that is subscribed to. */
export function isInterop(value: unknown): value is ObservableInput<unknown> {
  return isObservable(value) || (isObject(value) && interopKeys().some((key) => isFunction(value[key])));
}

/** Whether RxJS can read a value as an observable. Strings are left out: they are values. */
export function isObservableInput(value: unknown): value is ObservableInput<unknown> {
  return (
    isInterop(value) ||
    isArrayLike(value) ||
    (isObject(value) &&
      ['then', 'getReader', Symbol.iterator, Symbol.asyncIterator].some((key) => isFunction(value[key])))
  );
}

/** Makes an observable of what can be read as one, whichever name its interop method has. */
export function toObservable<T>(input: ObservableInput<T>): Observable<T> {
  if (isObservable(input)) {
    return input;
  }
  if (isObject(input)) {
    const key = interopKeys().find((name) => isFunction(input[name]));
    if (key !== undefined) {
      const interop = input as Record<PropertyKey, () => Subscribable<T>>;
      return new Observable((subscriber) => interop[key]?.().subscribe(subscriber));
    }
  }
  return defer(() => input);
}
