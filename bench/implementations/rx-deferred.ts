import { Deferred, toDeferred, when } from 'rx-deferred';

import type {
  Branching,
  Chaining,
  Combining,
  Converting,
  Implementation,
  Notifying,
  Settling,
  Subscribing,
} from './implementation.js';
import { nestingOf } from './nesting.js';

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

/** The end is observed by `then`, although `done` is cheaper, because native promises have only `then`. */
const combining: Combining<Numbers> = {
  create,
  resolve,
  all(deferreds, handler) {
    when(...deferreds).then((...values) => {
      handler(values);
    });
  },
};

const converting: Converting = {
  convert(source, handler) {
    toDeferred(source).done(handler);
  },
};

const nothing = (): void => undefined;

/** The deferred has a teardown, so that the end of each branch looks for remaining consumers. */
const branching: Branching<Numbers> = {
  create: () => Deferred<number, never, number>(() => nothing),
  until(deferred, signal, handler) {
    deferred.until(signal).always(handler as (value: unknown) => void);
  },
  resolve,
};

const subscribing: Subscribing<Numbers> = {
  create,
  subscribe: (deferred, handler) => deferred.asObservable().subscribe(handler),
  resolve,
};

export const implementation: Implementation = {
  settling,
  promise: (deferred: Numbers) => deferred.promise(),
  notifying,
  chaining,
  combining,
  converting,
  nesting: nestingOf(create),
  branching,
  subscribing,
};
