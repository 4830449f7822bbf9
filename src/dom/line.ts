import { fromEvent, share, type Observable, type Subscription } from 'rxjs';

import { expected } from '../base/errors.js';
import { isFunction } from '../base/guards.js';
import { key } from './protocol.js';

/** An endpoint, as far as it is used here. */
interface Channel {
  readonly window?: unknown;
  readonly port?: Channel;
  readonly threadId?: number;
  start?(): void;
  readonly postMessage?: (this: Channel, message: object, options: object) => void;
}

/** A `MessageEvent`. A `Worker` of Node.js emits the data itself. */
type Message = Partial<MessageEvent<Envelope>> & Envelope;

type Envelope = Partial<Record<typeof key, unknown>> | null | undefined;

/**
 * Connects to an endpoint.
 *
 * @param onMessage - Is called with the messages of this package.
 * @param onFailure - Is called when something tells that the other side has failed or ended.
 * @returns A function that sends a message, and the listeners.
 */
export function lineTo(
  endpoint: Channel | undefined,
  targetOrigin = '/',
  onMessage: (list: unknown[]) => void,
  onFailure?: (failure: unknown) => void,
): [post: (list: unknown[], transfer?: unknown[]) => void, listeners: Subscription] {
  // A window of another origin lets nobody read more. A worker may have global variables of any name.
  const isGlobal = endpoint === (globalThis as unknown) || endpoint?.window === endpoint;
  const channel = isGlobal ? endpoint : (endpoint?.port ?? endpoint);
  if (!isFunction(channel?.postMessage)) {
    throw expected('endpoint', 'a worker, a port or a window', endpoint);
  }
  const listeners = on<Message | undefined>(isGlobal ? globalThis : channel, 'message').subscribe((event) => {
    const list = (event?.data ?? event)?.[key];
    if (
      Array.isArray(list) &&
      (!isGlobal ||
        // In a worker, messages have no origin.
        !event?.origin ||
        (event.source === endpoint &&
          // The address of a document need not have its origin: that of `srcdoc` has none.
          (targetOrigin === '*' || event.origin === new URL(targetOrigin === '/' ? origin : targetOrigin).origin)))
    ) {
      onMessage(list);
    }
  });
  if (endpoint && !isGlobal) {
    channel.start?.();
    // The events of a global scope are about this side.
    if (onFailure) {
      for (const type of ['error', 'messageerror', 'exit']) {
        listeners.add(on(endpoint, type).subscribe(onFailure));
      }
      if (endpoint.threadId === -1) {
        onFailure(null);
      }
    }
  }
  return [
    (list, transfer) => {
      channel.postMessage?.({ [key]: list }, { targetOrigin, transfer });
    },
    listeners,
  ];
}

const observables = new WeakMap<object, Partial<Record<string, Observable<unknown>>>>();

/** Observes the events of a target. All share one listener, because Node.js takes eleven for a leak. */
function on<T>(target: object, type: string): Observable<T> {
  const ofTarget = observables.get(target) ?? {};
  observables.set(target, ofTarget);
  return (ofTarget[type] ??= fromEvent(target as EventTarget, type).pipe(share())) as Observable<T>;
}
