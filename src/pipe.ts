import { Call, type Callback } from './handlers.js';
import { isPromising } from './promising.js';
import { Settlement } from './settlement.js';
import type { DeferredState } from './types.js';

/** Gives the settlement of the promise that `pipe` returns. */
export function pipe(source: Settlement, onDone: unknown, onFail: unknown, onProgress: unknown): Settlement {
  const piped = new Settlement();
  source.progress([through(onProgress, piped, 'pending')]);
  source.done([through(onDone, piped, 'resolved')]);
  source.fail([through(onFail, piped, 'rejected')]);
  return piped;
}

/** A handler that passes a call through a filter, and unwraps what has a `promise()`. */
function through(filter: unknown, piped: Settlement, state: DeferredState): Callback {
  if (typeof filter !== 'function') {
    return piped.forward(state);
  }
  return function (...args) {
    const returned: unknown = filter.apply(this, args);
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
