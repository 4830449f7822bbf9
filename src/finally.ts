import { isFunction } from './guards.js';
import { Call, passesOn } from './handlers.js';
import { createSettlement, fire, listen, type Realm, type Settlement } from './settlement.js';
import { then } from './then.js';

/** Gives the settlement of the promise that `finally` returns. */
export function lastly(source: Settlement, onFinally: unknown): Settlement {
  const { realm } = source;
  if (!isFunction(onFinally)) {
    return then(source);
  }
  const passOn = (): object => {
    const result = settled(realm, new Call('resolved', undefined, onFinally.call(undefined)));
    return realm.toPromise(then(outcomeAlone(then(result)), () => realm.toPromise(settled(realm, source.call))));
  };
  return then(source, passOn, passesOn(passOn, passOn));
}

/** Gives a settlement that settles as another does, without its notifications. */
function outcomeAlone(source: Settlement): Settlement {
  const derived = createSettlement(source.realm);
  listen(source, {
    hear(call) {
      fire(derived, call);
    },
  });
  return derived;
}

function settled(realm: Realm, call: Call | undefined): Settlement {
  const settlement = createSettlement(realm);
  settlement.call = call;
  return settlement;
}
