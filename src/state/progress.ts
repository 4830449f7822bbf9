import type { Emission, Observer } from './emission.js';
import { deliver, isActive, silence, type Failure, type Handler, type HandlerPolicy } from './handlers.js';
import { scheduleAll, type Reaction } from './job-queue.js';
import { enter, leave, postpone } from './nesting.js';
import { append, appendFunctions, type OneOrMany } from './one-or-many.js';

/** The settlement that owns a progress: each notification schedules its reactions first, and settling closes it. */
export interface ProgressOwner {
  readonly settled: Emission | undefined;
  readonly reactions: OneOrMany<Reaction>;
  readonly runtime: HandlerPolicy;
}

/** The empty list that all instances share. */
const none: never[] = [];

/** The notifications of a deferred. Each reaches all handlers before the next is delivered; the last is retained. */
export class Progress {
  /** The last notification, for late handlers. */
  last: Emission | undefined = undefined;

  private handlers: Handler[] = none;
  private waiting: Emission[] = none;
  private isRunning = false;
  private silent = 0;

  constructor(private readonly owner: ProgressOwner) {}

  /** Adds handlers, and calls them with the last notification, if there was one. */
  add(list: ArrayLike<unknown>): void {
    const first = this.handlers.length;
    appendFunctions(this.writableHandlers(), list);
    this.replay(first);
  }

  /** Adds an observer, in the order of the handlers. */
  subscribe(observer: Observer): void {
    const first = this.handlers.length;
    append(this.writableHandlers(), observer);
    this.replay(first);
  }

  unsubscribe(observer: Observer): void {
    silence(observer);
    this.silent++;
    this.dropSilent();
  }

  notify(emission: Emission): void {
    if (this.isRunning) {
      if (this.waiting === none) {
        this.waiting = [];
      }
      this.waiting.push(emission);
    } else {
      this.start(emission);
      this.run(0);
    }
  }

  /** Drops waiting notifications and the handlers. A notification under way still reaches all handlers. */
  close(): void {
    this.waiting = none;
    if (!this.isRunning) {
      this.handlers = none;
    }
  }

  private writableHandlers(): Handler[] {
    if (this.handlers === none) {
      this.handlers = [];
    }
    return this.handlers;
  }

  private replay(first: number): void {
    if (!this.isRunning && this.last) {
      this.run(first);
    } else if (this.owner.settled) {
      this.close();
    }
  }

  private start(emission: Emission): void {
    this.last = emission;
    scheduleAll(this.owner.reactions, emission);
  }

  /** Delivers the last notification to the handlers from `first` on, then each waiting notification to all handlers. */
  private run(first: number): void {
    this.isRunning = true;
    if (!enter()) {
      postpone(() => {
        this.run(first);
      });
      return;
    }
    const { handlers } = this;
    const { runtime } = this.owner;
    let failure: Failure | undefined;
    try {
      let emission = this.last;
      let next = 0;
      while (emission !== undefined) {
        // The list is live: a handler that another one adds receives the same notification.
        for (let handler = handlers[first]; handler !== undefined; handler = handlers[++first]) {
          failure = deliver(handler, emission, runtime, failure);
        }
        first = 0;
        // Reading past the end of a list is slow.
        emission = next < this.waiting.length ? this.waiting[next++] : undefined;
        if (emission) {
          if (next === this.waiting.length) {
            this.waiting = none;
            next = 0;
          }
          this.start(emission);
        }
      }
    } finally {
      this.waiting = none;
      this.isRunning = false;
      if (this.owner.settled) {
        this.close();
      } else {
        this.dropSilent();
      }
      leave();
    }
    if (failure) {
      throw failure.error;
    }
  }

  /** Drops silent observers once they make up half of the list, so that a removal needs no search; not during a run. */
  private dropSilent(): void {
    if (this.silent > 0 && !this.isRunning && this.silent * 2 >= this.handlers.length) {
      this.silent = 0;
      this.handlers = this.handlers.filter(isActive);
    }
  }
}
