import type { Chaining, Combining, Handler, Implementation, Notifying, Settling } from './implementation.js';
import { nestingOf } from './nesting.js';

export interface JQueryPromise {
  always(handler: Handler): unknown;
  progress(handler: Handler): unknown;
  done(handler: (...values: number[]) => void): unknown;
  then(reaction: (value: number) => number): JQueryPromise;
}

export interface JQueryDeferred extends JQueryPromise {
  resolve(value: number): unknown;
  notify(value: number): unknown;
  promise(): JQueryPromise;
}

/** The part of a jQuery that is measured. */
export interface JQueryLike {
  Deferred(): JQueryDeferred;
  when(...deferreds: JQueryDeferred[]): JQueryPromise;
}

/** Creates the implementation for a jQuery. Ends are observed by `done`, synchronously, to avoid a timer of `then`. */
export function jqueryLike($: JQueryLike): Implementation {
  const create = (): JQueryDeferred => $.Deferred();

  const resolve = (deferred: JQueryDeferred, value: number): void => {
    deferred.resolve(value);
  };

  const settling: Settling<JQueryDeferred> = {
    create,
    always(deferred, handler) {
      deferred.always(handler);
    },
    resolve,
  };

  const notifying: Notifying<JQueryDeferred> = {
    create,
    progress(deferred, handler) {
      deferred.progress(handler);
    },
    notify(deferred, value) {
      deferred.notify(value);
    },
  };

  const chaining: Chaining<JQueryDeferred, JQueryPromise> = {
    create,
    promiseOf: (deferred) => deferred,
    then: (promise, reaction) => promise.then(reaction),
    end(promise, handler) {
      promise.done(handler);
    },
    resolve,
  };

  const combining: Combining<JQueryDeferred> = {
    create,
    resolve,
    all(deferreds, handler) {
      $.when(...deferreds).done((...values) => {
        handler(values);
      });
    },
  };

  return {
    settling,
    promise: (deferred: JQueryDeferred) => deferred.promise(),
    notifying,
    chaining,
    combining,
    nesting: nestingOf(create),
  };
}
