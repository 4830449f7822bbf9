import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Deferred, type DeferredPromise } from 'rx-deferred';

export interface RunningServer {
  readonly origin: string;
  stop(): void;
}

/** What the server has. Anything else is a 404. */
const bodies = new Map([
  ['/users/1', 'Ada Lovelace'],
  ['/users/2', 'Grace Hopper'],
  ['/report.csv', 'day,visits,cost\n'.repeat(16_384)],
]);

/** Starts an HTTP server on a free port of this machine. */
export function startServer(): DeferredPromise<RunningServer, Error> {
  const started = Deferred<RunningServer, Error>();

  const server = createServer(({ url = '' }, response) => {
    const body = bodies.get(url);
    const text = body ?? 'There is no such page.';
    response.writeHead(body === undefined ? 404 : 200, { 'content-length': Buffer.byteLength(text) });
    response.end(text);
  });

  server.once('error', (error) => void started.reject(error));
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    const stop = () => {
      server.close();
      server.closeAllConnections();
    };
    started.resolve({ origin: `http://127.0.0.1:${String(port)}`, stop });
  });

  return started.promise();
}
