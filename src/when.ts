import { adopt } from './adopt.js';
import { all, any, race, settled } from './combine.js';
import { isFunction, thenOf } from './guards.js';
import { collapse, createCall } from './handlers.js';
import { core, toPromise } from './methods.js';
import { createSettlement, fire, type Realm, type Settlement } from './settlement.js';
import { then } from './then.js';
import type { When } from './types.js';

/**
 * Gives a promise for one value, or for several together.
 *
 * @param values - Deferreds, promises, thenables, or anything else, which then counts as resolved.
 * @returns A new promise. For no value it is resolved with no argument. For one, it settles as that does, with
 * its arguments and context; a thenable that this resolves with is waited for. For several, it resolves when all
 * have, with one argument for each (`undefined` for none, an array for several) and the array of their contexts
 * as `this`; or it rejects with the first rejection, all its arguments and its context.
 * @throws Whatever the `then` of a value that is resolved with throws when it is read.
 * @remarks
 * Synchronous where everything is settled already. One pending value is followed in a microtask, several
 * synchronously. Progress is not passed on. An array is a value like any other, as jQuery has it: spread it.
 * @see {@link https://api.jquery.com/jQuery.when/ | jQuery.when()}
 * @example
 * ```ts
 * import { Deferred, when } from 'rx-deferred';
 *
 * const size = Deferred<[width: number, height: number]>();
 * const both = when(size, Promise.resolve('title'));
 * size.resolve(3, 4);
 *
 * const log: unknown[] = [];
 * await both.then(([width, height], title) => log.push(width, height, title));
 *
 * log; // => [3, 4, 'title']
 * ```
 */
export const when = /* @__PURE__ */ Object.assign((...values: unknown[]): object => aggregate(core, values), {
  all,
  settled,
  any,
  race,
}) as When;

/** Gives the promise for one value, or for several together. */
export function aggregate(realm: Realm, values: unknown[]): object {
  return toPromise(values.length > 1 ? join(realm, values) : follow(realm, values));
}

/** Follows the one value that there is, or resolves. A thenable that it resolves with is left to `then`. */
function follow(realm: Realm, values: unknown[]): Settlement {
  const primary = createSettlement(realm);
  if (values.length === 0) {
    fire(primary, createCall('resolved', undefined, values));
  } else {
    adopt(values[0], (call) => {
      fire(primary, call);
    });
  }
  const { call } = primary;
  const isFinal = call && (call.state === 'rejected' || call.args || !isFunction(thenOf(call.value)));
  return isFinal ? primary : then(primary);
}

/** Adopts the values from the last to the first, as jQuery does: the order shows where several have failed. */
function join(realm: Realm, values: readonly unknown[]): Settlement {
  const joined = createSettlement(realm);
  const results: unknown[] = new Array(values.length);
  const contexts: unknown[] = new Array(values.length);
  let remaining = values.length;

  for (let i = values.length - 1; i >= 0; i--) {
    let waiting = true;
    adopt(values[i], (call) => {
      if (call.state === 'rejected') {
        fire(joined, call);
      } else if (waiting) {
        waiting = false;
        contexts[i] = call.context;
        results[i] = collapse(call);
        if (--remaining === 0) {
          fire(joined, createCall('resolved', contexts, results));
        }
      }
    });
  }
  return joined;
}
