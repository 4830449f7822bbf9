import serialize from 'jquery-param';

/** Makes a query or a form of data, as `jQuery.param()` does. */
export function param(data: object, traditional: boolean): string {
  return serialize(traditional && !Array.isArray(data) ? toFields(data) : data);
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
