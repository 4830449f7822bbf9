import type { Observable, Unsubscribable } from 'rxjs';

/** A handler of the benchmarks: every deferred carries one number. */
export type Handler = (value: number) => void;

/** Makes deferreds and resolves them. `D` is whatever the implementation takes for a pending deferred. */
export interface Resolving<D> {
  create(): D;
  resolve(deferred: D, value: number): void;
}

/** Calls handlers in both outcomes. */
export interface Settling<D = unknown> extends Resolving<D> {
  always(deferred: D, handler: Handler): void;
}

/** Reports progress. */
export interface Notifying<D = unknown> {
  create(): D;
  progress(deferred: D, handler: Handler): void;
  notify(deferred: D, value: number): void;
}

/** Chains reactions. `P` is what a reaction is added to. */
export interface Chaining<D = unknown, P = unknown> extends Resolving<D> {
  promiseOf(deferred: D): P;
  then(promise: P, reaction: (value: number) => number): P;
  /** Hears of the end of the chain. */
  end(promise: P, handler: Handler): void;
}

/** Waits for many. */
export interface Combining<D = unknown> extends Resolving<D> {
  /** Calls the handler with all the values, once there are all. */
  all(deferreds: readonly D[], handler: (values: readonly number[]) => void): void;
}

/** Turns an observable of one value into what calls a handler with it. */
export interface Converting {
  convert(source: Observable<number>, handler: Handler): void;
}

/** Nests the handlers of a row of deferreds. */
export interface Nesting<D = unknown> extends Resolving<D> {
  done(deferred: D, handler: Handler): void;
  /** Resolves the next deferred in a `done` handler, with a value greater by one: no frame but those of a user. */
  doneResolves(deferred: D, next: D): void;
}

/** Ends what is derived from a deferred with its user. */
export interface Branching<D = unknown> extends Resolving<D> {
  /** Calls the handler with the value of the deferred, or with the reason of the signal where that comes first. */
  until(deferred: D, signal: AbortSignal, handler: Handler): void;
}

/** Lets its observers leave. */
export interface Subscribing<D = unknown> extends Resolving<D> {
  subscribe(deferred: D, handler: Handler): Unsubscribable;
}

/** What one library can do of all this. Methods take `unknown` here: only its own deferreds ever come back to it. */
export interface Implementation {
  readonly settling: Settling;
  /** Gives the read-only side of a deferred. Left out where a deferred has none. */
  promise?(this: void, deferred: unknown): unknown;
  readonly notifying?: Notifying;
  readonly chaining?: Chaining;
  readonly combining?: Combining;
  readonly converting?: Converting;
  readonly nesting?: Nesting;
  readonly branching?: Branching;
  readonly subscribing?: Subscribing;
}
