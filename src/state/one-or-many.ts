import { isArrayLike, isFunction, type Callback } from '../base/guards.js';

/** Items in the order in which they were added. A single item, the usual case, needs no array. */
export type OneOrMany<T> = T | T[] | undefined;

export function append<T extends object>(items: OneOrMany<T>, item: T): OneOrMany<T> {
  if (items === undefined) {
    return item;
  }
  if (Array.isArray(items)) {
    items.push(item);
    return items;
  }
  return [items, item];
}

/** Appends all functions of a nested list, in order. Other values are ignored. */
export function appendFunctions<T extends object>(
  items: OneOrMany<T | Callback>,
  list: ArrayLike<unknown>,
): OneOrMany<T | Callback> {
  if (list.length === 1 && isFunction(list[0])) {
    return append(items, list[0]);
  }
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    if (isFunction(item)) {
      items = append(items, item);
    } else if (isArrayLike(item)) {
      items = appendFunctions(items, item);
    }
  }
  return items;
}

export function sizeOf<T extends object>(items: OneOrMany<T>): number {
  return Array.isArray(items) ? items.length : items ? 1 : 0;
}

/** Returns the items as an array, which may be the stored one. */
export function toArray<T extends object>(items: OneOrMany<T>): readonly T[] {
  return Array.isArray(items) ? items : items ? [items] : [];
}
