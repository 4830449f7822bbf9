import { AsyncSubject } from 'rxjs';

import { Call, push, pushFunctions, type Callback, type Fifo } from './handlers.js';
import { Progress } from './progress.js';
import type { DeferredState } from './types.js';

/** What a `then` leaves behind: it is told of every call before the handlers get it, and acts on it later. */
export interface Reaction {
  schedule(call: Call): void;
}

/** The state behind one deferred: an `AsyncSubject` that is settled once, and who waits for it. */
export class Settlement {
  /** What it was settled with. It is set before anyone can hear of it, so a second settlement finds it. */
  call: Call | undefined = undefined;

  /** The one promise that is handed out for it. */
  promise: object | undefined = undefined;

  private onNext: Fifo<Callback> = undefined;
  private onError: Fifo<Callback> = undefined;
  private draining = false;
  private reactions: Fifo<Reaction> = undefined;
  private notifications: Progress | undefined = undefined;

  /** @param subject - What the handlers subscribe to. A derived promise makes its own if it ever has handlers. */
  constructor(private subject?: AsyncSubject<Call>) {}

  /** Hands a call to whom it concerns. After the settlement nothing is heard any more. */
  fire(call: Call): void {
    if (this.call !== undefined) {
      return;
    }
    if (call.state === 'pending') {
      this.startProgress().notify(call);
    } else {
      this.settle(call);
    }
  }

  /** Gives a function that fires with its receiver as context. */
  forward(state: DeferredState): Callback {
    const fire = this.fire.bind(this);
    return function (...args) {
      fire(new Call(state, this, args));
    };
  }

  /** Adds handlers for the next channel. */
  done(list: ArrayLike<unknown>): void {
    if (this.call === undefined) {
      this.onNext = pushFunctions(this.unshared(this.onNext), list);
    } else if (this.call.state === 'resolved') {
      this.replay(this.call, list);
    }
  }

  /** Adds handlers for the error channel. */
  fail(list: ArrayLike<unknown>): void {
    if (this.call === undefined) {
      this.onError = pushFunctions(this.unshared(this.onError), list);
    } else if (this.call.state === 'rejected') {
      this.replay(this.call, list);
    }
  }

  /** Adds handlers for both channels. */
  always(list: ArrayLike<unknown>): void {
    if (this.call !== undefined) {
      this.replay(this.call, list);
    } else if (this.onNext === this.onError) {
      this.onNext = this.onError = pushFunctions(this.onNext, list);
    } else {
      this.onNext = pushFunctions(this.onNext, list);
      this.onError = pushFunctions(this.onError, list);
    }
  }

  /** Adds handlers for notifications. */
  progress(list: ArrayLike<unknown>): void {
    if (this.call === undefined) {
      this.startProgress().add(list);
    } else {
      this.notifications?.add(list);
    }
  }

  /** Adds a reaction, which hears of the last notification, and of the settlement, even if it comes late. */
  react(reaction: Reaction): void {
    const last = this.notifications?.last;
    if (last !== undefined) {
      reaction.schedule(last);
    }
    if (this.call === undefined) {
      this.reactions = push(this.reactions, reaction);
    } else {
      reaction.schedule(this.call);
    }
  }

  /** Runs the handlers, those that are added meanwhile included. */
  drain(call: Call): void {
    this.draining = true;
    do {
      const queue = this.onNext!;
      this.onNext = undefined;
      if (Array.isArray(queue)) {
        call.deliverAll(queue);
      } else {
        call.deliver(queue);
      }
    } while (this.onNext !== undefined);
    this.draining = false;
  }

  private settle(call: Call): void {
    this.call = call;
    this.notifications?.close();
    if (this.reactions !== undefined) {
      this.tell(call);
    }
    if (call.state === 'resolved') {
      this.onError = undefined;
      if (this.subject !== undefined) {
        this.subject.next(call);
        this.subject.complete();
      }
    } else {
      this.onNext = this.onError;
      this.onError = undefined;
      this.subject?.error(call);
    }
    if (this.onNext !== undefined) {
      (this.subject ??= settledSubject(call)).subscribe(new Drain(this));
    }
  }

  private tell(call: Call): void {
    schedule(this.reactions, call);
    this.reactions = undefined;
  }

  private replay(call: Call, list: ArrayLike<unknown>): void {
    this.onNext = pushFunctions(this.onNext, list);
    if (!this.draining && this.onNext !== undefined) {
      this.drain(call);
    }
  }

  /** Both channels are one array until they differ. */
  private unshared(queue: Fifo<Callback>): Fifo<Callback> {
    return Array.isArray(queue) && this.onNext === this.onError ? [...queue] : queue;
  }

  private startProgress(): Progress {
    return (this.notifications ??= new Progress((call) => {
      schedule(this.reactions, call);
    }));
  }
}

function schedule(reactions: Fifo<Reaction>, call: Call): void {
  if (Array.isArray(reactions)) {
    for (const reaction of reactions) {
      reaction.schedule(call);
    }
  } else {
    reactions?.schedule(call);
  }
}

/**
 * The one subscription of a deferred, to both channels of its subject. It is made at settlement, when a
 * subscription only replays: that costs a third of one that waits.
 *
 * RxJS 7 takes an object with all the methods of a subscriber as it is, and wraps any other in one of its own,
 * at three times the cost. Where it did not, this would still be an observer like any.
 */
class Drain {
  readonly closed = false;

  constructor(private readonly settlement: Settlement) {}

  next(call: Call): void {
    this.settlement.drain(call);
  }

  error(call: Call): void {
    this.settlement.drain(call);
  }

  complete(): void {}
  add(): void {}
  remove(): void {}
  unsubscribe(): void {}
}

function settledSubject(call: Call): AsyncSubject<Call> {
  const subject = new AsyncSubject<Call>();
  if (call.state === 'resolved') {
    subject.next(call);
    subject.complete();
  } else {
    subject.error(call);
  }
  return subject;
}
