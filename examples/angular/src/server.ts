/** Serves the files of the build, the API, and all other addresses as pages rendered here. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import {
  AngularNodeAppEngine,
  createNodeRequestHandler,
  isMainModule,
  writeResponseToNodeResponse,
} from '@angular/ssr/node';
import { config } from 'rxjs';

import { Api } from './server/api';
import { sendFile } from './server/send-file';

// What a handler throws is reported here. By default it is an uncaught exception, which should end a process.
config.onUnhandledError = (error) => {
  console.error(error);
};

const files = join(import.meta.dirname, '../browser');
const api = new Api();
const angular = new AngularNodeAppEngine();

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname.startsWith('/api/')) {
    await api.handle(request, response, pathname);
  } else if (!(await sendFile(files, pathname, response))) {
    api.reset();
    const page = await angular.handle(request);
    if (page) {
      await writeResponseToNodeResponse(page, response);
    } else {
      response.writeHead(404).end();
    }
  }
}

export const reqHandler = createNodeRequestHandler((request, response) => {
  handle(request, response).catch((error: unknown) => {
    console.error(error);
    response.destroy();
  });
});

if (isMainModule(import.meta.url)) {
  const server = createServer((request, response) => {
    void reqHandler(request, response);
  });
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      server.close();
      server.closeAllConnections();
    });
  }
  const listen = (port: number) => once(server.listen(port, '127.0.0.1'), 'listening');
  await listen(Number(process.env['PORT'] ?? 4200)).catch(() => listen(0));
  console.log(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`);
}
