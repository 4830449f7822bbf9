import { isFunction, type Callback } from '../base/guards.js';
import { DeferredObject } from '../promise/deferred-object.js';
import { appendFunctions, toArray } from '../state/one-or-many.js';
import { Settlement } from '../state/settlement.js';
import { isForwarder } from '../state/source-text.js';
import type { CreatedEvent, TracedHandler } from './events.js';
import { traceHandler } from './traced-handler.js';
import { aborted, see } from './tracer.js';

/** Traces a call of a method, and makes it. */
type Trace = (settlement: Settlement, args: unknown[], call: (args: unknown[]) => unknown) => unknown;

type Channel = TracedHandler['channel'];

/** The methods to trace. Calls of the others settle a deferred or tell of its state. */
const traces: Readonly<Partial<Record<string, Trace>>> = {
  done: adds('done'),
  fail: adds('fail'),
  always: adds('always'),
  progress: adds('progress'),
  then: derives('then', ['done', 'fail', 'progress']),
  catch: derives('catch', ['fail']),
  finally: derives('finally', ['always']),
  pipe: derives('pipe', ['done', 'fail', 'progress']),
  until: derives('until', []),
  abort(settlement, args, call) {
    if (!settlement.settled) {
      aborted.add(settlement);
    }
    return call(args);
  },
};

/** Whether a promise is being derived. It is to be seen when that is done, with the method and the source. */
let isDeriving = false;

/**
 * Replaces the accessors of the methods. Plain objects are traced as well, because they take their methods from these
 * accessors when they are created.
 *
 * @returns A function that restores the accessors.
 */
export function traceMethods(): () => void {
  const { prototype } = DeferredObject;
  const originals = Object.getOwnPropertyDescriptors(prototype);
  for (const [name, descriptor] of Object.entries(originals)) {
    if (descriptor.get) {
      Object.defineProperty(prototype, name, { ...descriptor, get: tracedAccessor(name, descriptor) });
    }
  }
  // A deferred is seen when it is created: the constructor of its settlement assigns this field last.
  Object.defineProperty(Settlement.prototype, 'consumers', {
    configurable: true,
    set(this: Settlement, value: number) {
      Object.defineProperty(this, 'consumers', { value, writable: true });
      if (this.subject) {
        see(this);
      }
    },
  });
  return () => {
    Object.defineProperties(prototype, originals);
    Reflect.deleteProperty(Settlement.prototype, 'consumers');
  };
}

function tracedAccessor(name: string, descriptor: PropertyDescriptor) {
  const trace = traces[name];
  return function (this: object): unknown {
    const method: unknown = descriptor.get?.call(this);
    const settlement = DeferredObject.settlementOf(this);
    if (!settlement) {
      return method;
    }
    // `then` is read of all values that may be thenables.
    if (name !== 'then' && !isDeriving) {
      see(settlement);
    }
    return trace && isFunction(method)
      ? function (this: unknown, ...args: unknown[]): unknown {
          const call = (list: unknown[]): unknown => method.apply(this, list);
          // Forwarders are callbacks of this package.
          return args.some(isForwarder) || !see(settlement) ? call(args) : trace(settlement, args, call);
        }
      : method;
  };
}

function adds(channel: Channel): Trace {
  return (settlement, args, call) =>
    call(
      toArray(appendFunctions<Callback>(undefined, args)).map((handler) =>
        traceHandler(settlement, handler, channel, channel),
      ),
    );
}

function derives(method: NonNullable<CreatedEvent['method']>, channels: readonly Channel[]): Trace {
  return (settlement, args, call) => {
    const callbacks = args.map((arg, i) => {
      const channel = channels[i];
      return channel && isFunction(arg)
        ? traceHandler(settlement, arg, method as TracedHandler['method'], channel)
        : arg;
    });
    const outer = isDeriving;
    let promise: unknown;
    isDeriving = true;
    try {
      promise = call(callbacks);
    } finally {
      isDeriving = outer;
    }
    const derived = settlement.runtime.settlementOf(promise);
    if (derived) {
      see(derived, [settlement], method);
    }
    return promise;
  };
}
