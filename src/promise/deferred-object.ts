import type { ObservableInput } from 'rxjs';

import { expected } from '../base/errors.js';
import { isArrayLike, isObject } from '../base/guards.js';
import { createEmission, stateOf, type EmissionKind } from '../state/emission.js';
import { addHandlers, emit, progressOf, type Settlement } from '../state/settlement.js';
import type { DeferredPromise } from '../types/promise.js';
import { abort } from './abort.js';
import { finallySettlement } from './finally.js';
import { inspectMethod, inspectSettlement } from './inspect.js';
import { asObservable, notificationsOf, outcomeOf, outcomesOf } from './observable.js';
import { pipe } from './pipe.js';
import { then } from './then.js';
import { until } from './until.js';

/** Marks a deferred, whichever copy of this package has created it. */
export const brand = Symbol.for('rx-deferred');

/**
 * The object in front of a settlement: a deferred, or a promise, on which `resolve` and the like are `undefined`.
 *
 * A method is bound to the settlement when it is read. That costs less than own methods on every instance, and a method
 * can still be detached and called alone, or on another object. Both kinds are one class with one private field: a
 * subclass of a class with a private field takes 12 to 31 % longer to create.
 */
export class DeferredObject implements Record<keyof DeferredPromise & string, unknown> {
  readonly #settlement: Settlement;

  constructor(settlement: Settlement) {
    this.#settlement = settlement;
  }

  static settlementOf(value: object): Settlement | undefined {
    return #settlement in value ? value.#settlement : undefined;
  }

  /** Returns the settlement if this object may settle it: a deferred may, its promise may not. */
  static #settleable(object: DeferredObject): Settlement | undefined {
    const settlement = object.#settlement;
    return settlement.subject !== undefined && settlement.promise !== object ? settlement : undefined;
  }

  get state() {
    const settlement = this.#settlement;
    return () => stateOf(settlement.settled?.kind);
  }

  get done() {
    const settlement = this.#settlement;
    return function <T>(this: T, ...handlers: unknown[]): T {
      addHandlers(settlement, 'next', handlers);
      return this;
    };
  }

  get fail() {
    const settlement = this.#settlement;
    return function <T>(this: T, ...handlers: unknown[]): T {
      addHandlers(settlement, 'error', handlers);
      return this;
    };
  }

  get always() {
    const settlement = this.#settlement;
    return function <T>(this: T, ...handlers: unknown[]): T {
      addHandlers(settlement, 'both', handlers);
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
      wrap(then(settlement, onFulfilled, onRejected, onProgress));
  }

  get catch() {
    const settlement = this.#settlement;
    return (onRejected?: unknown) => wrap(then(settlement, undefined, onRejected));
  }

  get finally() {
    const settlement = this.#settlement;
    return (onFinally?: unknown) => wrap(finallySettlement(settlement, onFinally));
  }

  get pipe() {
    const settlement = this.#settlement;
    return (onDone?: unknown, onFail?: unknown, onProgress?: unknown) =>
      wrap(pipe(settlement, onDone, onFail, onProgress));
  }

  get until() {
    const settlement = this.#settlement;
    return (notifier: AbortSignal | ObservableInput<unknown>) => wrap(until(settlement, notifier));
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

  // Stryker disable next-line StringLiteral: it cannot put a mutant where an accessor has its name.
  get '@@observable'() {
    return this.asObservable;
  }

  get promise() {
    const settlement = this.#settlement;
    return (target?: unknown) => {
      if (target == null) {
        return settlement.promise ?? wrap(settlement);
      }
      if (!isObject(target)) {
        throw expected('target', 'an object or a function', target);
      }
      return settlement.runtime.extend(settlement, target);
    };
  }

  get abort() {
    const settlement = this.#settlement;
    return settlement.promise !== this && (settlement.subject ?? settlement.teardown) !== undefined
      ? function <T>(this: T, reason?: unknown): T {
          abort(settlement, reason);
          return this;
        }
      : undefined;
  }

  get resolve() {
    return settler(DeferredObject.#settleable(this), this, 'resolve');
  }

  get resolveWith() {
    return settlerWith(DeferredObject.#settleable(this), 'resolve');
  }

  get reject() {
    return settler(DeferredObject.#settleable(this), this, 'reject');
  }

  get rejectWith() {
    return settlerWith(DeferredObject.#settleable(this), 'reject');
  }

  get notify() {
    return settler(DeferredObject.#settleable(this), this, 'notify');
  }

  get notifyWith() {
    return settlerWith(DeferredObject.#settleable(this), 'notify');
  }

  get [brand]() {
    return #settlement in this && DeferredObject.#settleable(this) !== undefined;
  }

  get [Symbol.toStringTag]() {
    return this[brand] ? 'Deferred' : 'DeferredPromise';
  }

  get [inspectMethod]() {
    return #settlement in this
      ? inspectSettlement.bind(undefined, this.#settlement, this[Symbol.toStringTag])
      : undefined;
  }
}

// `for…in` lists the methods and nothing else, as for jQuery's objects. Assigning a method affects one object only.
for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(DeferredObject.prototype))) {
  if (property.get) {
    Object.defineProperty(DeferredObject.prototype, name, {
      enumerable: !name.endsWith('$'),
      set(value) {
        Object.defineProperty(this, name, { value, configurable: true, enumerable: true, writable: true });
      },
    });
  }
}

// `Symbol.observable` may be defined after this module is loaded. Lookups that the class does not answer end here: they
// find the interop method under its current name, on existing objects too, and no other lookup gets slower.
Object.setPrototypeOf(
  DeferredObject.prototype,
  new Proxy(
    {},
    {
      get: (target, key, receiver: DeferredObject) =>
        key === Symbol.observable ? receiver.asObservable : (Reflect.get(target, key, receiver) as unknown),
      has: (target, key) => key === Symbol.observable || Reflect.has(target, key),
    },
  ),
);

/** Creates the promise of a settlement, in the way of its runtime. */
export function wrap(settlement: Settlement): object {
  return settlement.runtime.wrap(settlement);
}

/** Creates a method that settles or notifies. Its receiver is the context, unless that is the deferred itself. */
export function settler(settlement: Settlement | undefined, deferred: object, kind: EmissionKind) {
  return (
    settlement &&
    function <T>(this: T, ...args: unknown[]): T {
      emit(settlement, createEmission(kind, this === deferred ? undefined : this, args));
      return this;
    }
  );
}

/** Creates a method that settles or notifies with a given context and list of arguments. */
export function settlerWith(settlement: Settlement | undefined, kind: EmissionKind) {
  return (
    settlement &&
    function <T>(this: T, context: unknown, args?: unknown): T {
      emit(settlement, createEmission(kind, context, toArgs(args)));
      return this;
    }
  );
}

function toArgs(args: unknown): unknown[] {
  const list = args || [];
  if (!isArrayLike(list)) {
    throw expected('args', 'an array', args);
  }
  // Unlike `Array.from`, this throws at once for a list that is too long for any call.
  return Reflect.apply(Array.of, undefined, list) as unknown[];
}
