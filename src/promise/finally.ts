import { isFunction } from '../base/guards.js';
import { Emission } from '../state/emission.js';
import { asForwarder } from '../state/rejections.js';
import { emit, Settlement, subscribe, type Runtime } from '../state/settlement.js';
import { waitFor } from './consumers.js';
import { then } from './then.js';

/** Derives the settlement of the promise that `finally` returns. */
export function finallySettlement(source: Settlement, onFinally: unknown): Settlement {
  const { runtime } = source;
  if (!isFunction(onFinally)) {
    return then(source);
  }
  const callback = (): object => {
    const result = settledWith(runtime, new Emission('resolve', undefined, onFinally.call(undefined)));
    const original = settledWith(runtime, source.settled);
    return runtime.wrap(then(withoutProgress(then(result)), () => runtime.wrap(original)));
  };
  return then(source, callback, asForwarder(runtime, callback, callback));
}

/** Derives a settlement that settles as another one does, without its notifications. */
function withoutProgress(source: Settlement): Settlement {
  const derived = new Settlement(source.runtime);
  waitFor(derived, source);
  subscribe(source, {
    next(emission) {
      emit(derived, emission);
    },
  });
  return derived;
}

function settledWith(runtime: Runtime, emission: Emission | undefined): Settlement {
  const settlement = new Settlement(runtime);
  settlement.settled = emission;
  return settlement;
}
