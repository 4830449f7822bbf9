import { defer, isObservable, Observable, type ObservableInput, type Subscribable } from 'rxjs';

import { isArrayLike, isFunction, isObject } from './guards.js';

/**
 * Returns the names of the interop method. RxJS and other libraries use `Symbol.observable` only if it existed when
 * they were loaded, and `'@@observable'` otherwise.
 */
export const interopKeys = (): PropertyKey[] =>
  'observable' in Symbol ? [Symbol.observable, '@@observable'] : ['@@observable'];

/** Whether a value is an RxJS observable or has the interop method. */
export function isInterop(value: unknown): value is ObservableInput<unknown> {
  return isObservable(value) || (isObject(value) && interopKeys().some((key) => isFunction(value[key])));
}

/** Whether RxJS can read a value as an observable. Strings are excluded: they count as values. */
export function isObservableInput(value: unknown): value is ObservableInput<unknown> {
  return (
    isInterop(value) ||
    isArrayLike(value) ||
    (isObject(value) &&
      ['then', 'getReader', Symbol.iterator, Symbol.asyncIterator].some((key) => isFunction(value[key])))
  );
}

/** Converts an input to an observable, whichever name its interop method has. */
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
