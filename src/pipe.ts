import { isFunction, isPromising, type Callback } from './guards.js';
import { Call } from './handlers.js';
import { addBranch } from './lifetime.js';
import { createSettlement, fire, forward, listen, progressOf, type Settlement } from './settlement.js';
import type { DeferredState } from './types.js';

/** Gives the settlement of the promise that `pipe` returns. */
export function pipe(source: Settlement, onDone: unknown, onFail: unknown, onProgress: unknown): Settlement {
  const piped = createSettlement(source.realm);
  addBranch(source, piped);
  progressOf(source).add([through(onProgress, piped, 'pending')]);
  const done = through(onDone, piped, 'resolved');
  const fail = through(onFail, piped, 'rejected');
  listen(source, {
    hear(call) {
      call.apply(call.state === 'resolved' ? done : fail);
    },
  });
  return piped;
}

/** A handler that passes a call on through a filter, and unwraps what has a `promise()`. */
function through(filter: unknown, piped: Settlement, state: DeferredState): Callback {
  if (!isFunction(filter)) {
    return forward(piped, state);
  }
  return function (...args) {
    const returned = filter.apply(this, args);
    if (isPromising(returned)) {
      returned
        .promise()
        .progress(forward(piped, 'pending'))
        .done(forward(piped, 'resolved'))
        .fail(forward(piped, 'rejected'));
    } else {
      fire(piped, new Call(state, this, returned));
    }
  };
}
