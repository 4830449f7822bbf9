import { isObject } from '../guards.js';

/**
 * Copies data without what is undefined, in plain objects and lists, as `jQuery.ajax()` does; and without `__proto__`,
 * which a server might take for more than a name.
 */
export function withoutUndefinedFields<T>(data: T): T;
export function withoutUndefinedFields(data: unknown): unknown {
  if (Array.isArray(data)) {
    return (data as unknown[]).map(withoutUndefinedFields);
  }
  if (!isRecord(data)) {
    return data;
  }
  const fields: Record<string, unknown> = {};
  for (const name in data) {
    const value = data[name];
    if (value !== undefined && name !== '__proto__') {
      fields[name] = withoutUndefinedFields(value);
    }
  }
  return fields;
}

/** Whether a value is a plain object: one that is made by a literal, be it in another window. */
function isRecord(value: unknown): value is Record<string, unknown> {
  if (!isObject(value)) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
