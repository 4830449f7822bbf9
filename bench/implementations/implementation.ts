import type { Observable, Unsubscribable } from 'rxjs';

/** A handler of the benchmarks: every deferred carries one number. */
export type Handler = (value: number) => void;

/** Creates and resolves deferreds. `D` is the type that the implementation uses as a deferred. */
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

/** Chains reactions. `P` is the type of the promise to which a reaction is added. */
export interface Chaining<D = unknown, P = unknown> extends Resolving<D> {
  promiseOf(deferred: D): P;
  then(promise: P, reaction: (value: number) => number): P;
  /** Calls the handler at the end of the chain. */
  end(promise: P, handler: Handler): void;
}

/** Waits for several deferreds. */
export interface Combining<D = unknown> extends Resolving<D> {
  /** Calls the handler with all values, once all deferreds are resolved. */
  all(deferreds: readonly D[], handler: (values: readonly number[]) => void): void;
}

/** Converts an observable of one value, and calls a handler with the value. */
export interface Converting {
  convert(source: Observable<number>, handler: Handler): void;
}

/** Nests the handlers of a sequence of deferreds. */
export interface Nesting<D = unknown> extends Resolving<D> {
  done(deferred: D, handler: Handler): void;
  /** Resolves the next deferred in a `done` handler, with a value greater by one and without additional frames. */
  doneResolves(deferred: D, next: D): void;
}

/** Ends branches of a deferred by signals. */
export interface Branching<D = unknown> extends Resolving<D> {
  /** Calls the handler with the value of the deferred, or with the reason of the signal if that aborts first. */
  until(deferred: D, signal: AbortSignal, handler: Handler): void;
}

/** Adds subscribers, which can unsubscribe. */
export interface Subscribing<D = unknown> extends Resolving<D> {
  subscribe(deferred: D, handler: Handler): Unsubscribable;
}

/** The capabilities of one library. Methods accept `unknown` here, but only receive deferreds of the same library. */
export interface Implementation {
  readonly settling: Settling;
  /** Returns the read-only side of a deferred. Omitted if there is none. */
  promise?(this: void, deferred: unknown): unknown;
  readonly notifying?: Notifying;
  readonly chaining?: Chaining;
  readonly combining?: Combining;
  readonly converting?: Converting;
  readonly nesting?: Nesting;
  readonly branching?: Branching;
  readonly subscribing?: Subscribing;
}
