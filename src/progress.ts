import type { Callback } from './guards.js';
import { pushFunctions, type Call, type Failure, type Fifo } from './handlers.js';
import { tell, type Reaction } from './reaction.js';

/** Whose progress it is: who is told of each notification before the handlers are, and ends it by a settlement. */
export interface ProgressOwner {
  readonly call: Call | undefined;
  readonly reactions: Fifo<Reaction>;
  readonly realm: { readonly caught: (error: unknown, before: Failure | undefined) => Failure | undefined };
}

/** The empty list of all. */
const none: never[] = [];

/** Stands in the place of a handler that was removed. */
const removed: Callback = () => undefined;

/** The notifications of a deferred. Each reaches all handlers before the next does, and the last one is kept. */
export class Progress {
  /** The notification handed out last, which handlers that come late still get. */
  last: Call | undefined = undefined;

  private handlers: Callback[] = none;
  private waiting: Call[] = none;
  private running = false;
  private hasRemoved = false;

  constructor(private readonly owner: ProgressOwner) {}

  add(list: ArrayLike<unknown>): void {
    if (this.handlers === none) {
      this.handlers = [];
    }
    const first = this.handlers.length;
    pushFunctions(this.handlers, list);
    if (!this.running) {
      this.run(first);
    }
  }

  /** Takes a handler away. While handlers run, its place is kept, so that none is skipped. */
  remove(handler: Callback): void {
    if (this.running) {
      this.handlers.forEach((other, i, handlers) => {
        if (other === handler) {
          handlers[i] = removed;
        }
      });
      this.hasRemoved = true;
    } else {
      this.handlers = this.handlers.filter((other) => other !== handler);
    }
  }

  notify(call: Call): void {
    if (this.running) {
      if (this.waiting === none) {
        this.waiting = [];
      }
      this.waiting.push(call);
    } else {
      this.start(call);
      this.run(0);
    }
  }

  /** Drops what waits, and the handlers. A notification that is under way still reaches all of them. */
  close(): void {
    this.waiting = none;
    if (!this.running) {
      this.handlers = none;
    }
  }

  private start(call: Call): void {
    this.last = call;
    const { reactions } = this.owner;
    if (reactions !== undefined) {
      tell(reactions, call);
    }
  }

  /** Hands the last notification to the handlers from `first` on, then to all of them whatever waits by then. */
  private run(first: number): void {
    const { handlers } = this;
    const { caught } = this.owner.realm;
    let failure: Failure | undefined;
    this.running = true;
    try {
      let call = this.last;
      let next = 0;
      while (call !== undefined) {
        // The list is live: a handler that is added by another gets this very notification.
        for (let handler = handlers[first]; handler !== undefined; handler = handlers[++first]) {
          failure = call.deliver(handler, caught, failure);
        }
        if (this.waiting === none) {
          break;
        }
        first = 0;
        call = this.waiting[next++];
        if (next === this.waiting.length) {
          this.waiting = none;
          next = 0;
        }
        if (call) {
          this.start(call);
        }
      }
    } finally {
      this.waiting = none;
      this.running = false;
      if (this.owner.call) {
        this.close();
      } else if (this.hasRemoved) {
        this.hasRemoved = false;
        this.remove(removed);
      }
    }
    if (failure !== undefined) {
      throw failure.error;
    }
  }
}
