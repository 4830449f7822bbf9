import * as core from 'rx-deferred';
import * as ajax from 'rx-deferred/ajax';
import * as dom from 'rx-deferred/dom';
import * as rxjs from 'rxjs';

/** What an example says of an expression, `expression; // => value`, and what the expression gave. */
export interface Claim {
  readonly claim: string;
  readonly actual: unknown;
  readonly expected: unknown;
}

const modules: Readonly<Record<string, object>> = {
  'rx-deferred': core,
  'rx-deferred/ajax': ajax,
  'rx-deferred/dom': dom,
  rxjs,
};

const AsyncFunction = run.constructor as new (...source: string[]) => (...args: unknown[]) => Promise<void>;

/** Runs the script of an example in this page, and gives what it claims. */
export async function run(parameters: string[], script: string): Promise<Claim[]> {
  const claims: Claim[] = [];
  await new AsyncFunction(...parameters, script)(
    (name: string) => {
      if (!modules[name]) {
        throw new Error(`Expected a module that a page can load, got ${name}`);
      }
      return modules[name];
    },
    {},
    (actual: unknown, expected: unknown, claim: string) => {
      claims.push({ claim, actual: copyOf(actual), expected: copyOf(expected) });
    },
  );
  return claims;
}

/** Copies a value as it is now. What cannot leave the page unchanged must not be compared. */
function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(copyOf);
  }
  if (typeof value === 'function' || typeof value === 'symbol') {
    throw new TypeError(`Expected a value that can leave the page, got a ${typeof value}`);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) {
    throw new TypeError(`Expected a value that can leave the page, got ${Object.prototype.toString.call(value)}`);
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyOf(item)]));
}
