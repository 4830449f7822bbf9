import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { Deferred, type DeferredPromise } from 'rx-deferred';

export interface RunningServer {
  readonly origin: string;
  stop(): void;
}

const users = new Map([
  ['/users/1', { name: 'Ada Lovelace' }],
  ['/users/2', { name: 'Grace Hopper' }],
]);

const report = Buffer.from('day,visits,cost\n'.repeat(65_536));

/** Starts an HTTP server on a free local port. It serves users and a report, and never answers `/slow`. */
export function startServer(): DeferredPromise<RunningServer, Error> {
  const started = Deferred<RunningServer, Error>();

  const server = createServer(({ url = '' }, response) => {
    if (url === '/report.csv') {
      void sendReport(response);
    } else if (url !== '/slow') {
      const user = users.get(url);
      response.writeHead(user ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(user ?? { message: 'There is no such user.' }));
    }
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

/** Sends the report in parts, with pauses, so that progress is visible. */
async function sendReport(response: ServerResponse): Promise<void> {
  const part = report.length / 32;
  response.writeHead(200, { 'content-type': 'text/csv', 'content-length': report.length });
  for (let sent = 0; sent < report.length; sent += part) {
    response.write(report.subarray(sent, sent + part));
    await wait(15);
  }
  response.end();
}
