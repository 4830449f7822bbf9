import type { ObservableInput } from 'rxjs';

import { expected, hooks, reportError } from './errors.js';
import { lastly } from './finally.js';
import { isArrayLike, isObject } from './guards.js';
import { createCall } from './handlers.js';
import { enqueue } from './job-queue.js';
import { abort, until } from './lifetime.js';
import { asObservable, notificationsOf, outcomeOf, outcomesOf } from './observable.js';
import { interopKeys } from './observable-input.js';
import { pipe } from './pipe.js';
import { add, fire, progressOf, type Realm, type Settlement } from './settlement.js';
import { then } from './then.js';
import type { DeferredState } from './types.js';

/** Marks a deferred, of whichever copy of this package. */
export const brand = Symbol.for('rx-deferred');

/** The names that the interop method has. */
const interop = interopKeys();

/**
 * A deferred; or a promise, which is one without the power to settle: there `resolve` and the like are undefined.
 *
 * The methods are bound to the settlement when they are read. That costs less than methods kept on every instance,
 * and still lets each be taken off and called alone, or on another object. One class for both kinds, since private
 * fields are slow in a subclass.
 */
export class DeferredObject {
  readonly #settlement: Settlement;
  readonly #power: Settlement | undefined;

  /** @param power - The settlement once more, if this may settle it. */
  constructor(settlement: Settlement, power?: Settlement) {
    this.#settlement = settlement;
    this.#power = power;
  }

  static settlementOf(value: object): Settlement | undefined {
    return #settlement in value ? value.#settlement : undefined;
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
    return (onFinally?: unknown) => toPromise(lastly(settlement, onFinally));
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
      const promise = (settlement.promise ??= settlement.realm.toPlain(settlement));
      if (target == null) {
        return promise;
      }
      if (!isObject(target)) {
        throw expected('target', 'an object or a function', target);
      }
      return Object.assign(
        target,
        DeferredObject.settlementOf(promise) ? settlement.realm.toPlain(settlement) : promise,
      );
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
function settler(settlement: Settlement | undefined, deferred: object, state: DeferredState) {
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

for (const key of interop) {
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

const Given = function (object: object) {
  return object;
} as unknown as new (object: object) => object;

/** Puts a private field on an object of another class: who has it is known, and nobody can see or copy it. */
class Mark extends Given {
  readonly #settlement: Settlement;

  constructor(object: object, settlement: Settlement) {
    super(object);
    this.#settlement = settlement;
  }

  static settlementOf(value: object): Settlement | undefined {
    return #settlement in value ? value.#settlement : undefined;
  }
}

/** Gives the settlement behind a deferred or a promise. One that extends another object is not known. */
export function settlementOf(value: unknown): Settlement | undefined {
  return isObject(value) ? (DeferredObject.settlementOf(value) ?? Mark.settlementOf(value)) : undefined;
}

/** Makes the promise of a settlement that has no deferred in front of it. */
export function toPromise(settlement: Settlement): object {
  return settlement.realm.toPromise(settlement);
}

/** Makes the object in front of a settlement that can be aborted: its promise is another one. */
export function toAbortable(settlement: Settlement): object {
  return new DeferredObject(settlement);
}

/** Makes the promise of a deferred: a plain object, with its observables. */
function toPlain(settlement: Settlement): object {
  return Object.assign(withOwnMethods(settlement), {
    outcome$: outcomesOf(settlement),
    progress$: notificationsOf(settlement),
  });
}

/**
 * Makes a promise, or a deferred, that is a plain object: its methods are its own, as those of jQuery's are.
 *
 * They are read from another one, in a literal: to copy them in a loop takes ten times as long.
 *
 * @param power - The settlement once more, if this may settle it.
 */
export function withOwnMethods(settlement: Settlement, power?: Settlement): object {
  const methods = new DeferredObject(settlement);
  const plain: Record<PropertyKey, unknown> = {
    state: methods.state,
    done: methods.done,
    fail: methods.fail,
    always: methods.always,
    progress: methods.progress,
    then: methods.then,
    catch: methods.catch,
    finally: methods.finally,
    pipe: methods.pipe,
    until: methods.until,
    outcome: methods.outcome,
    asObservable: methods.asObservable,
    promise: methods.promise,
  };
  for (const key of interop) {
    plain[key] = plain['asObservable'];
  }
  if (power) {
    plain['resolve'] = settler(power, plain, 'resolved');
    plain['resolveWith'] = settlerWith(power, 'resolved');
    plain['reject'] = settler(power, plain, 'rejected');
    plain['rejectWith'] = settlerWith(power, 'rejected');
    plain['notify'] = settler(power, plain, 'pending');
    plain['notifyWith'] = settlerWith(power, 'pending');
    plain[brand] = true;
  }
  return new Mark(plain, settlement);
}

/** Puts the methods of a promise on an object that is more besides, and makes it known as one. */
export function promiseOn(settlement: Settlement, target: object): object {
  return new Mark(Object.assign(target, toPlain(settlement)), settlement);
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

/** The realm of this package's own deferreds. */
export const core: Realm = {
  hooks: hooks.owner,
  caught(error) {
    reportError(error);
    return undefined;
  },
  enqueue,
  toPromise: (settlement) => (settlement.promise = new DeferredObject(settlement)),
  toPlain,
};
