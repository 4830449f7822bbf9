import type { Callback } from '../base/guards.js';

/** The channel of an emission, named after the method that creates it. */
export type EmissionKind = 'resolve' | 'reject' | 'notify';

/** A resolution, a rejection or a notification: a context and a list of arguments. */
export class Emission {
  /**
   * @param value - The first argument.
   * @param args - All arguments, unless there is exactly one: the usual case then needs no array.
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

/** An internal consumer among the handlers. It receives the emission itself. */
export interface Observer {
  next(emission: Emission): void;
}

/** Creates an emission that holds the given array of arguments, without a copy. */
export function createEmission(kind: EmissionKind, context: unknown, args: unknown[]): Emission {
  return new Emission(kind, context, args[0], args.length === 1 ? undefined : args);
}

/** Creates the public record of a settlement. Its array is a copy. */
export function toOutcome({ kind, args, value, context }: Emission): object {
  return { state: stateOf(kind), args: args ? [...args] : [value], context };
}

/** Returns the state of a deferred whose settling emission is of this kind. */
export function stateOf(kind: EmissionKind | undefined): 'pending' | 'resolved' | 'rejected' {
  return kind === 'resolve' ? 'resolved' : kind === 'reject' ? 'rejected' : 'pending';
}

/** Reduces the arguments to one value, as `when` does: `undefined` for none, an array for several. */
export function collapse({ args, value }: Emission): unknown {
  return args && args.length > 1 ? [...args] : value;
}
