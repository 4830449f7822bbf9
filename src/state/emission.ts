import type { Callback } from '../base/guards.js';

/** The channel of an emission: the method that makes it. */
export type EmissionKind = 'resolve' | 'reject' | 'notify';

/** A settlement or a notification, as the handlers get it: a context, and a list of arguments. */
export class Emission {
  /**
   * @param value - The first argument.
   * @param args - All arguments, unless there is exactly one: the usual case needs no array.
   */
  constructor(
    readonly kind: EmissionKind,
    readonly context: unknown,
    readonly value: unknown,
    readonly args?: unknown[],
  ) {}

  /** Calls a function with the context and all arguments. */
  apply(callback: Callback): unknown {
    const { context, args } = this;
    return args === undefined ? callback.call(context, this.value) : callback.apply(context, args);
  }
}

/** An internal consumer, which stands among the handlers and gets the emission itself. */
export interface Observer {
  next(emission: Emission): void;
}

/** Creates an emission with a list of arguments, which it keeps. */
export function createEmission(kind: EmissionKind, context: unknown, args: unknown[]): Emission {
  return new Emission(kind, context, args[0], args.length === 1 ? undefined : args);
}

/** Gives the public record of a settlement, with an array of its own. */
export function toOutcome({ kind, args, value, context }: Emission): object {
  return { state: stateOf(kind), args: args ? [...args] : [value], context };
}

/** Gives the state that an emission leaves behind. */
export function stateOf(kind: EmissionKind | undefined): 'pending' | 'resolved' | 'rejected' {
  return kind === 'resolve' ? 'resolved' : kind === 'reject' ? 'rejected' : 'pending';
}

/** Reduces the arguments to one value, as `when` does: `undefined` for none, an array for several. */
export function collapse({ args, value }: Emission): unknown {
  return args && args.length > 1 ? [...args] : value;
}
