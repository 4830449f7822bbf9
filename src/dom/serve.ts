import type { Observable } from 'rxjs';

import { expected } from '../base/errors.js';
import { isFunction, type Callback } from '../base/guards.js';
import { onAbort } from '../base/signal.js';
import { oneShot } from '../one-shot.js';
import type { EmissionKind } from '../state/emission.js';
import type { Args, Channels, First } from '../types/args.js';
import type { OneOf, ProgressOf } from '../types/inference.js';
import { lineTo } from './line.js';
import { listen, read, send, type Port, type PortEvent } from './port.js';
import { lock, unique, type AnyProtocol, type Endpoint, type EndpointOptions, type Protocol } from './protocol.js';

/** What handlers of `serve` have as `this`. */
export interface ServeContext<TProgress = unknown> {
  /** Aborts when the answer is not wanted any more. */
  readonly signal: AbortSignal;

  /** Objects in the answer that are transferred instead of copied: add them to the list. */
  readonly transfer: object[];

  /** Notifies the other side. A deferred or an observable that a handler returns does it by itself. */
  notify(this: void, ...args: Args<TProgress>): void;
}

/** What a handler may return: what the protocol says, a value, or a promise, a deferred or an observable of it. */
export type Answer<T> =
  | T
  | First<OneOf<T>>
  | PromiseLike<First<OneOf<T>>>
  | Observable<First<OneOf<T>>>
  | Channels<OneOf<T>, unknown, ProgressOf<T>>;

/** The handlers for a protocol. */
export type ServeHandlers<TProtocol extends Protocol<TProtocol>> = {
  readonly [K in keyof TProtocol]: (
    this: ServeContext<ProgressOf<ReturnType<TProtocol[K]>>>,
    ...args: Parameters<TProtocol[K]>
  ) => Answer<ReturnType<TProtocol[K]>>;
};

/**
 * Does work for the other side of an endpoint, which asks for it with `request`.
 *
 * @param endpoint - `self` in a worker, a `Worker`, a port, a `BroadcastChannel` or another window; `parentPort` in
 * Node.js.
 * @param handlers - An object with a function of its own for each method. Its `this` has a `signal`, which aborts when
 * nobody wants the answer any more, `notify(...)`, and a list `transfer` of what is transferred with the answer instead of
 * copied. It may return a deferred, whose arguments and notifications are passed on, a promise, an observable, or a value.
 * An error that it throws rejects the request.
 * @param options - `targetOrigin` is the origin of a window: by default that of this one.
 * @returns A function that ends this, and aborts what is open.
 * @throws TypeError if the endpoint cannot post messages.
 * @remarks
 * A request that is aborted ends the work, unless others wait for it: a deferred or any other value with an `abort`
 * method is aborted. Several may serve one endpoint, each its own methods. On a `BroadcastChannel`, one of those that
 * have the method is chosen. Of windows, only `endpoint` itself is listened to, and only under its origin.
 *
 * In browsers it holds a Web Lock, from whose release requests know that this side has ended.
 *
 * @see {@link https://developer.mozilla.org/docs/Web/API/Web_Locks_API | Web Locks API}
 * @example
 * ```ts
 * import { request, serve, type Serving } from 'rx-deferred/dom';
 *
 * interface Texts {
 *   upper(text: string): Promise<string>;
 *   size(text: string): number;
 * }
 *
 * const { port1, port2 } = new MessageChannel();
 * const stop = serve<Texts>(port1, {
 *   upper: async (text) => text.toUpperCase(),
 *   size: (text) => text.length,
 * });
 * const port: MessagePort & Serving<Texts> = port2;
 *
 * await request(port, ['upper', 'ada']); // => 'ADA'
 * await request(port, ['size', 'ada']); // => 3
 * stop();
 * port.close();
 * ```
 */
export function serve<TProtocol extends Protocol<TProtocol> = AnyProtocol>(
  endpoint: Endpoint,
  handlers: ServeHandlers<TProtocol>,
  options?: EndpointOptions,
): () => void;
export function serve(endpoint: Endpoint, handlers: object, options?: EndpointOptions): () => void {
  const id = unique();
  const methods: unknown[] = Object.keys(handlers);
  const isBroadcast = endpoint instanceof BroadcastChannel;
  const lifetime = new AbortController();
  const { signal: stopped } = lifetime;

  /** Answers the request that comes through a port. */
  const answer = (port: Port): void => {
    let asker: AbortController | undefined;
    const transfer: object[] = [];
    const sender =
      (kind: EmissionKind, transferred?: object[]) =>
      (...args: unknown[]): void => {
        send(port, kind, args, transferred, asker);
      };
    const notify = sender('notify');
    const receive = (event: PortEvent): void => {
      if (asker) {
        asker.abort(read(event)?.value);
        return;
      }
      asker = new AbortController();
      oneShot(
        (signal) => {
          // It may be one that cannot be read.
          const [method, ...args] = (event.data ?? [event]) as [string, ...unknown[]];
          if (!methods.includes(method)) {
            throw expected(method, 'served', undefined);
          }
          return (handlers as Partial<Record<string, Callback>>)[method]?.apply({ signal, transfer, notify }, args);
        },
        { signal: stopped },
      )
        .get({ signal: asker.signal })
        .progress(notify)
        .done(sender('resolve', transfer))
        .fail(sender('reject', transfer))
        .always(() => {
          port.onmessage = null;
          port.close();
        });
    };
    listen(port, receive);
  };
  const [post, listeners] = lineTo(endpoint, options?.targetOrigin, (list) => {
    const [name, far, message] = list;
    if (name === id) {
      const port = (isBroadcast ? new BroadcastChannel(far as string) : far) as Port | undefined;
      if (isFunction(port?.postMessage)) {
        answer(port);
        if (message) {
          port.onmessage?.({ data: message });
        }
      }
    } else if (methods.includes(name)) {
      list.length = 0;
      void announce(methods);
    } else if (list.length === 1 && typeof name === 'string' && !isBroadcast) {
      // Another one that serves this endpoint may have it, and empties the list. If not, the request is rejected.
      void announce(list);
    }
  });

  /** Fulfils when the lock is held, or cannot be. */
  const ready = new Promise<void>((resolve) => {
    lock(id, {}, () => {
      resolve();
      return new Promise((release) => onAbort(stopped, release));
    }).catch(resolve);
  });
  const announce = async (names: unknown[]): Promise<void> => {
    await ready;
    if (!stopped.aborted) {
      post([id, ...names]);
    }
  };
  void announce(methods);

  return () => {
    listeners.unsubscribe();
    lifetime.abort();
  };
}
