import { AsyncSubject, Subscription } from 'rxjs';

import { expected, hooks, warnOfProgrammerError } from './errors.js';
import { isFunction, isObject } from './guards.js';
import { abortWith, own, signalOf } from './lifetime.js';
import { brand, core, DeferredObject } from './methods.js';
import { createSettlement } from './settlement.js';
import type * as contract from './types.js';
import type { DeferredOptions } from './types.js';

export type Deferred<TDone = unknown, TFail = unknown, TProgress = unknown> = contract.Deferred<
  TDone,
  TFail,
  TProgress
>;

/**
 * Makes a deferred, with or without `new`.
 *
 * @param init - Is called at once with the deferred, as `this` and as its argument. What is falsy is passed over.
 * @returns A pending deferred, unless `init` has settled it.
 * @throws TypeError if `init` is neither a function nor falsy; and whatever `init` throws.
 * @see {@link https://api.jquery.com/jQuery.Deferred/ | jQuery.Deferred()}
 * @example
 * ```ts
 * import { Deferred } from 'rx-deferred';
 *
 * const log: string[] = [];
 * const saved = Deferred<[file: string], Error, number>((d) => {
 *   d.progress((percent) => log.push(`${percent} %`));
 *   d.notify(50);
 *   d.resolve('a.txt');
 * });
 * saved.done((file) => log.push(file)).always(() => log.push('closed'));
 *
 * log; // => ['50 %', 'a.txt', 'closed']
 * ```
 */
export const Deferred = function (init?: unknown, options?: DeferredOptions): object {
  if (init && !isFunction(init)) {
    throw expected('init', 'a function', init);
  }
  const signal = signalOf(options);
  const settlement = createSettlement(core, new AsyncSubject());
  if (Deferred.captureStacks) {
    settlement.createdAt = new Error('Made here');
  }
  const target: unknown = new.target;
  const deferred =
    target && target !== Deferred
      ? (Reflect.construct(DeferredObject, [settlement, settlement], new.target) as object)
      : new DeferredObject(settlement, settlement);
  if (isFunction(init) && !signal?.aborted) {
    const teardown = init.call(deferred, deferred);
    if (isFunction(teardown)) {
      own(settlement, () => void teardown.call(undefined));
    } else if (teardown instanceof Subscription) {
      own(settlement, () => {
        teardown.unsubscribe();
      });
    }
  }
  if (signal !== undefined) {
    abortWith(settlement, signal);
  }
  return deferred;
} as unknown as contract.DeferredConstructor;

(Deferred as { prototype: object }).prototype = DeferredObject.prototype;
Deferred.exceptionHook = warnOfProgrammerError;
DeferredObject.prototype.constructor = Deferred;
core.hooks = hooks.owner = Deferred;

/**
 * Tells whether a value is a deferred: one that can be settled, made by any copy of this package.
 *
 * @example
 * ```ts
 * import { Deferred, isDeferred } from 'rx-deferred';
 *
 * const d = Deferred();
 *
 * [isDeferred(d), isDeferred(d.promise()), isDeferred(null)]; // => [true, false, false]
 * ```
 */
export function isDeferred<TDone, TFail, TProgress>(
  value: contract.DeferredPromise<TDone, TFail, TProgress>,
): value is contract.Deferred<TDone, TFail, TProgress>;
export function isDeferred(value: unknown): value is contract.Deferred;
export function isDeferred(value: unknown): boolean {
  return isObject(value) && value[brand] === true;
}
