import { from, isObservable, Observable, type ObservableInput, type Subscribable } from 'rxjs';

import { fromAsync, isAsyncInput } from './async-input.js';
import { isArrayLike, isFunction, isObject } from './guards.js';

/**
 * Returns the names of the interop method. RxJS and other libraries use `Symbol.observable` only if it existed when
 * they were loaded, and `'@@observable'` otherwise.
 */
export const interopKeys = (): PropertyKey[] =>
  'observable' in Symbol ? [Symbol.observable, '@@observable'] : ['@@observable'];

/** Whether a value is an RxJS observable or has the interop method. It is, too, if reading it throws. */
export function isInterop(value: unknown): value is ObservableInput<unknown> {
  try {
    return isObservable(value) || (isObject(value) && interopKeyOf(value) !== undefined);
  } catch {
    return true;
  }
}

/** Whether RxJS can read a value as an observable. Strings are excluded: they count as values. */
export function isObservableInput(value: unknown): value is ObservableInput<unknown> {
  try {
    return (
      isInterop(value) ||
      isArrayLike(value) ||
      (isObject(value) && (isFunction(value['then']) || isFunction(value[Symbol.iterator]) || isAsyncInput(value)))
    );
  } catch {
    return true;
  }
}

/** Converts an input to an observable, whichever name its interop method has. Throws if the input cannot be read. */
export function toObservable(input: ObservableInput<unknown>): Observable<unknown> {
  if (isObservable(input)) {
    return input;
  }
  const object = input as unknown as Record<PropertyKey, unknown>;
  const key = interopKeyOf(object);
  return key === undefined
    ? isAsyncInput(object) && !isFunction(object['then'])
      ? fromAsync(object)
      : from(input)
    : new Observable((subscriber) => (object[key] as () => Subscribable<unknown>)().subscribe(subscriber));
}

function interopKeyOf(value: Partial<Record<PropertyKey, unknown>>): PropertyKey | undefined {
  return interopKeys().find((key) => isFunction(value[key]));
}
