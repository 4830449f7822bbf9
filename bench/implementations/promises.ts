import type { Chaining, Combining, Implementation, Settling } from './implementation.js';

/** A promise and the functions that settle it. */
export interface WithResolvers {
  readonly promise: PromiseLike<number>;
  readonly resolve: (value: number) => void;
  readonly reject: (reason: unknown) => void;
}

/** The part of an ECMAScript promise constructor that is measured. */
export interface PromiseClass {
  new (executor: (resolve: (value: number) => void, reject: (reason: unknown) => void) => void): PromiseLike<number>;
  all(promises: PromiseLike<number>[]): PromiseLike<number[]>;
}

/** Creates the implementation for a promise class. A deferred is by default what `Promise.withResolvers` returns. */
export function promises(PromiseOf: PromiseClass, create = () => withResolvers(PromiseOf)): Implementation {
  const resolve = (deferred: WithResolvers, value: number): void => {
    deferred.resolve(value);
  };

  const settling: Settling<WithResolvers> = {
    create,
    always({ promise }, handler) {
      void promise.then(handler, handler);
    },
    resolve,
  };

  const chaining: Chaining<WithResolvers, PromiseLike<number>> = {
    create,
    promiseOf: ({ promise }) => promise,
    then: (promise, reaction) => promise.then(reaction),
    end(promise, handler) {
      void promise.then(handler);
    },
    resolve,
  };

  const combining: Combining<WithResolvers> = {
    create,
    resolve,
    all(deferreds, handler) {
      void PromiseOf.all(deferreds.map(({ promise }) => promise)).then(handler);
    },
  };

  return { settling, chaining, combining };
}

function withResolvers(PromiseOf: PromiseClass): WithResolvers {
  let resolve!: WithResolvers['resolve'];
  let reject!: WithResolvers['reject'];
  const promise = new PromiseOf((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
