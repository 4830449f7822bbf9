import { isObject } from '../base/guards.js';
import { Identity } from '../base/identity.js';
import { interopKeys } from '../base/observable-input.js';
import type { Settlement } from '../state/settlement.js';
import type { DeferredPromise } from '../types/promise.js';
import { brand, DeferredObject, settler, settlerWith } from './deferred-object.js';
import { notificationsOf, outcomesOf } from './observable.js';

/** The names of the methods of a promise. */
type PromiseMethod = {
  [K in keyof DeferredPromise]: DeferredPromise[K] extends (...args: never) => unknown ? K : never;
}[keyof DeferredPromise & string];

/**
 * Creates an object with own methods, like those of jQuery's promises.
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

/** Puts the methods of a promise on an object, and its observables as non-enumerable properties. */
export function extend<T extends object>(
  settlement: Settlement,
  target: T,
  methods: object = ownMethods(settlement),
): T {
  Object.assign(target, methods);
  for (const [name, value] of [
    ['outcome$', outcomesOf(settlement)],
    ['progress$', notificationsOf(settlement)],
  ] as const) {
    Object.defineProperty(target, name, { value, configurable: true, enumerable: false, writable: true });
  }
  return target;
}

/**
 * Creates a plain promise or deferred, with own methods like jQuery's.
 *
 * @param isDeferred - Whether the object gets the methods that settle.
 */
export function plain(settlement: Settlement, isDeferred: boolean): Record<PropertyKey, unknown> {
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

/** Creates a property that all plain objects share: a separate one for each takes three times as long to define. */
const sharedProperty = (name: string, observableOf: typeof outcomesOf): PropertyDescriptor => ({
  get(this: unknown) {
    const settlement = PrivateStamp.settlementOf(this);
    return settlement && observableOf(settlement);
  },
  set(value) {
    Object.defineProperty(this, name, { value, writable: true });
  },
  configurable: true,
});

const outcome$ = /* @__PURE__ */ sharedProperty('outcome$', outcomesOf);
const progress$ = /* @__PURE__ */ sharedProperty('progress$', notificationsOf);

/** Adds a private field to an object of another class. Other code can neither see nor copy it. */
class PrivateStamp extends Identity {
  readonly #settlement: Settlement;
  readonly #promise: unknown;

  constructor(object: { readonly promise?: unknown }, settlement: Settlement) {
    super(object);
    this.#settlement = settlement;
    this.#promise = object.promise;
  }

  static settlementOf(value: unknown): Settlement | undefined {
    return isObject(value) && #settlement in value ? value.#settlement : undefined;
  }

  /** Returns the settlement, unless the methods are those of another promise by now. */
  static heardSettlementOf(value: { readonly promise?: unknown }): Settlement | undefined {
    return #settlement in value && value.promise === value.#promise ? value.#settlement : undefined;
  }
}

/** Associates an object with a settlement, so that {@link settlementOf} finds it. */
export function stamp<T extends object>(settlement: Settlement, object: T): T {
  return new PrivateStamp(object, settlement) as T;
}

/** Returns the settlement that an object was created with, even if it carries the methods of another promise by now. */
export function ownSettlementOf(value: object): Settlement | undefined {
  return DeferredObject.settlementOf(value) ?? PrivateStamp.settlementOf(value);
}

/**
 * Returns the settlement behind a deferred or a promise. An object that carries the methods of another promise is heard
 * through those, so there is none behind it.
 */
export function settlementOf(value: unknown): Settlement | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const settlement = DeferredObject.settlementOf(value);
  return settlement && Object.hasOwn(value, 'promise')
    ? undefined
    : (settlement ?? PrivateStamp.heardSettlementOf(value));
}
