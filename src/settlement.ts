import { AsyncSubject } from 'rxjs';

import type { Callback } from './guards.js';
import { push, pushFunctions, toCallback, type Call, type Fifo } from './handlers.js';
import { Progress } from './progress.js';
import type { DeferredState } from './types.js';

/** What a `then` leaves behind: it is told of every call before the handlers get it, and acts on it later. */
export interface Reaction {
  schedule(call: Call): void;
}

/** The state behind one deferred: an `AsyncSubject` that is settled once, and who waits for that. */
export class Settlement {
  /** What it was settled with. It is set before anyone hears of it, so that a second settlement comes too late. */
  call: Call | undefined = undefined;

  /** The one promise that is handed out for it. */
  promise: object | undefined = undefined;

  readonly #subject: AsyncSubject<Call> | undefined;
  #onNext: Fifo<Callback> = undefined;
  #onError: Fifo<Callback> = undefined;
  #draining = false;
  #reactions: Fifo<Reaction> = undefined;
  #notifications: Progress | undefined = undefined;

  /** @param subject - What the handlers subscribe to. A derived promise makes its own when it has handlers. */
  constructor(subject?: AsyncSubject<Call>) {
    this.#subject = subject;
  }

  /** Hands a call to whom it concerns. After the settlement there is nobody. */
  fire(call: Call): void {
    if (this.call) {
      return;
    }
    if (call.state === 'pending') {
      (this.#notifications ??= new Progress(this)).notify(call);
      return;
    }
    const resolved = call.state === 'resolved';
    const handlers = resolved ? this.#onNext : this.#onError;
    this.call = call;
    this.#onNext = handlers;
    this.#onError = undefined;
    this.#notifications?.close();
    if (this.#reactions) {
      this.tell(call);
      this.#reactions = undefined;
    }
    const subject = this.#subject ?? (handlers && new AsyncSubject<Call>());
    if (subject) {
      if (resolved) {
        subject.next(call);
        subject.complete();
      } else {
        subject.error(call);
      }
      if (handlers) {
        subject.subscribe(new Drain(this));
      }
    }
  }

  /** Gives a function that fires with its receiver as context. */
  forward(state: DeferredState): Callback {
    return toCallback(state, this.fire.bind(this));
  }

  /** Adds handlers to the next channel, to the error channel, or to both, which are one queue until they differ. */
  add(list: ArrayLike<unknown>, toNext: boolean, toError: boolean): void {
    const { call } = this;
    const onNext = this.#onNext;
    const onError = this.#onError;
    if (call) {
      if (call.state === 'resolved' ? toNext : toError) {
        this.#onNext = pushFunctions(onNext, list);
        if (!this.#draining) {
          this.drain(call);
        }
      }
    } else if (toNext && toError && onNext === onError) {
      this.#onNext = this.#onError = pushFunctions(onNext, list);
    } else {
      if (onNext === onError && Array.isArray(onNext)) {
        this.#onError = [...onNext];
      }
      if (toNext) {
        this.#onNext = pushFunctions(onNext, list);
      }
      if (toError) {
        this.#onError = pushFunctions(this.#onError, list);
      }
    }
  }

  /** Adds handlers for notifications. */
  progress(list: ArrayLike<unknown>): void {
    (this.#notifications ??= new Progress(this)).add(list);
  }

  /** Adds a reaction, which is told of the last notification and of the settlement even if it comes late. */
  react(reaction: Reaction): void {
    if (this.#notifications?.last) {
      reaction.schedule(this.#notifications.last);
    }
    if (this.call) {
      reaction.schedule(this.call);
    } else {
      this.#reactions = push(this.#reactions, reaction);
    }
  }

  /** Runs the handlers of the channel that was settled, those that are added meanwhile included. */
  drain(call: Call): void {
    this.#draining = true;
    while (this.#onNext) {
      const handlers = this.#onNext;
      this.#onNext = undefined;
      if (Array.isArray(handlers)) {
        for (const handler of handlers) {
          call.deliver(handler);
        }
      } else {
        call.deliver(handlers);
      }
    }
    this.#draining = false;
  }

  /** Tells the reactions, whose turn comes later. */
  tell(call: Call): void {
    const reactions = this.#reactions;
    if (Array.isArray(reactions)) {
      for (const reaction of reactions) {
        reaction.schedule(call);
      }
    } else {
      reactions?.schedule(call);
    }
  }
}

/**
 * The one subscription of a deferred, on both channels of its subject. It is made at the settlement, when subscribing
 * is replaying: that costs a third of a subscription that waits.
 *
 * RxJS 7 takes an object with all the methods of a subscriber as it is, and wraps any other in one of its own, at
 * three times the cost. A version that did not would take this for the observer that it is.
 */
class Drain {
  readonly closed = false;

  readonly #settlement: Settlement;

  constructor(settlement: Settlement) {
    this.#settlement = settlement;
  }

  next(call: Call): void {
    this.#settlement.drain(call);
  }

  error(call: Call): void {
    this.#settlement.drain(call);
  }

  complete(): void {}
  add(): void {}
  remove(): void {}
  unsubscribe(): void {}
}
