import { Deferred, toDeferred, when } from 'rx-deferred';

import type { Chaining, Combining, Converting, Implementation, Notifying, Settling } from './implementation.js';

type Numbers = Deferred<number, never, number>;

const create = (): Numbers => Deferred<number, never, number>();

const resolve = (deferred: Numbers, value: number): void => {
  deferred.resolve(value);
};

const settling: Settling<Numbers> = {
  create,
  always(deferred, handler) {
    deferred.always(handler);
  },
  resolve,
};

const notifying: Notifying<Numbers> = {
  create,
  progress(deferred, handler) {
    deferred.progress(handler);
  },
  notify(deferred, value) {
    deferred.notify(value);
  },
};

const chaining: Chaining<Numbers, PromiseLike<number>> = {
  create,
  promiseOf: (deferred) => deferred,
  then: (promise, reaction) => promise.then(reaction),
  end(promise, handler) {
    void promise.then(handler);
  },
  resolve,
};

/** The end is heard by `then`, the dearer way, because that is the one which the native promise has too. */
const combining: Combining<Numbers> = {
  create,
  resolve,
  all(deferreds, handler) {
    when(...deferreds).then((...values) => {
      handler(values as number[]);
    });
  },
};

const converting: Converting = {
  convert(source, handler) {
    toDeferred(source).done(handler);
  },
};

export const implementation: Implementation = { settling, notifying, chaining, combining, converting };
