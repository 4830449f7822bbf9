import { isObject } from '../guards.js';

/** Whether a value is a plain object: one that is made by a literal, be it in another window. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (!isObject(value)) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
