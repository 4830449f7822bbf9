import type { AsyncSubject } from 'rxjs';

import { callHook, hooks, reportError } from './errors.js';
import { isFunction, isObject, type Callback } from './guards.js';
import { Call, toCallback, type Fifo, type Listener } from './handlers.js';
import type { Task } from './job-queue.js';
import type { Progress } from './progress.js';
import type { Reaction } from './reaction.js';
import { fire, react, type Realm, type Settlement } from './settlement.js';

/** Gives the settlement of the promise that `then` returns. */
export function then(source: Settlement, resolved?: unknown, rejected?: unknown, pending?: unknown): Settlement {
  const derived = new Derived(source.realm, resolved, rejected, pending);
  if ((source.work ?? source.source) !== undefined) {
    derived.source = source;
  }
  if (hooks.owner.captureStacks) {
    derived.createdAt = new Error('Derived here');
  }
  react(source, derived);
  return derived;
}

/**
 * A settlement that reacts to another one: through the callbacks, and then to each thenable it is led to. It repeats
 * the fields instead of inheriting them, since a constructor that calls `super` is three times slower.
 */
class Derived implements Settlement, Reaction, Task<Call> {
  call: Call | undefined;
  promise: object | undefined;
  readonly subject: AsyncSubject<Call> | undefined;
  onNext: Fifo<Callback | Listener>;
  onError: Fifo<Callback | Listener>;
  reactions: Fifo<Reaction>;
  notifications: Progress | undefined;
  draining: boolean;

  /** How many outcomes it has heard of. Each whom it listens to has one turn, and is not heard after that. */
  private turn: number;
  private asyncError?: unknown;
  source?: Settlement | undefined;
  createdAt?: Error;

  constructor(
    readonly realm: Realm,
    private resolved: unknown,
    private rejected: unknown,
    private pending: unknown,
  ) {
    this.call = this.promise = this.onNext = this.onError = this.reactions = this.notifications = undefined;
    this.draining = false;
    this.subject = undefined;
    this.turn = 0;
  }

  schedule(call: Call): void {
    const { hooks, enqueue } = this.realm;
    if (hooks.getErrorHook && call.state !== 'pending') {
      this.asyncError = callHook(hooks, 'getErrorHook');
    }
    enqueue(this, call);
  }

  run(call: Call): void {
    const { resolved, rejected, pending } = this;
    if (call.state === 'pending') {
      this.hear(0, call, pending);
    } else {
      this.resolved = this.rejected = this.pending = undefined;
      this.hear(0, call, call.state === 'resolved' ? resolved : rejected);
    }
  }

  /**
   * Takes a call through the callback, if there is one, and then by Promises/A+ 2.3 for its first argument: the others
   * and the context go with it. A notification of a thenable waits in the same way, but an error in one rejects
   * nothing: it is reported.
   */
  private hear(turn: number, call: Call, callback?: unknown): void {
    if (turn !== this.turn) {
      return;
    }
    const notification = call.state === 'pending';
    if (!notification) {
      this.turn = turn += 1;
    }
    try {
      if (isFunction(callback)) {
        call = new Call(notification ? 'pending' : 'resolved', undefined, call.apply(callback));
      }
      if (call.state !== 'rejected' && isObject(call.value) && this.follow(turn, call.value, notification)) {
        return;
      }
    } catch (error) {
      if (notification) {
        throw error;
      }
      // 2.2.7.2, 2.3.3.2, 2.3.3.3.4
      callHook(this.realm.hooks, 'exceptionHook', error, this.asyncError);
      this.hear(turn, new Call('rejected', undefined, error));
      return;
    }
    if (this.asyncError !== undefined) {
      this.asyncError = undefined;
    }
    fire(this, call);
  }

  /** Listens to a value, if it is a thenable. */
  private follow(turn: number, value: { readonly then?: unknown }, notification: boolean): boolean {
    // 2.3.1
    if (value === this.promise) {
      throw new TypeError('Expected another promise than the one that waits for it, got the same');
    }
    // 2.3.3.1
    const { then } = value;
    if (!isFunction(then)) {
      return false;
    }
    const run = this.hear.bind(this, turn);
    if (notification) {
      const task = { run };
      const enqueueAnswer = toCallback('pending', (answer) => {
        this.realm.enqueue(task, answer);
      });
      then.call(value, enqueueAnswer, reportError);
    } else {
      // 2.3.3.3
      then.call(value, toCallback('resolved', run), toCallback('rejected', run), toCallback('pending', run));
    }
    return true;
  }
}
