import type { Observable } from 'rxjs';

import { expected } from '../base/errors.js';
import { isFunction, isObject, type Callback } from '../base/guards.js';
import { onAbort } from '../base/signal.js';
import { coreRuntime } from '../deferred.js';
import { abort, abortWith, addTeardown } from '../promise/abort.js';
import { adopt } from '../promise/adopt.js';
import { toInput } from '../promise/input.js';
import { createEmission, Emission } from '../state/emission.js';
import { markHandled } from '../state/rejections.js';
import { emit, progressOf, Settlement, subscribe } from '../state/settlement.js';
import type { Args, Channels, First } from '../types/args.js';
import type { OneOf, ProgressOf } from '../types/inference.js';
import { lineTo } from './line.js';
import { read, send, type Port } from './port.js';
import { key, lock, unique, type AnyProtocol, type Endpoint, type EndpointOptions, type Protocol } from './protocol.js';

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
 * What it throws rejects.
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
  const lifetime = new AbortController();
  const { signal } = lifetime;
  const line = lineTo(endpoint, options?.targetOrigin, (envelope) => {
    const { [key]: value } = envelope;
    if (Array.isArray(value)) {
      const [target, far, message] = value as unknown[];
      if (target === id) {
        const port = line.isBroadcast ? new BroadcastChannel(String(far)) : far;
        if (isPort(port)) {
          answer(port, handlers, signal);
          if (message) {
            port.onmessage?.({ data: message });
          }
        }
      }
    } else if (typeof value === 'string') {
      if (Object.hasOwn(handlers, value)) {
        envelope[key] = undefined;
        void announce(value);
      } else if (!line.isBroadcast) {
        // Another one that serves this endpoint may have it. If not, the request is rejected.
        setTimeout(() => {
          if (envelope[key]) {
            void announce(value);
          }
        });
      }
    }
  });
  /** Fulfils when the lock is held, or cannot be. */
  const ready = new Promise<void>((resolve) => {
    lock(id, {}, () => {
      resolve();
      return new Promise((release) => onAbort(signal, release));
    }).catch(resolve);
  });
  const announce = async (...methods: unknown[]): Promise<void> => {
    await ready;
    if (!signal.aborted) {
      line.post([id, ...methods]);
    }
  };
  void announce(...Object.keys(handlers));

  return () => {
    line.events.unsubscribe();
    lifetime.abort();
  };
}

function isPort(value: unknown): value is Port {
  return isObject(value) && isFunction(value['postMessage']);
}

/** Answers the request that comes through a port. */
function answer(port: Port, handlers: object, lifetime: AbortSignal): void {
  const settlement = new Settlement(coreRuntime);
  const controller = new AbortController();
  const transfer: object[] = [];
  let isAsked = false;

  const forward = emit.bind(undefined, settlement);
  const reject = (reason: unknown): void => {
    forward(new Emission('reject', undefined, reason));
  };
  const context: ServeContext = {
    signal: controller.signal,
    transfer,
    notify(...args) {
      forward(createEmission('notify', undefined, args));
    },
  };

  const post = send.bind(undefined, settlement, port);
  progressOf(settlement).subscribe({ next: post });
  addTeardown(settlement, (emission) => {
    markHandled(coreRuntime, emission);
    post(emission, transfer);
    port.close();
    if (settlement.left) {
      controller.abort(emission.value);
    }
  });
  abortWith(settlement, lifetime);
  port.addEventListener('close', () => {
    abort(settlement);
  });
  port.onmessageerror = () => {
    reject(expected('message', 'readable', null));
  };
  port.onmessage = ({ data }) => {
    if (isAsked) {
      abort(settlement, read(data)?.value);
      return;
    }
    isAsked = true;
    try {
      const [method, ...args] = data as [string, ...unknown[]];
      if (!Object.hasOwn(handlers, method)) {
        throw expected(method, 'served', undefined);
      }
      const work = (handlers as Record<string, Callback>)[method]?.apply(context, args);
      subscribe(settlement, { next: adopt(settlement, toInput(coreRuntime, work, true), forward, forward) });
    } catch (error) {
      reject(error);
    }
  };
}
