import { toPromise } from './deferred.js';
import { isFunction } from './guards.js';
import { expected } from './errors.js';
import { Call } from './handlers.js';
import { abortInput, adopt, toInput } from './adopt.js';
import { branch, signalOf } from './lifetime.js';
import { outcomeOf } from './observable.js';
import { createSettlement, fire, listen, type Settlement } from './settlement.js';
import type { OneShot, OneShotFactory, OneShotOf, OneShotOptions } from './types.js';

export function oneShot<T>(factory: OneShotFactory<T>, options?: OneShotOptions): OneShotOf<T>;
export function oneShot(factory: OneShotFactory<unknown>, options?: OneShotOptions): OneShot {
  if (!isFunction(factory)) {
    throw expected('factory', 'a function', factory);
  }
  const lifetime = signalOf(options);
  let flight: Settlement | undefined;

  const start = (): Settlement => {
    const controller = new AbortController();
    const current = createSettlement();
    let input: unknown;
    let stop: (() => void) | undefined;
    let answered = false;
    flight = current;
    current.abortable = true;
    listen(current, {
      hear(call) {
        if (call.state === 'rejected' && flight === current) {
          flight = undefined;
        }
        if (!answered) {
          controller.abort(call.value);
          stop?.();
          abortInput(input, call.value);
        }
      },
    });
    const answer = (call: Call): void => {
      answered = true;
      fire(current, call);
    };
    try {
      input = toInput(factory(controller.signal));
      if (current.call) {
        abortInput(input, current.call.value);
      }
      stop = adopt(input, answer, (call) => {
        fire(current, call);
      });
      if (current.call) {
        stop();
      }
    } catch (error) {
      answer(new Call('rejected', undefined, error));
    }
    return current;
  };

  return {
    get(options) {
      const signal = signalOf(options);
      const ended = [signal, lifetime].find((one) => one?.aborted);
      const current = ended ? createSettlement() : (flight ?? start());
      const own = branch(current, ended ?? signal);
      return toPromise(lifetime ? branch(own, lifetime) : own) as never;
    },
    peek: () => (flight && outcomeOf(flight)) as never,
    invalidate() {
      flight = undefined;
    },
  };
}
