import { createServer } from 'node:http';
import { Deferred, type DeferredPromise } from 'rx-deferred';

import { listen, type RunningServer } from '../../listen.js';

export interface InteropServer extends RunningServer {
  /** Resolves when a request for `/slow` arrives, which the server never answers. */
  readonly slow: DeferredPromise<void>;
  /** Resolves when the connection of that request is closed. */
  readonly slowClosed: DeferredPromise<void>;
}

const bodies = new Map([
  ['/users/1', 'Ada Lovelace'],
  ['/users/2', 'Grace Hopper'],
  ['/report.csv', 'day,visits,cost\n'.repeat(16_384)],
]);

/** Starts an HTTP server on a free local port. */
export async function startServer(): Promise<InteropServer> {
  const slow = Deferred<void>();
  const slowClosed = Deferred<void>();

  const server = createServer(({ url = '' }, response) => {
    const body = bodies.get(url);
    if (body === undefined) {
      response.on('close', () => void slowClosed.resolve());
      slow.resolve();
    } else {
      response.writeHead(200, { 'content-length': Buffer.byteLength(body) });
      response.end(body);
    }
  });

  return { ...(await listen(server)), slow: slow.promise(), slowClosed: slowClosed.promise() };
}
