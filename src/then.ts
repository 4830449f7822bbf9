import { callHook, reportError } from './errors.js';
import { isFunction, thenOf } from './guards.js';
import { Call, toCallback } from './handlers.js';
import { enqueue, type Task } from './job-queue.js';
import { Settlement, type Reaction } from './settlement.js';
import type { DeferredState } from './types.js';

/** What a `then` calls back for each kind of call. What is no function passes the call on. */
type Callbacks = Readonly<Record<DeferredState, unknown>>;

/** Gives the settlement of the promise that `then` returns. */
export function then(source: Settlement, resolved?: unknown, rejected?: unknown, pending?: unknown): Settlement {
  const derived = new Settlement();
  source.react(new ThenReaction(derived, { resolved, rejected, pending }));
  return derived;
}

/** Settles a derived settlement: from its source through the callbacks, and then from each thenable it is led to. */
class ThenReaction implements Reaction, Task<Call> {
  readonly #derived: Settlement;
  readonly #callbacks: Callbacks;
  /** How many outcomes it has heard of. Each whom it listens to has one turn, and is not heard after that. */
  #turn = 0;
  #asyncError: unknown = undefined;

  constructor(derived: Settlement, callbacks: Callbacks) {
    this.#derived = derived;
    this.#callbacks = callbacks;
  }

  schedule(call: Call): void {
    if (call.state !== 'pending') {
      this.#asyncError = callHook('getErrorHook');
    }
    enqueue(this, call);
  }

  run(call: Call): void {
    this.hear(0, call, this.#callbacks[call.state]);
  }

  /**
   * Takes a call through the callback, if there is one, and then by Promises/A+ 2.3 for its first argument: the others
   * and the context go with it. A notification of a thenable waits in the same way, but an error in one rejects
   * nothing: it is reported.
   */
  hear(turn: number, call: Call, callback?: unknown): void {
    if (turn !== this.#turn) {
      return;
    }
    const notification = call.state === 'pending';
    if (!notification) {
      this.#turn = turn += 1;
    }
    try {
      if (isFunction(callback)) {
        call = new Call(notification ? 'pending' : 'resolved', undefined, [call.apply(callback)]);
      }
      if (call.state !== 'rejected') {
        const value = call.args[0];
        // 2.3.1
        if (value && value === this.#derived.promise) {
          throw new TypeError('Expected another promise, got the same');
        }
        // 2.3.3.1
        const then = thenOf(value);
        if (isFunction(then)) {
          const run = this.hear.bind(this, turn);
          if (notification) {
            const task = { run };
            const enqueueAnswer = toCallback('pending', (answer) => {
              enqueue(task, answer);
            });
            then.call(value, enqueueAnswer, reportError);
          } else {
            // 2.3.3.3
            then.call(value, toCallback('resolved', run), toCallback('rejected', run), toCallback('pending', run));
          }
          return;
        }
      }
    } catch (error) {
      if (notification) {
        throw error;
      }
      // 2.2.7.2, 2.3.3.2, 2.3.3.3.4
      callHook('exceptionHook', error, this.#asyncError);
      this.hear(turn, new Call('rejected', undefined, [error]));
      return;
    }
    this.#derived.fire(call);
  }
}
