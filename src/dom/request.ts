import { Emission } from '../state/emission.js';
import { emit } from '../state/settlement.js';
import type { AbortablePromise } from '../to-deferred.js';
import type { Either } from '../types/args.js';
import type { FailOf, OneOf, ProgressOf } from '../types/inference.js';
import { abortable } from './abortable.js';
import { errorOf } from './event-error.js';
import { lineTo } from './line.js';
import { listen, read, send, type Port } from './port.js';
import {
  lock,
  unique,
  type AnyProtocol,
  type Endpoint,
  type EndpointOptions,
  type Protocol,
  type Serving,
} from './protocol.js';

/** The options of `request`. */
export interface RequestOptions extends EndpointOptions {
  /** Aborts the request. The listener is removed at the settlement. */
  readonly signal?: AbortSignal | null | undefined;

  /** Objects in the message that are transferred instead of copied. */
  readonly transfer?: readonly object[] | undefined;
}

/** The promise of a request for what a method returns. */
export type RequestPromise<T> = AbortablePromise<OneOf<T>, Either<FailOf<T>, Error>, ProgressOf<T>>;

/**
 * Asks the other side of an endpoint to do some work: what `serve` has there under the name of a method.
 *
 * @param endpoint - A worker, a port, a `BroadcastChannel` or another window. As `Serving<Protocol>` it types the rest.
 * @param message - The name of the method and its arguments, which are copied before `request` returns.
 * @param options - `transfer` lists objects of the message that are transferred instead of copied. `signal` aborts the
 * request. `targetOrigin` is the origin of a window: by default that of this one.
 * @returns A promise with an `abort(reason?)` method, which ends the work. It is notified, resolves and rejects as the
 * work does, with all arguments and without a context.
 * @throws TypeError if the endpoint cannot post messages, or if the signal is not an `AbortSignal`.
 * @remarks
 * Nothing is sent if the signal has already aborted. The request waits until the other side serves, and rejects if that
 * has no such method. It rejects with a `DataCloneError` if the message, the answer or a notification cannot be copied,
 * and with an `EventError` if a worker throws, ends or cannot be loaded: one for `exit` if there is no event with a
 * message. In Node.js, what a worker throws is the reason itself. All of that ends the work too, if it still goes on.
 *
 * In Node.js, the end of a thread is told by events. In browsers it is told by a Web Lock, which `serve` holds. So it is
 * noticed once the work has begun, but a worker that is terminated before, a window of another origin, and an insecure
 * context, which has no such locks, leave the request pending: use `signal` there. Other listeners of the endpoint see
 * the messages of this package too, as objects with the only property `rx-deferred`.
 *
 * @see {@link https://developer.mozilla.org/docs/Web/API/Channel_Messaging_API | Channel Messaging API}
 * @example
 * ```ts
 * import { Deferred } from 'rx-deferred';
 * import { request, serve, type Serving } from 'rx-deferred/dom';
 *
 * // The module of the worker exports this type, and calls `serve(self, files)`.
 * const files = {
 *   count: (...lines: string[]) =>
 *     Deferred<[words: number, lines: number], Error, number>((d) => {
 *       d.notify(100);
 *       d.resolve(lines.join(' ').split(' ').length, lines.length);
 *     }),
 * };
 *
 * const channel = new MessageChannel();
 * serve(channel.port1, files);
 *
 * // Otherwise a `Worker & Serving<typeof files>`.
 * const port: MessagePort & Serving<typeof files> = channel.port2;
 * const log: unknown[] = [];
 * await request(port, ['count', 'to be', 'or not'])
 *   .progress((percent) => log.push(`${percent} %`))
 *   .done((words, lines) => log.push(words, lines));
 * port.close();
 *
 * log; // => ['100 %', 4, 2]
 * ```
 */
export function request<
  TProtocol extends Protocol<TProtocol> = AnyProtocol,
  TMethod extends keyof TProtocol = keyof TProtocol,
>(
  endpoint: Endpoint & Serving<TProtocol>,
  message: readonly [method: TMethod, ...args: Parameters<TProtocol[TMethod]>],
  options?: RequestOptions,
): RequestPromise<ReturnType<TProtocol[TMethod]>>;
export function request(endpoint: Endpoint, message: readonly unknown[], options: RequestOptions = {}): unknown {
  return abortable(options, (settlement) => {
    const [method] = message;
    const isBroadcast = endpoint instanceof BroadcastChannel;
    const lifetime = new AbortController();
    let id: unknown;
    let copy: unknown;

    const reject = (reason: unknown): void => {
      emit(settlement, new Emission('reject', undefined, reason));
    };
    const fail = (cause: unknown): void => {
      // An answer may still be under way.
      setTimeout(reject, 0, errorOf('exit', cause));
    };
    const handOver = (): void => {
      if (!settlement.settled) {
        post([id, port2, copy], [port2]);
      }
    };
    const [post, listeners] = lineTo(
      endpoint,
      options.targetOrigin,
      (answer) => {
        if (!id && answer.includes(method, 1)) {
          [id] = answer;
          lock(id, { mode: 'shared', ifAvailable: true }, (isFree) => {
            handOver();
            // It would be free in another origin, too.
            return isFree ?? lock(id, { signal: lifetime.signal }, fail);
          })
            .catch(handOver)
            .catch(reject);
        }
      },
      fail,
    );
    const name = unique();
    const { port1, port2 } = (
      isBroadcast ? { port1: new BroadcastChannel(name), port2: name } : new MessageChannel()
    ) as { port1: Port; port2: unknown };

    try {
      if (isBroadcast) {
        copy = structuredClone(message);
      } else {
        port1.postMessage(message, options);
      }
      listen(port1, (event) => {
        const emission = read(event);
        if (emission) {
          emit(settlement, emission);
        } else if (event.type !== 'message' && (endpoint instanceof EventTarget || event.type !== 'close')) {
          // A thread of Node.js tells of its end itself, and before of what it has thrown.
          fail(event);
        }
      });
      post([method]);
    } catch (error) {
      reject(error);
    }
    return ({ kind, value }) => {
      listeners.unsubscribe();
      lifetime.abort();
      if (kind === 'reject') {
        // The other side may go on.
        send(port1, 'reject', [value]);
      }
      port1.close();
    };
  });
}
