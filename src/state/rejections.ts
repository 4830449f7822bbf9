import { isObject, type Callback } from '../base/guards.js';
import { createEmission, type Emission, type EmissionKind } from './emission.js';
import type { Job } from './job-queue.js';

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
   * an observable. As with `Promise.all`, it is also handled if a combined promise of `when`, `when.all` and its kin has
   * settled without it. Aborts never count as unhandled, nor do other rejections with their reasons or with an
   * `AbortError`. It is called once for a rejection that is passed on, also by other promises and observables, which are
   * recognised by an error or another object as the reason. What has begun to wait before the hook was set counts as a
   * consumer. An error in the hook is reported.
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

/** A rejection, together with the emissions that pass it on. */
interface Rejection {
  /** Whether a consumer has handled it, or `onUnhandled` has been called. */
  isHandled: boolean;

  /**
   * How many consumers have received it that may pass it on and have not done so: native promises and subscribers.
   * `undefined` if there was none, and `Infinity` for an abort.
   */
  carriers?: number;

  /** What has passed it on: each counts once, however many listen to it. */
  passedOnBy?: WeakSet<object>;

  /** How often it will be looked at until `onUnhandled` is called. */
  looks: number;
}

/** The rejection of each emission, and the last one with each reason, if that is an object. */
const rejections = new WeakMap<object, Rejection>();

/** Where each emission has come from that has come from outside. */
const origins = new WeakMap<Emission, object>();

/** The emission that is being passed to a subscriber: what comes from outside meanwhile has its source there. */
let passing: object | undefined;

/** Callbacks that only forward a rejection, each with the function that forwards the emission itself. */
const forwarders = new WeakMap<Callback, (emission: Emission) => unknown>();

/** The part of a runtime that concerns rejections. */
export interface RejectionPolicy {
  readonly rejectionHooks: RejectionHooks;

  /** Runs a job later, after all jobs that were scheduled before it. Its errors are reported. */
  schedule<T>(this: void, job: Job<T>, argument: T): void;
}

/** Marks a rejection as handled, as ECMAScript does by HostPromiseRejectionTracker with "handle". */
export function markHandled({ rejectionHooks }: RejectionPolicy, emission: Emission): void {
  if (rejectionHooks.onUnhandled) {
    rejectionOf(emission).isHandled = true;
  }
}

/** Marks a rejection as an abort, and with it all others with the same object as the reason. */
export function markAborted({ rejectionHooks }: RejectionPolicy, emission: Emission): void {
  if (rejectionHooks.onUnhandled) {
    rejectionOf(emission).carriers = Infinity;
  }
}

/** Whether a rejection is an abort. */
export function isAborted(emission: Emission): boolean {
  return rejections.get(emission)?.carriers === Infinity || isAbortError(emission.value);
}

/** Creates a function that marks a rejection as handled, unless it is the same as that of a combined promise. */
export function handledWith(
  { rejectionHooks }: RejectionPolicy,
  combined: Emission,
): ((emission: Emission) => void) | undefined {
  if (!rejectionHooks.onUnhandled) {
    return undefined;
  }
  const other = rejectionOf(combined);
  return (emission) => {
    const rejection = rejectionOf(emission);
    rejection.isHandled ||= rejection !== other;
  };
}

/** Passes a rejection to a subscriber, which may pass it on or handle it. */
export function passOn({ rejectionHooks }: RejectionPolicy, emission: Emission, pass: () => void): void {
  const outer = passing;
  if (rejectionHooks.onUnhandled) {
    addCarrier(emission);
    passing = {};
  }
  try {
    pass();
  } finally {
    passing = outer;
  }
}

/**
 * Returns the emission of a rejection that comes from outside: from a promise or an observable of another kind. If the
 * reason is that of a rejection here, a consumer of that has passed it on, and has not handled it.
 */
export function fromOutside({ rejectionHooks }: RejectionPolicy, emission: Emission, source: object): Emission {
  if (rejectionHooks.onUnhandled) {
    origins.set(emission, passing ?? source);
  }
  return emission;
}

/** Calls `onUnhandled` for a rejection in a later task, unless a consumer of any of its emissions has handled it. */
export function trackRejection(policy: RejectionPolicy, emission: Emission, createdAt?: Error): void {
  const { rejectionHooks, schedule } = policy;
  const { value: reason, args } = emission;
  if (!rejectionHooks.onUnhandled || isAbortError(reason)) {
    return;
  }
  const rejection = rejectionOf(emission);
  if (isObject(reason)) {
    rejections.set(reason, rejection);
  }
  const look = {
    run(): void {
      if (--rejection.looks > 0) {
        schedule(look, undefined);
      } else if (!rejection.isHandled && !rejection.carriers) {
        rejection.isHandled = true;
        rejectionHooks.onUnhandled?.({ reason, args: args ? [...args] : [reason], ...(createdAt && { createdAt }) });
      }
    },
  };
  if (rejection.looks === 0) {
    setTimeout(schedule, 0, look);
  }
  // Reactions may be tasks too: the second look comes after all that was scheduled until the first.
  rejection.looks = 2;
}

/** Whether a reason is an `AbortError`. A reason whose name cannot be read is none. */
export function isAbortError(reason: unknown): boolean {
  try {
    return isObject(reason) && reason['name'] === 'AbortError';
  } catch {
    return false;
  }
}

function rejectionOf(emission: Emission): Rejection {
  let rejection = rejections.get(emission);
  if (!rejection) {
    rejection = passedOn(emission) ?? { isHandled: false, looks: 0 };
    rejections.set(emission, rejection);
  }
  return rejection;
}

/** Returns the rejection that an emission passes on: it comes from outside, or has the reason of an abort. */
function passedOn(emission: Emission): Rejection | undefined {
  const origin = origins.get(emission);
  const rejection = isObject(emission.value) ? rejections.get(emission.value) : undefined;
  if (rejection?.carriers === undefined || (!origin && rejection.carriers < Infinity)) {
    return undefined;
  }
  const passedOnBy = (rejection.passedOnBy ??= new WeakSet());
  if (origin && rejection.carriers > 0 && !passedOnBy.has(origin)) {
    passedOnBy.add(origin);
    rejection.carriers--;
  }
  return rejection;
}

function addCarrier(emission: Emission): void {
  const rejection = rejectionOf(emission);
  rejection.carriers = (rejection.carriers ?? 0) + 1;
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

/** Creates a callback for a source. It converts its receiver and its arguments to an emission, and forwards that. */
export function toCallback(
  policy: RejectionPolicy,
  source: object,
  kind: EmissionKind,
  forward: (emission: Emission) => unknown,
): Callback {
  return asForwarder(
    policy,
    function (this: unknown, ...args: unknown[]) {
      const emission = createEmission(kind, this, args);
      forward(kind === 'reject' ? fromOutside(policy, emission, source) : emission);
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
    // Native promises subscribe with native functions. Users hardly do, unless they bind them.
    if (Function.prototype.toString.call(callback).includes('[native code]')) {
      addCarrier(emission);
    } else {
      markHandled(policy, emission);
    }
  }
  return emission.apply(callback);
}
