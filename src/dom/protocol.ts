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
 * The only property of a message over an endpoint that is looked at. Its value is one of these:
 *
 * - the name of a method, which a request asks for;
 * - that name with the identity of a `serve` that has the method, or alone if none has it. A `serve` also sends them when
 *   it begins, to requests that have asked before;
 * - that identity with a port, which a request hands over. Its message waits there, copied when the request was made.
 */
export const key = 'rx-deferred';

/** A message over an endpoint. */
export type Envelope = Partial<Record<typeof key, unknown>>;

/** Returns a name that is used nowhere else. `crypto.randomUUID` needs a secure context. */
export const unique = (): string => key + Math.random().toString();

/**
 * Requests a Web Lock. Rejects where there are none, in an insecure context and in older versions of Node.js, and where
 * they are denied, for an opaque origin.
 */
export async function lock(name: string, options: LockOptions, callback: LockGrantedCallback<unknown>): Promise<void> {
  await navigator.locks.request(name, options, callback);
}
