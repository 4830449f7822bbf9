import { isFunction, isPromising, type Callback } from '../base/guards.js';
import { Emission, type EmissionKind } from '../state/emission.js';
import { invoke } from '../state/rejections.js';
import { emit, emitter, progressOf, Settlement, subscribe } from '../state/settlement.js';
import { adoptPromising } from './adopt.js';
import { waitFor } from './consumers.js';

/** Derives the settlement of the promise that `pipe` returns. */
export function pipe(source: Settlement, onDone: unknown, onFail: unknown, onProgress: unknown): Settlement {
  const piped = new Settlement(source.runtime);
  waitFor(piped, source);
  progressOf(source).add([filtered(onProgress, piped, 'notify')]);
  const done = filtered(onDone, piped, 'resolve');
  const fail = filtered(onFail, piped, 'reject');
  subscribe(source, {
    next(emission) {
      invoke(source.runtime, emission.kind === 'resolve' ? done : fail, emission);
    },
  });
  return piped;
}

/** Creates a handler that emits the result of a filter. A result with a `promise()` method is unwrapped. */
function filtered(filter: unknown, piped: Settlement, kind: EmissionKind): Callback {
  if (!isFunction(filter)) {
    return emitter(piped, kind);
  }
  return function (...args) {
    const returned = filter.apply(this, args);
    if (isPromising(returned)) {
      const forward = (emission: Emission): void => {
        emit(piped, emission);
      };
      adoptPromising(piped, returned, forward, forward);
    } else {
      emit(piped, new Emission(kind, this, returned));
    }
  };
}
