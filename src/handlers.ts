import { reportError } from './errors.js';
import { isArrayLike, isFunction, type Callback } from './guards.js';
import type { DeferredState } from './types.js';

/** What one `resolve`, `reject` or `notify` hands to the handlers. In a notification the state is `pending`. */
export class Call {
  // Only declared: fields that are defined first and then assigned take longer to make.
  declare readonly state: DeferredState;
  declare readonly context: unknown;
  declare readonly args: unknown[];

  constructor(state: DeferredState, context: unknown, args: unknown[]) {
    this.state = state;
    this.context = context;
    this.args = args;
  }

  /** Calls back with the context and all arguments. */
  apply(callback: Callback): unknown {
    const { context, args } = this;
    return args.length === 1 ? callback.call(context, args[0]) : callback.apply(context, args);
  }

  /** Runs a handler. What it throws is reported and stops nothing (D-001). */
  deliver(handler: Callback): void {
    try {
      this.apply(handler);
    } catch (error) {
      reportError(error);
    }
  }
}

/** Makes a function that takes its receiver and arguments for a call, and hands that on. */
export function toCallback(state: DeferredState, take: (call: Call) => void): Callback {
  return function (...args) {
    take(new Call(state, this, args));
  };
}

/** Items in the order of their arrival. One alone, which is the usual case, needs no array. */
export type Fifo<T> = T | T[] | undefined;

export function push<T extends object>(fifo: Fifo<T>, item: T): Fifo<T> {
  if (!fifo) {
    return item;
  }
  if (Array.isArray(fifo)) {
    fifo.push(item);
    return fifo;
  }
  return [fifo, item];
}

/** Pushes all functions of a nested list, in order. What is neither function nor list is passed over. */
export function pushFunctions(fifo: Fifo<Callback>, list: ArrayLike<unknown>): Fifo<Callback> {
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    if (isFunction(item)) {
      fifo = push(fifo, item);
    } else if (isArrayLike(item)) {
      fifo = pushFunctions(fifo, item);
    }
  }
  return fifo;
}
