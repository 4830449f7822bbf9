/** An object or function that a walk has reached, and the path to it. */
export interface Found {
  readonly path: string;
  readonly value: object;
}

/** Returns the objects that the methods of an object return. */
type Derive = (value: object) => Record<string, unknown>;

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** Reads all members of an object, own and inherited, with string and symbol keys, including getters. */
function members(value: object): [key: string, member: unknown][] {
  const found: [string, unknown][] = [];
  const keys = new Set<PropertyKey>();
  for (let owner: unknown = value; isObject(owner); owner = Reflect.getPrototypeOf(owner)) {
    for (const key of Reflect.ownKeys(owner)) {
      if (!keys.has(key)) {
        keys.add(key);
        try {
          found.push([String(key), Reflect.get(value, key)]);
        } catch {
          // The getter does not accept this receiver.
        }
      }
    }
  }
  return found;
}

/** Walks over everything that is reachable from some objects, and, up to a depth, from the results of their methods. */
export function reachable(
  roots: Record<string, unknown>,
  { derive = () => ({}), depth = 0, except }: { derive?: Derive; depth?: number; except?: ReadonlySet<object> } = {},
): Found[] {
  const found: Found[] = [];
  const seen = new Set<object>(except);
  const waiting: [path: string, value: unknown, depth: number][] = Object.entries(roots).map(([path, value]) => [
    path,
    value,
    depth,
  ]);
  // The loop extends the list.
  for (const [path, value, left] of waiting) {
    if (!isObject(value) || seen.has(value)) {
      continue;
    }
    seen.add(value);
    found.push({ path, value });
    for (const [key, member] of members(value)) {
      waiting.push([`${path}.${key}`, member, left]);
    }
    waiting.push([`${path}.[[Prototype]]`, Reflect.getPrototypeOf(value), left]);
    if (value instanceof Map || value instanceof Set) {
      waiting.push([`${path}.[[Entries]]`, [...(value as Iterable<unknown>)], left]);
    }
    if (left > 0) {
      for (const [key, member] of Object.entries(derive(value))) {
        waiting.push([`${path}.${key}`, member, left - 1]);
      }
    }
  }
  return found;
}

/** The objects of the language itself, which walks skip. */
export const builtIn: ReadonlySet<object> = new Set(
  reachable({ Object, Function, Array, Map, Set, WeakMap, WeakSet, Symbol, Promise, Error, AbortSignal, Reflect }).map(
    ({ value }) => value,
  ),
);

/** The names of methods that may settle. They are called first, because other methods may close their object. */
const settling = /^(resolve|reject|notify|next|error|complete|abort|fire|settle|throw|return)/i;

/** Calls every function found, with and without its object as `this`, and returns the paths to those that do harm. */
export function attack(found: readonly Found[], isHarmed: () => boolean): string[] {
  const harmful: string[] = [];
  const call = (path: string, receiver: unknown, method: unknown): void => {
    if (typeof method !== 'function' || builtIn.has(method)) {
      return;
    }
    try {
      const result: unknown = Reflect.apply(method, receiver, [1, [1]]);
      if (result instanceof Promise) {
        result.catch(() => undefined);
      }
    } catch {
      // The arguments were not valid.
    }
    if (isHarmed()) {
      harmful.push(path);
    }
  };
  for (const first of [true, false]) {
    for (const { path, value } of found) {
      for (const [key, method] of members(value)) {
        if (settling.test(key) === first) {
          call(`${path}.${key}()`, value, method);
        }
      }
      if (!first) {
        call(`${path}()`, undefined, value);
      }
    }
  }
  return harmful;
}
