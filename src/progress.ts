import { pushFunctions, type Call, type Callback } from './handlers.js';

/** The notifications of a deferred. Each reaches all handlers before the next does, and the last one is kept. */
export class Progress {
  /** The notification handed out last, which handlers that come late still get. */
  last: Call | undefined = undefined;

  private handlers: Callback[] = [];
  private waiting: Call[] = [];
  private running = false;
  private closed = false;

  /** @param begin - Is called with each notification before the handlers are. */
  constructor(private readonly begin: (call: Call) => void) {}

  add(list: ArrayLike<unknown>): void {
    const { last, running, handlers } = this;
    if (this.closed && last === undefined) {
      return;
    }
    const first = handlers.length;
    pushFunctions(handlers, list);
    if (last !== undefined && !running) {
      this.running = true;
      this.deliver(last, first);
      this.drain();
    }
  }

  notify(call: Call): void {
    if (this.running) {
      this.waiting.push(call);
      return;
    }
    this.running = true;
    this.hand(call);
    this.drain();
  }

  /** Drops what waits. A notification that is under way still reaches every handler. */
  close(): void {
    this.closed = true;
    this.waiting = [];
    if (!this.running) {
      this.handlers = [];
    }
  }

  private hand(call: Call): void {
    this.last = call;
    this.begin(call);
    this.deliver(call, 0);
  }

  /** The list is live: a handler added by another one is reached in the same pass. */
  private deliver(call: Call, first: number): void {
    const { handlers } = this;
    for (let i = first; i < handlers.length; i++) {
      call.deliver(handlers[i]!);
    }
  }

  private drain(): void {
    if (this.waiting.length > 0) {
      for (let i = 0; i < this.waiting.length; i++) {
        this.hand(this.waiting[i]!);
      }
      this.waiting = [];
    }
    this.running = false;
    if (this.closed) {
      this.handlers = [];
    }
  }
}
