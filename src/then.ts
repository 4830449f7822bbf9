import { callExceptionHook, callGetErrorHook, reportError } from './errors.js';
import { Call, type Callback } from './handlers.js';
import { enqueue } from './job-queue.js';
import { Settlement, type Reaction } from './settlement.js';
import type { DeferredState } from './types.js';

/** Gives the settlement of the promise that `then` returns. What is no function passes everything on. */
export function then(
  source: Settlement,
  onFulfilled?: unknown,
  onRejected?: unknown,
  onProgress?: unknown,
): Settlement {
  const derived = new Settlement();
  source.react(new ThenReaction(derived, toCallback(onFulfilled), toCallback(onRejected), toCallback(onProgress)));
  return derived;
}

function toCallback(value: unknown): Callback | undefined {
  return typeof value === 'function' ? (value as Callback) : undefined;
}

/**
 * Settles a derived settlement by what it is told. The first outcome that it is told makes it deaf; where that is
 * a thenable, the next resolver listens to it.
 */
class Resolver {
  /** Where the reaction was scheduled, for the exception hook. */
  protected asyncError: unknown = undefined;
  private deaf = false;

  constructor(private readonly derived: Settlement) {}

  protected receive(call: Call): void {
    if (this.deaf) {
      return;
    }
    if (call.state === 'pending') {
      this.notify(call);
      return;
    }
    this.deaf = true;
    if (call.state === 'resolved') {
      this.resolve(call);
    } else {
      this.derived.fire(call);
    }
  }

  /** Makes a rejection of what was thrown. */
  protected thrown(error: unknown): Call {
    callExceptionHook(error, this.asyncError);
    return new Call('rejected', undefined, [error]);
  }

  /** Promises/A+ 2.3, for the first argument. The other arguments and the context go with it. */
  private resolve(call: Call): void {
    const value = call.args[0];
    if (isObject(value)) {
      try {
        // 2.3.1
        if (value === this.derived.promise) {
          throw new TypeError('Expected a then handler to return another promise than the one it settles');
        }
        // 2.3.3.1
        const { then } = value;
        if (typeof then === 'function') {
          new Resolver(this.derived).follow(value, then as Callback);
          return;
        }
      } catch (error) {
        // 2.3.3.2
        this.derived.fire(this.thrown(error));
        return;
      }
    }
    this.derived.fire(call);
  }

  /** Promises/A+ 2.3.3.3 */
  private follow(thenable: object, then: Callback): void {
    try {
      then.call(thenable, this.listener('resolved'), this.listener('rejected'), this.listener('pending'));
    } catch (error) {
      this.receive(this.thrown(error));
    }
  }

  private listener(state: DeferredState): Callback {
    const receive = this.receive.bind(this);
    return function (...args) {
      receive(new Call(state, this, args));
    };
  }

  /** Notifies of the first argument, or of what it comes to if it is a thenable. */
  private notify(call: Call): void {
    const value = call.args[0];
    const then = isObject(value) ? value.then : undefined;
    if (typeof then !== 'function') {
      this.derived.fire(call);
      return;
    }
    const receive = this.receive.bind(this);
    then.call(
      value,
      function (this: unknown, ...args: unknown[]) {
        enqueue(() => {
          receive(new Call('pending', this, args));
        });
      },
      reportError,
    );
  }
}

/** Passes a call on among the microtasks, through its callback if it has one for that channel. */
class ThenReaction extends Resolver implements Reaction {
  constructor(
    derived: Settlement,
    private readonly onFulfilled?: Callback,
    private readonly onRejected?: Callback,
    private readonly onProgress?: Callback,
  ) {
    super(derived);
  }

  schedule(call: Call): void {
    if (call.state !== 'pending') {
      this.asyncError = callGetErrorHook();
    }
    enqueue(() => {
      this.run(call);
    });
  }

  private run(call: Call): void {
    switch (call.state) {
      case 'resolved':
        this.receive(this.through(this.onFulfilled, call));
        break;
      case 'rejected':
        this.receive(this.through(this.onRejected, call));
        break;
      case 'pending':
        this.receive(this.onProgress ? new Call('pending', undefined, [call.apply(this.onProgress)]) : call);
    }
  }

  private through(callback: Callback | undefined, call: Call): Call {
    if (callback === undefined) {
      return call;
    }
    try {
      return new Call('resolved', undefined, [call.apply(callback)]);
    } catch (error) {
      return this.thrown(error);
    }
  }
}

function isObject(value: unknown): value is { readonly then?: unknown } {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
