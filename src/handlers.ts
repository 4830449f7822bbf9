import { hooks } from './errors.js';
import { isArrayLike, isFunction, type Callback } from './guards.js';
import type { DeferredState } from './types.js';
import { handled } from './unhandled.js';

/** The functions that take a rejection only to pass it on, and what takes the rejection itself from them. */
const messengers = new WeakMap<Callback, (call: Call) => unknown>();

/** Marks a function that passes rejections on, and so handles none. */
export function passesOn(messenger: Callback, take: (call: Call) => unknown): Callback {
  if (hooks.owner.onUnhandled) {
    messengers.set(messenger, take);
  }
  return messenger;
}

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

  /** Calls back with the context and all arguments. Who gets a rejection has seen it, unless it goes on as it is. */
  apply(callback: Callback): unknown {
    if (this.state === 'rejected' && hooks.owner.onUnhandled) {
      const take = messengers.get(callback);
      if (take) {
        return take(this);
      }
      handled(this);
    }
    const { context, args } = this;
    return args === undefined ? callback.call(context, this.value) : callback.apply(context, args);
  }

  /** Runs a handler. What it throws stops nothing (D-001): it is caught. */
  deliver<T>(handler: Callback | Listener, caught: (error: unknown, before: T) => T, before: T): T {
    try {
      if (isFunction(handler)) {
        this.apply(handler);
      } else {
        handler.hear(this);
      }
    } catch (error) {
      return caught(error, before);
    }
    return before;
  }
}

/** An error that is to be thrown when all handlers have run. */
export interface Failure {
  readonly error: unknown;
}

/** What stands among the handlers to pass a call on as it is. It does not handle a rejection. */
export interface Listener {
  hear(call: Call): void;
}

/** Gives the record of a settlement that users see, with an array of its own. */
export function toOutcome({ state, args, value, context }: Call): object {
  return { state, args: args ? [...args] : [value], context };
}

/** Gives what stands for a call among several: nothing for no argument, the one, or an array. */
export function collapse({ args, value }: Call): unknown {
  return args && args.length > 1 ? [...args] : value;
}

/** Makes a call with a list of arguments, which is kept. */
export function createCall(state: DeferredState, context: unknown, args: unknown[]): Call {
  return new Call(state, context, args[0], args.length === 1 ? undefined : args);
}

/** Makes a function that takes its receiver and arguments for a call, and hands that on. */
export function toCallback(state: DeferredState, take: (call: Call) => void): Callback {
  return passesOn(function (this: unknown, ...args: unknown[]) {
    take(createCall(state, this, args));
  }, take);
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

/** Gives the items in a list, which may be the one inside. */
export function listOf<T extends object>(fifo: Fifo<T>): readonly T[] {
  return Array.isArray(fifo) ? fifo : fifo ? [fifo] : [];
}

/** Gives the items without one of them, in a new list. */
export function without<T extends object>(fifo: Fifo<T>, item: T): Fifo<T> {
  return Array.isArray(fifo) ? fifo.filter((other) => other !== item) : fifo === item ? undefined : fifo;
}

/** Pushes all functions of a nested list, in order. What is neither function nor list is passed over. */
export function pushFunctions<T extends object>(
  fifo: Fifo<T | Callback>,
  list: ArrayLike<unknown>,
): Fifo<T | Callback> {
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
