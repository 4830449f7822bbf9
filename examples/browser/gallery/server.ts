import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

import { listen, type RunningServer } from '../../listen.js';
import { endpointFor } from './api.js';
import { bundle, files, here } from './assets.js';

type Sender = (response: ServerResponse) => Promise<void>;

const page = new Map<string, Sender>([
  ['', file('text/html', `${here}/index.html`)],
  ['page.js', script('page.ts')],
  ['worker.js', script('cards/worker.ts')],
  ...Array.from(files, ([name, { type, path }]) => [name, file(type, path)] as const),
]);

/** Starts an HTTP server on a free local port. */
export async function startServer(): Promise<RunningServer> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.destroy(error as Error);
    });
  });
  return listen(server);
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', url = '' } = request;
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const path = pathname.slice(1);
  const endpoint = endpointFor(method, path);
  if (endpoint === undefined) {
    await (method === 'GET' ? senderFor(path) : notFound)(response);
    return;
  }
  try {
    const { status, type, bytes, parts } = await endpoint(searchParams, request);
    response.writeHead(status, { 'content-type': type, 'content-length': bytes });
    for await (const part of parts) {
      response.write(part);
    }
    response.end();
  } catch (error) {
    // A client that has gone is no failure.
    if (!request.destroyed) {
      throw error;
    }
  }
}

function senderFor(path: string): Sender {
  const source = /^cards\/([a-z-]+)\.ts$/.exec(path)?.[1];
  return page.get(path) ?? (source === undefined ? notFound : file('text/plain', `${here}/cards/${source}.ts`));
}

const notFound: Sender = (response) => {
  send(response, 404, 'text/plain', 'There is no such page.');
  return Promise.resolve();
};

function send(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);
}

function file(type: string, path: string): Sender {
  return async (response) => {
    send(response, 200, type, await readFile(path));
  };
}

/** Sends a module of the page, which is bundled once. */
function script(entry: string): Sender {
  let code: Promise<string> | undefined;
  return async (response) => {
    code ??= bundle(entry);
    send(response, 200, 'text/javascript', await code);
  };
}
