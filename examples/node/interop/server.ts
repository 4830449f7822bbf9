import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Deferred, type DeferredPromise } from 'rx-deferred';

export interface RunningServer {
  readonly origin: string;
  /** Resolves when a request for `/slow` arrives, which the server never answers. */
  readonly slow: DeferredPromise<void>;
  /** Resolves when the connection of that request is closed. */
  readonly slowClosed: DeferredPromise<void>;
  stop(): void;
}

const bodies = new Map([
  ['/users/1', 'Ada Lovelace'],
  ['/users/2', 'Grace Hopper'],
  ['/report.csv', 'day,visits,cost\n'.repeat(16_384)],
]);

/** Starts an HTTP server on a free local port. */
export async function startServer(): Promise<RunningServer> {
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

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    slow: slow.promise(),
    slowClosed: slowClosed.promise(),
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
