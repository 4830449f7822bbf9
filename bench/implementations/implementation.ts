import type { Observable } from 'rxjs';

/** A handler of the benchmarks: every deferred carries one number. */
export type Handler = (value: number) => void;

/** Settles, and calls handlers in both outcomes. `D` is whatever the implementation takes for a pending deferred. */
export interface Settling<D = unknown> {
  create(): D;
  always(deferred: D, handler: Handler): void;
  resolve(deferred: D, value: number): void;
}

/** Reports progress. */
export interface Notifying<D = unknown> {
  create(): D;
  progress(deferred: D, handler: Handler): void;
  notify(deferred: D, value: number): void;
}

/** Chains reactions. `P` is what a reaction is added to. */
export interface Chaining<D = unknown, P = unknown> {
  create(): D;
  promiseOf(deferred: D): P;
  then(promise: P, reaction: (value: number) => number): P;
  /** Hears of the end of the chain. */
  end(promise: P, handler: Handler): void;
  resolve(deferred: D, value: number): void;
}

/** Waits for many. */
export interface Combining<D = unknown> {
  create(): D;
  resolve(deferred: D, value: number): void;
  /** Calls the handler with all the values, once there are all. */
  all(deferreds: readonly D[], handler: (values: readonly number[]) => void): void;
}

/** Turns an observable of one value into what calls a handler with it. */
export interface Converting {
  convert(source: Observable<number>, handler: Handler): void;
}

/** What one library can do of all this. Methods take `unknown` here: only its own deferreds ever come back to it. */
export interface Implementation {
  readonly settling: Settling;
  readonly notifying?: Notifying;
  readonly chaining?: Chaining;
  readonly combining?: Combining;
  readonly converting?: Converting;
}
