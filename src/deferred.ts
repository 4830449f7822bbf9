import { AsyncSubject, Subscription, type ObservableInput } from 'rxjs';

import { expected, hooks, warnOfProgrammerError } from './errors.js';
import { isArrayLike, isFunction, isObject } from './guards.js';
import { Call, createCall, passesOn } from './handlers.js';
import { abort, abortWith, own, signalOf, until } from './lifetime.js';
import { asObservable, notificationsOf, outcomeOf, outcomesOf } from './observable.js';
import { interopKeys } from './observable-input.js';
import { pipe } from './pipe.js';
import { add, createSettlement, fire, listen, progressOf, type Settlement } from './settlement.js';
import { then } from './then.js';
import type * as contract from './types.js';
import type { DeferredOptions, DeferredState } from './types.js';

/** Marks a deferred, of whichever copy of this package. */
const brand = Symbol.for('rx-deferred');

/** The settlements behind the promises that are plain objects. */
const plain = new WeakMap<object, Settlement>();

/**
 * A deferred; or a promise, which is one without the power to settle: there `resolve` and the like are undefined.
 *
 * The methods are bound to the settlement when they are read. That costs less than methods kept on every instance,
 * and still lets each be taken off and called alone, or on another object. One class for both kinds, since private
 * fields are slow in a subclass.
 */
class DeferredObject {
  readonly #settlement: Settlement;
  readonly #power: Settlement | undefined;

  /** @param power - The settlement once more, if this may settle it. */
  constructor(settlement: Settlement, power?: Settlement) {
    this.#settlement = settlement;
    this.#power = power;
  }

  static settlementOf(value: unknown): Settlement | undefined {
    return isObject(value) ? (#settlement in value ? value.#settlement : plain.get(value)) : undefined;
  }

  get state() {
    const settlement = this.#settlement;
    return (): DeferredState => settlement.call?.state ?? 'pending';
  }

  get done() {
    const settlement = this.#settlement;
    return function <T>(this: T, ...handlers: unknown[]): T {
      add(settlement, handlers, true, false);
      return this;
    };
  }

  get fail() {
    const settlement = this.#settlement;
    return function <T>(this: T, ...handlers: unknown[]): T {
      add(settlement, handlers, false, true);
      return this;
    };
  }

  get always() {
    const settlement = this.#settlement;
    return function <T>(this: T, ...handlers: unknown[]): T {
      add(settlement, handlers, true, true);
      return this;
    };
  }

  get progress() {
    const settlement = this.#settlement;
    return function <T>(this: T, ...handlers: unknown[]): T {
      progressOf(settlement).add(handlers);
      return this;
    };
  }

  get then() {
    const settlement = this.#settlement;
    return (onFulfilled?: unknown, onRejected?: unknown, onProgress?: unknown) =>
      toPromise(then(settlement, onFulfilled, onRejected, onProgress));
  }

  get catch() {
    const settlement = this.#settlement;
    return (onRejected?: unknown) => toPromise(then(settlement, undefined, onRejected));
  }

  get finally() {
    const settlement = this.#settlement;
    return (onFinally?: unknown) => {
      if (!isFunction(onFinally)) {
        return toPromise(then(settlement));
      }
      const passOn = (): object => {
        const result = settled(new Call('resolved', undefined, onFinally.call(undefined)));
        return toPromise(then(outcomeAlone(then(result)), () => toPromise(settled(settlement.call))));
      };
      return toPromise(then(settlement, passOn, passesOn(passOn, passOn)));
    };
  }

  get pipe() {
    const settlement = this.#settlement;
    return (onDone?: unknown, onFail?: unknown, onProgress?: unknown) =>
      toPromise(pipe(settlement, onDone, onFail, onProgress));
  }

  get until() {
    const settlement = this.#settlement;
    return (notifier: AbortSignal | ObservableInput<unknown>) => toPromise(until(settlement, notifier));
  }

  get outcome() {
    const settlement = this.#settlement;
    return () => outcomeOf(settlement);
  }

  get outcome$() {
    return outcomesOf(this.#settlement);
  }

  get progress$() {
    return notificationsOf(this.#settlement);
  }

  get asObservable() {
    const settlement = this.#settlement;
    return () => asObservable(settlement);
  }

  get promise() {
    const settlement = this.#settlement;
    return (target?: unknown) => {
      const promise = (settlement.promise ??= toPlain(settlement));
      return target == null ? promise : extend(target, promise);
    };
  }

  get abort() {
    const settlement = this.#settlement;
    return this.#power || settlement.work
      ? function <T>(this: T, reason?: unknown): T {
          abort(settlement, reason);
          return this;
        }
      : undefined;
  }

  get resolve() {
    return settler(this.#power, this, 'resolved');
  }

  get resolveWith() {
    return settlerWith(this.#power, 'resolved');
  }

  get reject() {
    return settler(this.#power, this, 'rejected');
  }

  get rejectWith() {
    return settlerWith(this.#power, 'rejected');
  }

  get notify() {
    return settler(this.#power, this, 'pending');
  }

  get notifyWith() {
    return settlerWith(this.#power, 'pending');
  }

  get [brand]() {
    return #power in this && this.#power !== undefined;
  }
}

/** Handlers get the receiver of the method as context, unless that is the deferred. */
function settler(settlement: Settlement | undefined, deferred: DeferredObject, state: DeferredState) {
  return (
    settlement &&
    function <T>(this: T, ...args: unknown[]): T {
      fire(settlement, createCall(state, this === deferred ? undefined : this, args));
      return this;
    }
  );
}

function settlerWith(settlement: Settlement | undefined, state: DeferredState) {
  return (
    settlement &&
    function <T>(this: T, context: unknown, args?: unknown): T {
      fire(settlement, createCall(state, context, toArgs(args)));
      return this;
    }
  );
}

/** The names of the methods, and of the observables. */
const keys: PropertyKey[] = Object.keys(Object.getOwnPropertyDescriptors(DeferredObject.prototype));
keys.shift();

for (const key of interopKeys()) {
  keys.push(key);
  Object.defineProperty(DeferredObject.prototype, key, {
    get(this: DeferredObject) {
      return this.asObservable;
    },
    configurable: true,
  });
}

// As with jQuery's, `for…in` lists the methods, and an assignment replaces one.
for (const key of keys) {
  Object.defineProperty(DeferredObject.prototype, key, {
    enumerable: true,
    set(value) {
      Object.defineProperty(this, key, { value, configurable: true, enumerable: true, writable: true });
    },
  });
}

/** Gives the settlement behind a deferred or a promise. One that extends another object is not known. */
export function settlementOf(value: unknown): Settlement | undefined {
  return DeferredObject.settlementOf(value);
}

/** Makes the promise of a settlement that has no deferred in front of it. */
export function toPromise(settlement: Settlement): object {
  return (settlement.promise = new DeferredObject(settlement));
}

/** Makes the object in front of a settlement that can be aborted: its promise is another one. */
export function toAbortable(settlement: Settlement): object {
  return new DeferredObject(settlement);
}

/** Gives a settlement that settles as another does, without its notifications. */
function outcomeAlone(source: Settlement): Settlement {
  const derived = createSettlement();
  listen(source, {
    hear(call) {
      fire(derived, call);
    },
  });
  return derived;
}

/** Makes the promise of a deferred: a plain object, or one that is more besides. */
export function toPlain(settlement: Settlement, target: object = {}): object {
  const promise = extend(target, new DeferredObject(settlement));
  plain.set(promise, settlement);
  return promise;
}

function settled(call: Call | undefined): Settlement {
  const settlement = createSettlement();
  settlement.call = call;
  return settlement;
}

/** Puts the methods of a promise on another object, as properties of its own. */
function extend(target: unknown, promise: object): object {
  if (!isObject(target)) {
    throw expected('target', 'an object or a function', target);
  }
  for (const key of keys) {
    const get = (): unknown => (promise as Partial<Record<PropertyKey, unknown>>)[key];
    const value = get();
    if (isFunction(value) && key !== 'abort') {
      target[key] = value;
    } else if (value && key !== 'abort') {
      Object.defineProperty(target, key, { get, configurable: true, enumerable: true });
    }
  }
  return target;
}

function toArgs(args: unknown): unknown[] {
  const list = args || [];
  if (!isArrayLike(list)) {
    throw expected('args', 'an array', args);
  }
  return Reflect.apply(collect, undefined, list) as unknown[];
}

/** Takes an array-like as `apply` does, which refuses at once what no call could take. */
const collect = (...args: unknown[]): unknown[] => args;

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
  const settlement = createSettlement(new AsyncSubject());
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
export function isDeferred<TDone, TFail, TProgress>(
  value: contract.DeferredPromise<TDone, TFail, TProgress>,
): value is contract.Deferred<TDone, TFail, TProgress>;
export function isDeferred(value: unknown): value is contract.Deferred;
export function isDeferred(value: unknown): boolean {
  return isObject(value) && value[brand] === true;
}
