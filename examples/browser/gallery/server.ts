import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

import { build } from 'esbuild';

import { listen, type RunningServer } from '../../listen.js';

type Endpoint = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;

/** The path from the root of the repository, where npm runs its commands. */
const here = 'examples/browser/gallery';

const endpoints = new Map<string, Endpoint>([
  ['GET /', file('text/html', `${here}/index.html`)],
  ['GET /style.css', file('text/css', `${here}/style.css`)],
  [
    'GET /inter.woff2',
    file('font/woff2', 'node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'),
  ],
  ['GET /page.js', script('page.ts')],
  ['GET /worker.js', script('cards/worker.ts')],
  ['GET /api/users', sendUsers],
  ['POST /api/files', receiveFile],
  ['GET /images', sendImage],
]);

/** Starts an HTTP server on a free local port. It stores nothing, and answers slowly, in parts, so progress can be seen. */
export async function startServer(): Promise<RunningServer> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.destroy(error as Error);
    });
  });
  return listen(server);
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '', 'http://localhost');
  const source = /^\/cards\/([a-z-]+)\.ts$/.exec(url.pathname)?.[1];
  const endpoint =
    endpoints.get(`${request.method ?? ''} ${url.pathname}`) ??
    (source === undefined ? notFound : file('text/plain', `${here}/cards/${source}.ts`));
  await endpoint(request, response, url);
}

const notFound: Endpoint = (_, response) => {
  send(response, 404, 'text/plain', 'There is no such page.');
  return Promise.resolve();
};

function send(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);
}

function file(type: string, path: string): Endpoint {
  return async (_, response) => {
    send(response, 200, type, await readFile(path));
  };
}

/** Bundles a module of the page from source, once. The paths of `tsconfig.json` lead to this package. */
function script(entry: string): Endpoint {
  let bundle: Promise<string> | undefined;
  return async (_, response) => {
    bundle ??= build({
      entryPoints: [`${here}/${entry}`],
      bundle: true,
      format: 'esm',
      target: 'es2022',
      write: false,
    }).then(({ outputFiles }) => outputFiles[0]?.text ?? '');
    send(response, 200, 'text/javascript', await bundle);
  };
}

const users = ['Ada Lovelace', 'Grace Hopper', 'Radia Perlman', 'Katherine Johnson', 'Hedy Lamarr', 'Annie Easley'];

/** Sends a list name by name, and says before how long the whole is. */
const parts = users.map((name, i) => `${i === 0 ? '[' : ','}${JSON.stringify(name)}`.padEnd(512)).concat(']');

async function sendUsers(_: IncomingMessage, response: ServerResponse, { searchParams }: URL): Promise<void> {
  if (searchParams.has('fail')) {
    await wait(700);
    send(response, 503, 'application/json', JSON.stringify({ message: 'The directory is closed.' }));
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': parts.join('').length });
  for (const part of parts) {
    await wait(220);
    response.write(part);
  }
  response.end();
}

/** Reads six megabytes a second. */
async function receiveFile(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let bytes = 0;
  try {
    for await (const chunk of request) {
      bytes += (chunk as Buffer).length;
      await wait((chunk as Buffer).length / 6000);
    }
    send(response, 201, 'application/json', JSON.stringify({ bytes }));
  } catch (error) {
    // A client that has gone is no failure.
    if (!request.destroyed) {
      throw error;
    }
  }
}

/** Paints a hill at another hour of the day for each number. */
async function sendImage(_: IncomingMessage, response: ServerResponse, { searchParams }: URL): Promise<void> {
  const hour = Number(searchParams.get('hour'));
  await wait(300 + ((hour * 7) % 6) * 280);
  if (searchParams.has('broken')) {
    send(response, 404, 'text/plain', 'There is no such image.');
    return;
  }
  const hue = 210 + hour * 24;
  const sun = { x: 15 + hour * 14, y: 40 - 22 * Math.sin((hour / 5) * Math.PI) };
  send(
    response,
    200,
    'image/svg+xml',
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 75">
      <defs><linearGradient id="sky" x2="0" y2="1">
        <stop stop-color="hsl(${String(hue)} 55% 62%)"/><stop offset="1" stop-color="hsl(${String(hue + 40)} 75% 84%)"/>
      </linearGradient></defs>
      <path fill="url(#sky)" d="M0 0h100v75H0z"/>
      <circle cx="${String(sun.x)}" cy="${String(sun.y)}" r="8" fill="#fff" fill-opacity=".85"/>
      <path fill="hsl(${String(hue)} 30% 38%)" d="M0 58q25-22 50-6t50-10v33H0z"/>
      <path fill="hsl(${String(hue)} 34% 26%)" d="M0 68q30-14 56-4t44-6v17H0z"/>
    </svg>`,
  );
}
