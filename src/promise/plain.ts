import { interopKeys } from '../base/observable-input.js';
import { isObject } from '../base/guards.js';
import type { Settlement } from '../state/settlement.js';
import type { DeferredPromise } from '../types/promise.js';
import { brand, DeferredObject, settler, settlerWith } from './methods.js';
import { notificationsOf, outcomesOf } from './observable.js';

/** The names of a promise's methods. */
type PromiseMethod = {
  [K in keyof DeferredPromise]: DeferredPromise[K] extends (...args: never) => unknown ? K : never;
}[keyof DeferredPromise & string];

/**
 * Creates an object with the methods of a promise as its own, as jQuery's promises have them.
 *
 * A literal reads them from an accessor object: copying them in a loop takes ten times as long.
 */
function ownMethods(settlement: Settlement): Record<PropertyKey, unknown> {
  const methods = new DeferredObject(settlement);
  const { asObservable } = methods;
  const own: Record<PropertyKey, unknown> = {
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
    asObservable,
    promise: methods.promise,
  } satisfies Record<PromiseMethod, unknown>;
  for (const key of interopKeys()) {
    own[key] = asObservable;
  }
  return own;
}

/** Puts the methods of a promise on an object, and its observables, which `for…in` and JSON do not list. */
export function extend<T extends object>(settlement: Settlement, target: T): T {
  Object.assign(target, ownMethods(settlement));
  for (const [name, value] of [
    ['outcome$', outcomesOf(settlement)],
    ['progress$', notificationsOf(settlement)],
  ] as const) {
    Object.defineProperty(target, name, { value, configurable: true, enumerable: false, writable: true });
  }
  return target;
}

/**
 * Creates a plain promise or deferred, all of whose properties are own methods, as jQuery's are.
 *
 * @param isDeferred - Whether it can settle.
 */
export function plain(settlement: Settlement, isDeferred = false): Record<PropertyKey, unknown> {
  const own = ownMethods(settlement);
  if (isDeferred) {
    own['resolve'] = settler(settlement, own, 'resolve');
    own['resolveWith'] = settlerWith(settlement, 'resolve');
    own['reject'] = settler(settlement, own, 'reject');
    own['rejectWith'] = settlerWith(settlement, 'reject');
    own['notify'] = settler(settlement, own, 'notify');
    own['notifyWith'] = settlerWith(settlement, 'notify');
    own[brand] = true;
  }
  Object.defineProperty(own, 'outcome$', outcome$);
  Object.defineProperty(own, 'progress$', progress$);
  return stamp(settlement, own);
}

/** A property that all plain objects share: one of their own would take three times as long to define. */
const sharedProperty = (name: string, observableOf: typeof outcomesOf): PropertyDescriptor => ({
  get(this: unknown) {
    const settlement = settlementOf(this);
    return settlement && observableOf(settlement);
  },
  set(value) {
    Object.defineProperty(this, name, { value, writable: true });
  },
  configurable: true,
});

const outcome$ = /* @__PURE__ */ sharedProperty('outcome$', outcomesOf);
const progress$ = /* @__PURE__ */ sharedProperty('progress$', notificationsOf);

/** A constructor that returns its argument: the private fields of a subclass then go to that object. */
const Identity = function (object: object) {
  return object;
} as unknown as new (object: object) => object;

/** Puts a private field on an object of another class, which nobody can see or copy. */
class PrivateStamp extends Identity {
  readonly #settlement: Settlement;

  constructor(object: object, settlement: Settlement) {
    super(object);
    this.#settlement = settlement;
  }

  static settlementOf(value: object): Settlement | undefined {
    return #settlement in value ? value.#settlement : undefined;
  }
}

/** Makes an object known as the promise of a settlement. */
export function stamp<T extends object>(settlement: Settlement, object: T): T {
  return new PrivateStamp(object, settlement) as T;
}

/** Gives the settlement behind a deferred or a promise. Of an object that `promise(target)` extended it is not known. */
export function settlementOf(value: unknown): Settlement | undefined {
  return isObject(value) ? (DeferredObject.settlementOf(value) ?? PrivateStamp.settlementOf(value)) : undefined;
}
