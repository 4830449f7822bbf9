'use strict';

const { Deferred } = require('rx-deferred');

/**
 * Makes an adapter for one kind of promise, given how to get it from a deferred. The suite calls what it gets as
 * methods of its own, so they are closed over the deferred: handlers would get the receiver as `this` (S10).
 */
exports.adapterOf = (toPromise) => ({
  deferred() {
    const deferred = Deferred();
    return {
      promise: toPromise(deferred),
      resolve: (value) => void deferred.resolve(value),
      reject: (reason) => void deferred.reject(reason),
    };
  },
});
