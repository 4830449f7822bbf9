import { isFunction } from '../guards.js';

type Add = (name: unknown, value: unknown) => void;

/** What is text and not a record of values, though it is an object. */
const scalar = /^\[object (Boolean|Number|String|Date|RegExp|Error|Symbol)\]$/;

/** Makes a query or a form of data, as `jQuery.param()` does: of the fields of a form, or of a record of values. */
export function param(data: object, traditional: boolean): string {
  const pairs: string[] = [];
  const add: Add = (name, value) => {
    const text = isFunction(value) ? value() : value;
    pairs.push(`${encodeURIComponent(name as string)}=${encodeURIComponent((text ?? '') as string)}`);
  };
  if (Array.isArray(data)) {
    for (const { name, value } of data as { name: unknown; value: unknown }[]) {
      add(name, value);
    }
  } else {
    for (const name in data) {
      addAll(name, data[name as never], traditional, add);
    }
  }
  return pairs.join('&');
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
    for (const key in value) {
      addAll(`${name}[${key}]`, value[key as never], traditional, add);
    }
  } else {
    add(name, value);
  }
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !scalar.test(Object.prototype.toString.call(value));
}
