import { reportError } from './errors.js';
import type { DeferredState } from './types.js';

/** A function of the user's. What it takes has been checked by the public types. */
export type Callback = (this: unknown, ...args: unknown[]) => unknown;

/** What one `resolve`, `reject` or `notify` hands to the handlers. In a notification the state is `pending`. */
export class Call {
  constructor(
    readonly state: DeferredState,
    readonly context: unknown,
    readonly args: unknown[],
  ) {}

  /** Calls back with the context and all arguments. */
  apply(callback: Callback): unknown {
    const { context, args } = this;
    return args.length === 1 ? callback.call(context, args[0]) : callback.apply(context, args);
  }

  deliverAll(handlers: Callback[]): void {
    for (const handler of handlers) {
      this.deliver(handler);
    }
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

/** Items in the order of their arrival. One alone, which is the usual case, needs no array. */
export type Fifo<T> = T | T[] | undefined;

export function push<T extends object>(fifo: Fifo<T>, item: T): Fifo<T> {
  if (fifo === undefined) {
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
    if (typeof item === 'function') {
      fifo = push(fifo, item as Callback);
    } else if (isArrayLike(item)) {
      fifo = pushFunctions(fifo, item);
    }
  }
  return fifo;
}

export function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  if (Array.isArray(value)) {
    return true;
  }
  if (typeof value !== 'object' || value === null || !('length' in value)) {
    return false;
  }
  const { length } = value;
  return typeof length === 'number' && (length === 0 || (length > 0 && length - 1 in value));
}
