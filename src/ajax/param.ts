import serialize from 'jquery-param';

import { isRecord } from './record.js';

/** Makes a query or a form of data, as `jQuery.ajax()` does. */
export function param(data: object, traditional: boolean): string {
  const given = withoutUndefined(data) as object;
  return serialize(traditional && !Array.isArray(given) ? toFields(given) : given);
}

/** Leaves out the fields that are undefined, and `__proto__`, which a server might take for more than a name. */
function withoutUndefined(data: unknown): unknown {
  if (Array.isArray(data)) {
    return data.map(withoutUndefined);
  }
  if (!isRecord(data)) {
    return data;
  }
  const fields: Record<string, unknown> = {};
  for (const name in data) {
    const value = data[name];
    if (value !== undefined && name !== '__proto__') {
      fields[name] = withoutUndefined(value);
    }
  }
  return fields;
}

/** Gives the fields of a form: several of one name for an array, and one for anything else. */
function toFields(data: object): { name: string; value: unknown }[] {
  const fields = [];
  for (const name in data) {
    const value: unknown = data[name as never];
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) {
      fields.push({ name, value: one });
    }
  }
  return fields;
}
