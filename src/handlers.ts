import { reportError } from './errors.js';
import { isArrayLike, isFunction, type Callback } from './guards.js';
import type { DeferredState } from './types.js';

/** What one `resolve`, `reject` or `notify` hands to the handlers. In a notification the state is `pending`. */
export class Call {
  /**
   * @param value - The first argument.
   * @param args - All arguments, unless there is exactly one, which then needs no array.
   */
  constructor(
    readonly state: DeferredState,
    readonly context: unknown,
    readonly value: unknown,
    readonly args?: unknown[],
  ) {}

  /** Calls back with the context and all arguments. */
  apply(callback: Callback): unknown {
    return this.args ? callback.apply(this.context, this.args) : callback.call(this.context, this.value);
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

/** Makes a call with a list of arguments, which is kept. */
export function createCall(state: DeferredState, context: unknown, args: unknown[]): Call {
  return new Call(state, context, args[0], args.length === 1 ? undefined : args);
}

/** Makes a function that takes its receiver and arguments for a call, and hands that on. */
export function toCallback(state: DeferredState, take: (call: Call) => void): Callback {
  return function (...args) {
    take(createCall(state, this, args));
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
