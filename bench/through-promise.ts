import type { Implementation } from './implementations/implementation.js';

/** Creates an implementation that adds handlers to the `promise()` of its deferreds, as the users of a service do. */
export function throughPromise(implementation: Implementation): Implementation {
  const { settling, combining, promise } = implementation;
  if (promise === undefined) {
    return implementation;
  }
  return {
    settling: {
      ...settling,
      always(deferred, handler) {
        settling.always(promise(deferred), handler);
      },
    },
    ...(combining && {
      combining: {
        ...combining,
        all(deferreds, handler) {
          combining.all(
            deferreds.map((deferred) => promise(deferred)),
            handler,
          );
        },
      },
    }),
  };
}
