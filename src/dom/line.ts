import { fromEvent, share, type Observable, type Subscription } from 'rxjs';

import { expected } from '../base/errors.js';
import { isFunction, isObject } from '../base/guards.js';
import { key, type Envelope } from './protocol.js';

/** An endpoint, as far as it is used here. */
interface Channel {
  readonly window?: unknown;
  readonly port?: Channel;
  readonly threadId?: number;
  start?(): void;
  readonly postMessage: (
    this: Channel,
    message: Envelope,
    options: { targetOrigin: string; transfer: readonly unknown[] },
  ) => void;
}

/** An event, a lock or, in Node.js, an error or an exit code. */
export type Failure = { readonly name?: string; readonly message?: string } | null;

/** A connection to the other side of an endpoint. */
export interface Line {
  /** Whether it carries no ports. */
  readonly isBroadcast: boolean;

  /** The listeners. */
  readonly events: Subscription;

  post(value: unknown, transfer?: readonly unknown[]): void;
}

/**
 * Connects to an endpoint.
 *
 * @param onMessage - Is called with the messages of this package.
 * @param onFailure - Is called when something tells that the other side has failed or ended.
 */
export function lineTo(
  endpoint: unknown,
  targetOrigin = '/',
  onMessage: (envelope: Envelope) => void,
  onFailure?: (failure: Failure) => void,
): Line {
  const object = endpoint as Channel | undefined;
  // A window of another origin lets nobody read more. A worker may have global variables of any name.
  const isGlobal = endpoint === globalThis || object?.window === endpoint;
  const channel = isGlobal ? object : (object?.port ?? object);
  if (!isFunction(channel?.postMessage)) {
    throw expected('endpoint', 'a worker, a port or a window', endpoint);
  }
  const target = isGlobal ? globalThis : channel;
  const events = on<MessageEvent<unknown>>(target, 'message').subscribe((event) => {
    const { origin, source } = event;
    // A `Worker` of Node.js emits the data itself.
    const data = 'addEventListener' in target ? event.data : event;
    const isTrusted =
      !isGlobal ||
      // In a worker, messages have no origin.
      !origin ||
      (source === endpoint && (targetOrigin === '*' || origin === new URL(targetOrigin, location.href).origin));
    if (isTrusted && isObject(data) && Object.hasOwn(data, key)) {
      onMessage(data);
    }
  });
  if (object && !isGlobal) {
    channel.start?.();
    // The events of a global scope are about this side.
    if (onFailure) {
      for (const type of ['error', 'messageerror', 'exit']) {
        events.add(on<Failure>(object, type).subscribe(onFailure));
      }
      if (object.threadId === -1) {
        onFailure(null);
      }
    }
  }
  return {
    isBroadcast: channel instanceof BroadcastChannel,
    events,
    post(value, transfer = []) {
      channel.postMessage({ [key]: value }, { targetOrigin, transfer });
    },
  };
}

const observables = new WeakMap<object, Partial<Record<string, Observable<unknown>>>>();

/** Observes the events of a target. All share one listener, because Node.js takes eleven for a leak. */
function on<T>(target: object, type: string): Observable<T> {
  const ofTarget = observables.get(target) ?? {};
  observables.set(target, ofTarget);
  return (ofTarget[type] ??= fromEvent(target as EventTarget, type).pipe(share())) as Observable<T>;
}
