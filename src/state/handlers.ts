import { isFunction, type Callback } from '../base/guards.js';
import type { Emission, Observer } from './emission.js';
import type { OneOrMany } from './one-or-many.js';
import { invoke, type RejectionHooks } from './rejections.js';

/** A handler of the user's, or an internal consumer in its place among them. */
export type Handler = Callback | Observer;

/** What a runtime decides about handlers. */
export interface HandlerPolicy {
  readonly rejectionHooks: RejectionHooks;

  /**
   * Is called with an error of a handler (D-001).
   *
   * @param earlier - What it returned for an earlier error of the same emission.
   * @returns The failure to throw when all handlers have run, if any.
   */
  onHandlerError(this: void, error: unknown, earlier: Failure | undefined): Failure | undefined;
}

/** An error to throw when all handlers have run. */
export interface Failure {
  readonly error: unknown;
}

/** Calls one handler. Its error stops no other handler (D-001). */
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
      invoke(policy.rejectionHooks, handler, emission);
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
 * Takes an observer away from wherever it waits. It keeps its place, which costs no search, and holds nothing any more;
 * the owner of the list drops silent observers when they make up half of it.
 */
export function silence(observer: Observer): void {
  observer.next = ignore;
}

/** Drops silent observers, in a new list. */
export function dropSilent(handlers: OneOrMany<Handler>): OneOrMany<Handler> {
  return Array.isArray(handlers) ? handlers.filter(isActive) : handlers && isActive(handlers) ? handlers : undefined;
}

export function isActive(handler: Handler): boolean {
  return isFunction(handler) || handler.next !== ignore;
}
