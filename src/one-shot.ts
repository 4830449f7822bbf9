import { isFunction } from './guards.js';
import { expected } from './errors.js';
import { Call } from './handlers.js';
import { abortInput, adopt, toInput } from './adopt.js';
import { branch, own, signalOf } from './lifetime.js';
import { core, toPromise } from './methods.js';
import { outcomeOf } from './observable.js';
import { createSettlement, fire, type Settlement } from './settlement.js';
import type { OneShot, OneShotFactory, OneShotOf, OneShotOptions } from './types.js';

/**
 * Does work at most once, and shares it: what is under way, and then the result, with all who ask.
 *
 * @param factory - Is called by the first `get()`, with a signal that aborts when nobody waits any more. It may give
 * a deferred, whose arguments, context and progress are kept, a promise, an observable, or the value. What it throws
 * rejects. If what it gives has an `abort()`, that is called too.
 * @param options - `signal` ends the one-shot.
 * @returns `get`, `peek` and `invalidate`.
 * @throws TypeError if the factory is no function.
 * @remarks A rejection is shared with those who wait, and then forgotten: the next `get()` tries again.
 * @example
 * ```ts
 * import { oneShot } from 'rx-deferred';
 *
 * let requests = 0;
 * const user = oneShot(() => Promise.resolve(`answer ${++requests}`));
 *
 * await Promise.all([user.get(), user.get()]); // => ['answer 1', 'answer 1']
 * user.peek(); // => { state: 'resolved', args: ['answer 1'], context: undefined }
 * user.invalidate();
 * await user.get(); // => 'answer 2'
 * ```
 */
export function oneShot<T>(factory: OneShotFactory<T>, options?: OneShotOptions): OneShotOf<T>;
export function oneShot(factory: OneShotFactory<unknown>, options?: OneShotOptions): OneShot {
  if (!isFunction(factory)) {
    throw expected('factory', 'a function', factory);
  }
  const lifetime = signalOf(options);
  let flight: Settlement | undefined;

  const start = (): Settlement => {
    const controller = new AbortController();
    const current = createSettlement(core);
    let input: unknown;
    let stop: (() => void) | undefined;
    let answered = false;
    flight = current;
    own(current, ({ state, value }) => {
      if (state === 'rejected' && flight === current) {
        flight = undefined;
      }
      if (!answered) {
        controller.abort(value);
        stop?.();
        abortInput(input, value);
      }
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
      const current = ended ? createSettlement(core) : (flight ?? start());
      const share = branch(current, ended ?? signal);
      return toPromise(lifetime ? branch(share, lifetime) : share) as never;
    },
    peek: () => (flight && outcomeOf(flight)) as never,
    invalidate() {
      flight = undefined;
    },
  };
}
