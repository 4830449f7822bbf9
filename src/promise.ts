import { expected } from './errors.js';
import { Call } from './handlers.js';
import { pipe } from './pipe.js';
import { Settlement } from './settlement.js';
import { then } from './then.js';
import type { DeferredState } from './types.js';

/** The methods of a promise, each a function that binds one to its settlement. */
export const methods = {
  state: (settlement: Settlement) => (): DeferredState => settlement.call?.state ?? 'pending',

  done: (settlement: Settlement) =>
    function <T>(this: T, ...handlers: unknown[]): T {
      settlement.done(handlers);
      return this;
    },

  fail: (settlement: Settlement) =>
    function <T>(this: T, ...handlers: unknown[]): T {
      settlement.fail(handlers);
      return this;
    },

  always: (settlement: Settlement) =>
    function <T>(this: T, ...handlers: unknown[]): T {
      settlement.always(handlers);
      return this;
    },

  progress: (settlement: Settlement) =>
    function <T>(this: T, ...handlers: unknown[]): T {
      settlement.progress(handlers);
      return this;
    },

  then: (settlement: Settlement) => (onFulfilled?: unknown, onRejected?: unknown, onProgress?: unknown) =>
    toPromise(then(settlement, onFulfilled, onRejected, onProgress)),

  catch: (settlement: Settlement) => (onRejected?: unknown) => toPromise(then(settlement, undefined, onRejected)),

  finally: (settlement: Settlement) => (onFinally?: unknown) => {
    if (typeof onFinally !== 'function') {
      return toPromise(then(settlement));
    }
    const passOn = (state: DeferredState) =>
      function (this: unknown, ...args: unknown[]) {
        const outcome = settled(new Call(state, this, args));
        const result: unknown = onFinally();
        return toPromise(then(settled(new Call('resolved', undefined, [result])), () => toPromise(outcome)));
      };
    return toPromise(then(settlement, passOn('resolved'), passOn('rejected')));
  },

  pipe: (settlement: Settlement) => (onDone?: unknown, onFail?: unknown, onProgress?: unknown) =>
    toPromise(pipe(settlement, onDone, onFail, onProgress)),

  promise: (settlement: Settlement) => (target?: unknown) => {
    const promise = (settlement.promise ??= extend({}, new DeferredPromise(settlement)));
    return target == null ? promise : extend(target, promise);
  },
};

/**
 * A promise whose methods are bound when they are read. That costs less than methods kept on every instance, and
 * still lets each be taken off and called alone, or on another object.
 */
export class DeferredPromise {
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
}

publishAccessors(DeferredPromise.prototype);

/** Makes the promise of a settlement that has no deferred in front of it. */
export function toPromise(settlement: Settlement): DeferredPromise {
  const promise = new DeferredPromise(settlement);
  settlement.promise = promise;
  return promise;
}

function settled(call: Call): Settlement {
  const settlement = new Settlement();
  settlement.fire(call);
  return settlement;
}

/** Puts the methods of a promise on another object, as properties of its own. */
function extend(target: unknown, promise: object): object {
  if ((typeof target !== 'object' && typeof target !== 'function') || target === null) {
    throw expected('target', 'an object or a function', target);
  }
  for (const name in methods) {
    Reflect.set(target, name, Reflect.get(promise, name));
  }
  return target;
}

/** Lets the accessors of a prototype be listed by `for…in` and be assigned to, as if they were own properties. */
export function publishAccessors(prototype: object): void {
  for (const [name, { get }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (get !== undefined) {
      Object.defineProperty(prototype, name, {
        get,
        set(value: unknown) {
          Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
        },
        enumerable: true,
      });
    }
  }
}
