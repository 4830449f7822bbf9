import { isFunction, isPromising, type Callback } from './guards.js';
import { Call } from './handlers.js';
import { Settlement } from './settlement.js';
import type { DeferredState } from './types.js';

/** Gives the settlement of the promise that `pipe` returns. */
export function pipe(source: Settlement, onDone: unknown, onFail: unknown, onProgress: unknown): Settlement {
  const piped = new Settlement();
  source.progress([through(onProgress, piped, 'pending')]);
  source.add([through(onDone, piped, 'resolved')], true, false);
  source.add([through(onFail, piped, 'rejected')], false, true);
  return piped;
}

/** A handler that passes a call on through a filter, and unwraps what has a `promise()`. */
function through(filter: unknown, piped: Settlement, state: DeferredState): Callback {
  if (!isFunction(filter)) {
    return piped.forward(state);
  }
  return function (...args) {
    const returned = filter.apply(this, args);
    if (isPromising(returned)) {
      returned
        .promise()
        .progress(piped.forward('pending'))
        .done(piped.forward('resolved'))
        .fail(piped.forward('rejected'));
    } else {
      piped.fire(new Call(state, this, [returned]));
    }
  };
}
