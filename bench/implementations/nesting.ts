import type { Handler, Nesting } from './implementation.js';

interface Nestable {
  done(handler: Handler): unknown;
  resolve(value: number): unknown;
}

/** Nests deferreds that have jQuery's methods. */
export function nestingOf<D extends Nestable>(create: () => D): Nesting<D> {
  return {
    create,
    resolve(deferred, value) {
      deferred.resolve(value);
    },
    done(deferred, handler) {
      deferred.done(handler);
    },
    doneResolves(deferred, next) {
      deferred.done((value) => {
        next.resolve(value + 1);
      });
    },
  };
}
