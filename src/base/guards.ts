/** A function supplied by the user. The public types check its parameters. */
export type Callback = (this: unknown, ...args: unknown[]) => unknown;

export function isFunction(value: unknown): value is Callback {
  return typeof value === 'function';
}

/** Whether a value can have properties: Promises/A+ calls it "an object or function". */
export function isObject(value: unknown): value is Partial<Record<PropertyKey, unknown>> {
  return (typeof value === 'object' && value !== null) || isFunction(value);
}

/** Whether a value is a list: an object with a length. Functions also have a length, but are not lists. */
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

/** An object that jQuery adopts: its `promise()` returns an object with the chaining methods. */
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

/** Reads the `then` of an object or function, once, as Promises/A+ 2.3.3.1 requires. */
export function thenOf(value: unknown): unknown {
  return isObject(value) && value['then'];
}

/** Whether a value is an error, of this realm or of another one, or looks like one. */
export function isErrorLike(value: unknown): value is Error {
  return isObject(value) && Boolean(value['name']) && typeof value['message'] === 'string';
}
