/** A function of the user's. What it takes has been checked by the public types. */
export type Callback = (this: unknown, ...args: unknown[]) => unknown;

export function isFunction(value: unknown): value is Callback {
  return typeof value === 'function';
}

/** Whether a value can have properties: what Promises/A+ calls an object or function. */
export function isObject(value: unknown): value is Partial<Record<PropertyKey, unknown>> {
  return (typeof value === 'object' && value !== null) || isFunction(value);
}

/** Whether a value is a list: it has a length, and is not a function, which has one too. */
export function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  if (!isObject(value) || isFunction(value)) {
    return false;
  }
  const { length } = value;
  return (
    Array.isArray(value) ||
    length === 0 ||
    (Number.isInteger(length) && Number(length) > 0 && Number(length) - 1 in value)
  );
}

/** What jQuery takes for one of its own: it has a promise to give, with the chaining methods. */
export interface Promising {
  promise(): Chaining;
}

interface Chaining {
  progress(handler: Callback): Chaining;
  done(handler: Callback): Chaining;
  fail(handler: Callback): Chaining;
}

export function isPromising(value: unknown): value is Promising {
  return isObject(value) && isFunction(value['promise']);
}

/** Reads the `then` of an object or function, once, as Promises/A+ 2.3.3.1 asks. */
export function thenOf(value: unknown): unknown {
  return isObject(value) && value['then'];
}
