import { AsyncSubject } from 'rxjs';

import { expected, hooks, warnOfProgrammerError } from './errors.js';
import { Call, isArrayLike } from './handlers.js';
import { DeferredPromise, methods, publishAccessors } from './promise.js';
import { Settlement } from './settlement.js';
import type * as contract from './types.js';
import type { DeferredState } from './types.js';

/** Marks a deferred, of whichever copy of this package. */
const brand = Symbol.for('rx-deferred');

/** The methods that settle. Handlers get the receiver as context, unless that is the deferred. */
const fire = (settlement: Settlement, deferred: object, state: DeferredState) =>
  function <T>(this: T, ...args: unknown[]): T {
    settlement.fire(new Call(state, this === deferred ? undefined : this, args));
    return this;
  };

const fireWith = (settlement: Settlement, state: DeferredState) =>
  function <T>(this: T, context: unknown, args?: unknown): T {
    settlement.fire(new Call(state, context, toArgs(args)));
    return this;
  };

/** The methods of a promise and those that settle it. It is no subclass: private fields are slow in one. */
class DeferredObject {
  readonly #settlement: Settlement;

  constructor(settlement: Settlement) {
    this.#settlement = settlement;
  }

  static settlementOf(value: object): Settlement | undefined {
    return #settlement in value ? value.#settlement : undefined;
  }

  get state() {
    return methods.state(this.#settlement);
  }
  get done() {
    return methods.done(this.#settlement);
  }
  get fail() {
    return methods.fail(this.#settlement);
  }
  get always() {
    return methods.always(this.#settlement);
  }
  get progress() {
    return methods.progress(this.#settlement);
  }
  get then() {
    return methods.then(this.#settlement);
  }
  get catch() {
    return methods.catch(this.#settlement);
  }
  get finally() {
    return methods.finally(this.#settlement);
  }
  get pipe() {
    return methods.pipe(this.#settlement);
  }
  get promise() {
    return methods.promise(this.#settlement);
  }
  get resolve() {
    return fire(this.#settlement, this, 'resolved');
  }
  get resolveWith() {
    return fireWith(this.#settlement, 'resolved');
  }
  get reject() {
    return fire(this.#settlement, this, 'rejected');
  }
  get rejectWith() {
    return fireWith(this.#settlement, 'rejected');
  }
  get notify() {
    return fire(this.#settlement, this, 'pending');
  }
  get notifyWith() {
    return fireWith(this.#settlement, 'pending');
  }
}

function toArgs(args: unknown): unknown[] {
  if (!args) {
    return [];
  }
  if (!isArrayLike(args)) {
    throw expected('args', 'an array', args);
  }
  return Array.prototype.slice.call(args);
}

publishAccessors(DeferredObject.prototype);
Object.defineProperty(DeferredObject.prototype, brand, { value: true });

/** Makes a deferred of a class that may extend `Deferred`. */
function construct(newTarget: unknown): DeferredObject {
  const settlement = new Settlement(new AsyncSubject());
  return newTarget === undefined || newTarget === Deferred
    ? new DeferredObject(settlement)
    : (Reflect.construct(DeferredObject, [settlement], newTarget as new () => DeferredObject) as DeferredObject);
}

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
export const Deferred = function (this: unknown, init?: unknown): DeferredObject {
  if (init && typeof init !== 'function') {
    throw expected('init', 'a function', init);
  }
  const deferred = construct(new.target);
  if (init) {
    (init as (this: unknown, deferred: unknown) => unknown).call(deferred, deferred);
  }
  return deferred;
} as unknown as contract.DeferredConstructor;

Object.defineProperty(Deferred, 'prototype', { value: DeferredObject.prototype, writable: false });
Object.defineProperty(DeferredObject.prototype, 'constructor', { value: Deferred });
Deferred.exceptionHook = warnOfProgrammerError;
hooks.owner = Deferred;

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
export function isDeferred(value: unknown): value is contract.Deferred {
  return typeof value === 'object' && value !== null && brand in value;
}

/** Finds the settlement behind a deferred or promise of this copy, unless it was given a `promise` method of its own. */
export function settlementOf(value: unknown): Settlement | undefined {
  return typeof value === 'object' && value !== null && !Object.hasOwn(value, 'promise')
    ? (DeferredObject.settlementOf(value) ?? DeferredPromise.settlementOf(value))
    : undefined;
}
