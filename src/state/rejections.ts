import { reportError } from '../base/errors.js';
import { isObject, type Callback } from '../base/guards.js';
import { createEmission, type Emission, type EmissionKind } from './emission.js';

/** A rejection that no consumer has handled. */
export interface UnhandledRejection {
  /** The first argument of the rejection. */
  readonly reason: unknown;
  /** All arguments. */
  readonly args: readonly unknown[];
  /** An error whose stack shows where the deferred or promise was created, if `captureStacks` was set at that time. */
  readonly createdAt?: Error;
}

/** The hooks for rejections that no consumer handles. They are properties of `Deferred`, both off by default. */
export interface RejectionHooks {
  /**
   * Is called, once and in a later task, with a rejection that no consumer has handled by then.
   *
   * @remarks
   * Off by default: as in jQuery, an unhandled rejection is silent. A rejection is handled as soon as one consumer on
   * any branch receives it: a `fail` or `always` handler, a rejection callback of `then` or `catch`, or a subscriber of
   * an observable. Aborts, and other rejections with an `AbortError`, never count as unhandled. An error in the hook is
   * reported.
   *
   * @example
   * ```ts
   * import { Deferred } from 'rx-deferred';
   *
   * const log: unknown[] = [];
   * Deferred.onUnhandled = ({ reason }) => log.push((reason as Error).message);
   * Deferred<void, Error>().reject(new Error('offline'));
   * await new Promise((resolve) => setTimeout(resolve, 10));
   * delete Deferred.onUnhandled;
   *
   * log; // => ['offline']
   * ```
   */
  onUnhandled?: ((rejection: UnhandledRejection) => void) | undefined;

  /** Whether to record the stack where a deferred or a derived promise is created. It costs time and memory. */
  captureStacks?: boolean | undefined;
}

/** Handled rejections, and their reasons: another promise may reject with the same reason. */
const handled = new WeakSet();

/** Callbacks that only forward a rejection, each with the function that forwards the emission itself. */
const forwarders = new WeakMap<Callback, (emission: Emission) => unknown>();

/** The part of a runtime that concerns rejections. */
export interface RejectionPolicy {
  readonly rejectionHooks: RejectionHooks;
}

/** Marks a rejection as handled, as ECMAScript does by HostPromiseRejectionTracker with "handle". */
export function markHandled({ rejectionHooks }: RejectionPolicy, emission: Emission): void {
  if (rejectionHooks.onUnhandled) {
    handled.add(emission);
    if (isObject(emission.value)) {
      handled.add(emission.value);
    }
  }
}

/** Calls `onUnhandled` for a rejection in a later task, unless it has been handled by then. */
export function trackRejection(policy: RejectionPolicy, emission: Emission, createdAt?: Error): void {
  const { rejectionHooks } = policy;
  const { value: reason, args } = emission;
  if (!rejectionHooks.onUnhandled || isHandled(emission) || isAbortError(reason)) {
    return;
  }
  setTimeout(() => {
    if (!isHandled(emission)) {
      markHandled(policy, emission);
      try {
        rejectionHooks.onUnhandled?.({ reason, args: args ?? [reason], ...(createdAt && { createdAt }) });
      } catch (error) {
        reportError(error);
      }
    }
  });
}

/** Whether a reason is an `AbortError`. A reason whose name cannot be read is none. */
function isAbortError(reason: unknown): boolean {
  try {
    return isObject(reason) && reason['name'] === 'AbortError';
  } catch {
    return false;
  }
}

function isHandled(emission: Emission): boolean {
  return handled.has(emission) || (isObject(emission.value) && handled.has(emission.value));
}

/** Declares that a callback forwards rejections and does not handle them. */
export function asForwarder(
  { rejectionHooks }: RejectionPolicy,
  callback: Callback,
  forward: (emission: Emission) => unknown,
): Callback {
  if (rejectionHooks.onUnhandled) {
    forwarders.set(callback, forward);
  }
  return callback;
}

/** Creates a callback that converts its receiver and its arguments to an emission, and forwards that. */
export function toCallback(
  policy: RejectionPolicy,
  kind: EmissionKind,
  forward: (emission: Emission) => unknown,
): Callback {
  return asForwarder(
    policy,
    function (this: unknown, ...args: unknown[]) {
      forward(createEmission(kind, this, args));
    },
    forward,
  );
}

/** Calls a function of the user. If it is not a forwarder, a rejection passed to it counts as handled. */
export function invoke(policy: RejectionPolicy, callback: Callback, emission: Emission): unknown {
  if (emission.kind === 'reject' && policy.rejectionHooks.onUnhandled) {
    const forward = forwarders.get(callback);
    if (forward) {
      return forward(emission);
    }
    markHandled(policy, emission);
  }
  return emission.apply(callback);
}
