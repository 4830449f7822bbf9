/** A protocol: an interface or another type of an object with methods. */
export type Protocol<TProtocol> = Record<keyof TProtocol, (...args: never[]) => unknown>;

/** A protocol of which nothing is known. */
export type AnyProtocol = Record<string, (...args: unknown[]) => unknown>;

declare const served: unique symbol;

/**
 * An endpoint whose other side serves a protocol, for the types of `request`. The property does not exist at run time.
 *
 * @example
 * ```ts
 * import type { DeferredPromise } from 'rx-deferred';
 * import { request, type Serving } from 'rx-deferred/dom';
 *
 * interface Images {
 *   resize(image: Blob, width: number): DeferredPromise<Blob, Error, number>;
 * }
 *
 * const resize = (worker: Worker & Serving<Images>, image: Blob) =>
 *   request(worker, ['resize', image, 100])
 *     .progress((percent) => `${percent.toFixed()} %`)
 *     .done((smaller) => smaller.size);
 *
 * resize.length; // => 2
 * ```
 */
export interface Serving<TProtocol> {
  readonly [served]?: TProtocol;
}

interface CanPost {
  postMessage(message: unknown): void;
}

/**
 * What two sides talk over: a `Worker`, and `self` in it; a `MessagePort`; a `SharedWorker` or its port; a
 * `BroadcastChannel`; another window. In Node.js a `Worker`, and `parentPort` in it; a `MessagePort`; a `BroadcastChannel`.
 */
export type Endpoint = CanPost | { readonly port: CanPost };

/** The options for an endpoint. */
export interface EndpointOptions {
  /**
   * The origin of another window: by default that of this one. Nothing is sent to a window of another origin, and what
   * comes from one is ignored. `'*'` stands for any origin.
   */
  readonly targetOrigin?: string | undefined;
}

/**
 * The only property of a message over an endpoint that is looked at. Its value is a list:
 *
 * - `[method]` asks who serves a method;
 * - `[id, ...methods]` says what one serves: as an answer, and to all who have asked before when it begins. If nobody
 *   serves a method, somebody answers with it all the same, and rejects the request;
 * - `[id, port, message]` hands over a request. The message waits in the port, unless that is the name of a
 *   `BroadcastChannel`. It was copied when the request was made.
 */
export const key = 'rx-deferred';

/** Returns a name that is used nowhere else, for a lock or a channel. `crypto.randomUUID` needs a secure context. */
export const unique = (): string => String(Math.random());

/**
 * Requests a Web Lock. Rejects where there are none, in an insecure context and in older versions of Node.js, and where
 * they are denied, for an opaque origin.
 */
export async function lock(
  name: unknown,
  options: LockOptions,
  callback: LockGrantedCallback<unknown>,
): Promise<unknown> {
  return navigator.locks.request(name as string, options, callback);
}
