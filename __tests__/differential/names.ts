import type { PlainName } from './script.js';

/** The values that scripts refer to by name. They are shared, because errors are expensive to create. */
const plainValues: Record<PlainName, unknown> = {
  undefined: undefined,
  null: null,
  false: false,
  '0': 0,
  "''": '',
  "'text'": 'text',
  v0: {},
  v1: () => undefined,
  e0: new Error('e0'),
  e1: new RangeError('e1'),
};

/** Names all values of a script, so that the logs of two implementations can be compared. */
export class Names {
  readonly #names = new Map<unknown, string>(Object.entries(plainValues).map(([name, value]) => [value, name]));

  give<T extends object>(value: T, name: string): T {
    this.#names.set(value, name);
    return value;
  }

  plain(name: PlainName): unknown {
    return plainValues[name];
  }

  nameOf(value: unknown): string {
    const given = this.#names.get(value);
    if (given !== undefined) {
      return given;
    }
    if (Array.isArray(value)) {
      return `[${Array.from(value, (item: unknown) => this.nameOf(item)).join(', ')}]`;
    }
    if (value instanceof Error) {
      return `a ${value.name}`;
    }
    if (typeof value === 'object' && value !== null) {
      return 'an object';
    }
    return typeof value === 'string' ? `'${value}'` : String(value);
  }
}
