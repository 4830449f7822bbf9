import { isFunction, type Callback } from '../base/guards.js';
import type { Emission, Observer } from './emission.js';
import type { OneOrMany } from './one-or-many.js';
import { invoke, type RejectionPolicy } from './rejections.js';

/** A handler of the user, or an internal consumer in the same list. */
export type Handler = Callback | Observer;

/** The part of a runtime that handlers depend on. */
export interface HandlerPolicy extends RejectionPolicy {
  /**
   * Is called with an error that a handler has thrown (D-001).
   *
   * @param earlier - The result for an earlier error of the same emission.
   * @returns The failure to throw when all handlers have run, if any.
   */
  onHandlerError(this: void, error: unknown, earlier: Failure | undefined): Failure | undefined;
}

/** An error to throw when all handlers have run. */
export interface Failure {
  readonly error: unknown;
}

/** Calls one handler. An error in it does not stop the others (D-001). */
export function deliver(
  handler: Handler,
  emission: Emission,
  policy: HandlerPolicy,
  failure: Failure | undefined,
): Failure | undefined {
  try {
    if (!isFunction(handler)) {
      handler.next(emission);
    } else if (emission.kind === 'reject') {
      invoke(policy, handler, emission);
    } else {
      emission.apply(handler);
    }
  } catch (error) {
    return policy.onHandlerError(error, failure);
  }
  return failure;
}

const ignore = (): void => undefined;

/**
 * Deactivates an observer. It stays in its list, so no search is needed, but holds no references any more. The owner of
 * the list drops silent observers when they make up half of it, which makes unsubscribing constant in time (amortised).
 */
export function silence(observer: Observer): void {
  observer.next = ignore;
}

/** Returns the list without its silent observers. An array is copied. */
export function dropSilent(handlers: OneOrMany<Handler>): OneOrMany<Handler> {
  return Array.isArray(handlers) ? handlers.filter(isActive) : handlers && isActive(handlers) ? handlers : undefined;
}

export function isActive(handler: Handler): boolean {
  return isFunction(handler) || handler.next !== ignore;
}
