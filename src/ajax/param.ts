import { isFunction, isObject } from '../base/guards.js';

type Add = (name: unknown, value: unknown) => void;

/** What is text and not a record of values, though it is an object. */
const scalar = /^\[object (Boolean|Number|String|Date|RegExp|Error|Symbol)\]$/;

/**
 * Makes a query or a form of data, as `jQuery.ajax()` does: of the fields of a form, or of a record of values. What is
 * undefined in it is left out, and so is `__proto__`, which a server might take for more than a name.
 */
export function param(data: object, traditional: boolean): string {
  const pairs: string[] = [];
  const add: Add = (name, value) => {
    const text = isFunction(value) ? value() : withoutUndefined(value);
    pairs.push(`${encodeURIComponent(name as string)}=${encodeURIComponent((text ?? '') as string)}`);
  };
  if (Array.isArray(data)) {
    for (const { name, value } of data as { name: unknown; value: unknown }[]) {
      add(name, value);
    }
  } else {
    addFields(undefined, data, traditional, add);
  }
  return pairs.join('&');
}

function addFields(prefix: string | undefined, data: object, traditional: boolean, add: Add): void {
  for (const name in data) {
    const value: unknown = data[name as never];
    // A function that is inherited is a method, which does not belong to the data.
    if (value !== undefined && name !== '__proto__' && (!isFunction(value) || Object.hasOwn(data, name))) {
      addAll(prefix === undefined ? name : `${prefix}[${name}]`, value, traditional, add);
    }
  }
}

/** Adds a value, or what is in it, under names with brackets. */
function addAll(name: string, value: unknown, traditional: boolean, add: Add): void {
  if (Array.isArray(value)) {
    for (const [i, item] of (value as unknown[]).entries()) {
      if (traditional || name.endsWith('[]')) {
        add(name, item);
      } else {
        addAll(`${name}[${typeof item === 'object' && item !== null ? String(i) : ''}]`, item, traditional, add);
      }
    }
  } else if (!traditional && isRecord(value)) {
    addFields(name, value, traditional, add);
  } else {
    add(name, value);
  }
}

/** Whether data has fields to send. */
export function isForm(data: unknown): boolean {
  return Array.isArray(data) || tagOf(data) === '[object Object]';
}

const tagOf = (value: unknown): string => Object.prototype.toString.call(value);

function isRecord(value: unknown): value is object {
  return isObject(value) && !isFunction(value) && !scalar.test(tagOf(value));
}

/** Copies plain objects and arrays as jQuery does: an undefined `toString` does not hide the inherited one. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutUndefined);
  }
  if (!isRecord(value) || ![Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null)) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
}
