import { AsyncSubject, type Observable, type Unsubscribable } from 'rxjs';

import { isFunction, type Callback } from './guards.js';
import {
  push,
  pushFunctions,
  toCallback,
  without,
  type Call,
  type Failure,
  type Fifo,
  type Listener,
} from './handlers.js';
import type { Task } from './job-queue.js';
import { Progress } from './progress.js';
import { tell, type Reaction } from './reaction.js';
import type { DeferredHooks, DeferredState } from './types.js';
import { watch } from './unhandled.js';

/** What the deferreds of one library have in common. What is derived from them is of their realm. */
export interface Realm {
  /** Where these two hooks are found. The others are those of all realms. */
  hooks: Pick<DeferredHooks, 'exceptionHook' | 'getErrorHook'>;

  /** Takes what a handler throws, and what it gave for others before. What it gives is thrown when all have run. */
  caught(this: void, error: unknown, before: Failure | undefined): Failure | undefined;

  /** Runs a reaction later. */
  enqueue<T>(this: void, task: Task<T>, news: T): void;

  /** Makes the promise of a derived settlement. */
  toPromise(this: void, settlement: Settlement): object;

  /** Makes the promise of a deferred. */
  toPlain(this: void, settlement: Settlement): object;
}

/** The state behind one deferred or promise: it is settled once, and knows who waits for that. */
export interface Settlement {
  readonly realm: Realm;

  /** What it was settled with. It is set before anyone hears of it, so that a second settlement comes too late. */
  call: Call | undefined;

  /** The one promise that is handed out for it. */
  promise: object | undefined;

  /** The subject of a deferred. All others make one when they settle with handlers waiting. */
  readonly subject: AsyncSubject<Call> | undefined;

  /** The handlers of each channel, one queue for both until they differ; those that are still to run, once settled. */
  onNext: Fifo<Callback | Listener>;
  onError: Fifo<Callback | Listener>;

  reactions: Fifo<Reaction>;
  notifications: Progress | undefined;
  draining: boolean;

  /** Set where an abort ends work: a subscription, which it ends first, or what a listener ends. */
  work?: Unsubscribable | true;

  /** What it settles by, where that can be aborted. */
  source?: Settlement | undefined;

  /** Who else wants its outcome, besides the reactions. */
  branches?: Set<object> | undefined;

  /** The observables that are handed out for it, once they were asked for. */
  outcome$?: Observable<unknown>;
  progress$?: Observable<unknown>;

  /** Where it was made, if that is to be known. */
  createdAt?: Error;
}

export function createSettlement(realm: Realm, subject?: AsyncSubject<Call>): Settlement {
  return {
    realm,
    call: undefined,
    promise: undefined,
    subject,
    onNext: undefined,
    onError: undefined,
    reactions: undefined,
    notifications: undefined,
    draining: false,
  };
}

/** Hands a call to whom it concerns. After the settlement there is nobody. */
export function fire(settlement: Settlement, call: Call): void {
  if (settlement.call !== undefined) {
    return;
  }
  if (call.state === 'pending') {
    progressOf(settlement).notify(call);
    return;
  }
  settlement.call = call;
  if (call.state === 'rejected') {
    settlement.onNext = settlement.onError;
    watch(call, settlement.createdAt);
  }
  settlement.onError = undefined;
  settlement.notifications?.close();
  if ((settlement.source ?? settlement.branches) !== undefined) {
    settlement.source = settlement.branches = undefined;
  }
  const { reactions, onNext } = settlement;
  if (reactions !== undefined) {
    settlement.reactions = undefined;
    tell(reactions, call);
  }
  if (onNext !== undefined) {
    if (isFunction(onNext) || Array.isArray(onNext)) {
      publish(settlement, call);
    } else {
      drain(settlement, call, onNext);
    }
  }
}

/** Settles the subject, subscribes to both of its channels, and hands what comes to the handlers. */
function publish(settlement: Settlement, call: Call): void {
  const subject = settlement.subject ?? new AsyncSubject<Call>();
  if (call.state === 'resolved') {
    subject.next(call);
    subject.complete();
  } else {
    subject.error(call);
  }
  const replay = new Replay();
  subject.subscribe(replay);
  if (replay.call !== undefined) {
    drain(settlement, replay.call, settlement.onNext);
  }
}

/** Gives a function that fires with its receiver as context. */
export function forward(settlement: Settlement, state: DeferredState): Callback {
  return toCallback(state, (call) => {
    fire(settlement, call);
  });
}

/** Adds handlers to the next channel, to the error channel, or to both, which are one queue until they differ. */
export function add(settlement: Settlement, list: ArrayLike<unknown>, toNext: boolean, toError: boolean): void {
  const { call, onNext, onError } = settlement;
  if (call !== undefined) {
    if (call.state === 'resolved' ? toNext : toError) {
      runLate(settlement, call, pushFunctions(onNext, list));
    }
  } else if (toNext && toError && onNext === onError) {
    settlement.onNext = settlement.onError = pushFunctions(onNext, list);
  } else {
    if (onNext === onError && Array.isArray(onNext)) {
      settlement.onError = [...onNext];
    }
    if (toNext) {
      settlement.onNext = pushFunctions(onNext, list);
    }
    if (toError) {
      settlement.onError = pushFunctions(settlement.onError, list);
    }
  }
}

/** Puts a listener in its place among the handlers, on both channels. */
export function listen(settlement: Settlement, listener: Listener): void {
  const { call, onNext, onError } = settlement;
  if (call) {
    runLate(settlement, call, push(onNext, listener));
  } else {
    settlement.onNext = push(onNext, listener);
    settlement.onError = onNext === onError ? settlement.onNext : push(onError, listener);
  }
}

/** Takes a listener away again. */
export function unlisten(settlement: Settlement, listener: Listener): void {
  const { onNext, onError } = settlement;
  settlement.onNext = without(onNext, listener);
  settlement.onError = onNext === onError ? settlement.onNext : without(onError, listener);
}

/** Gives the progress of a settlement, which most never have. */
export function progressOf(settlement: Settlement): Progress {
  return (settlement.notifications ??= new Progress(settlement));
}

/** Adds a reaction, which is told of the last notification and of the settlement even if it comes late. */
export function react(settlement: Settlement, reaction: Reaction): void {
  const { call, notifications } = settlement;
  if (notifications?.last !== undefined) {
    reaction.schedule(notifications.last);
  }
  if (call !== undefined) {
    reaction.schedule(call);
  } else {
    settlement.reactions = push(settlement.reactions, reaction);
  }
}

/** Runs handlers that come after the settlement: now, or after those that run just now. */
function runLate(settlement: Settlement, call: Call, handlers: Fifo<Callback | Listener>): void {
  if (settlement.draining) {
    settlement.onNext = handlers;
  } else {
    drain(settlement, call, handlers);
  }
}

/** Runs handlers, those that are added meanwhile included. */
function drain(settlement: Settlement, call: Call, handlers: Fifo<Callback | Listener>): void {
  const { caught } = settlement.realm;
  let failure: Failure | undefined;
  settlement.draining = true;
  try {
    while (handlers !== undefined) {
      settlement.onNext = undefined;
      if (Array.isArray(handlers)) {
        for (const handler of handlers) {
          failure = call.deliver(handler, caught, failure);
        }
      } else {
        failure = call.deliver(handlers, caught, failure);
      }
      handlers = settlement.onNext;
    }
  } finally {
    settlement.draining = false;
  }
  if (failure !== undefined) {
    throw failure.error;
  }
}

/**
 * The one subscription of a deferred, on both channels of its subject. It is made at the settlement, when subscribing
 * is replaying: that costs a third of a subscription that waits. It only takes the call: handlers run after that, so
 * that RxJS stands neither on their stack nor between them and what they throw.
 *
 * RxJS 7 takes an object with all the methods of a subscriber as it is, and wraps any other in one of its own, at
 * three times the cost. A version that did not would take this for the observer that it is.
 */
class Replay {
  call: Call | undefined = undefined;
  readonly closed = false;

  next(call: Call): void {
    this.call = call;
  }

  error(call: Call): void {
    this.call = call;
  }

  complete(): void {}
  add(): void {}
  remove(): void {}
  unsubscribe(): void {}
}
