import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { build } from 'esbuild';

import { listen, type RunningServer } from '../../listen.js';

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

type Endpoint = (request: IncomingMessage, query: URLSearchParams) => Reply | Promise<Reply>;

/** The path from the root of the repository, where npm runs its commands. */
const here = 'examples/browser/jquery-page';

const endpoints = new Map<string, Endpoint>([
  ['GET /', (_, query) => page(query)],
  ['GET /page.css', () => file('text/css', `${here}/page.css`)],
  ['GET /page.js', () => file('text/javascript', `${here}/page.js`)],
  ['GET /jquery-3.js', () => file('text/javascript', 'node_modules/jquery3/dist/jquery.js')],
  ['GET /jquery-4.js', () => file('text/javascript', 'node_modules/jquery/dist/jquery.js')],
  ['GET /parsley.js', () => file('text/javascript', 'node_modules/parsleyjs/dist/parsley.js')],
  ['GET /rx-deferred.jquery.global.js', rxDeferred],
  ['GET /acts.json', () => json(200, ['Song', 'Poem', 'Magic'])],
  ['GET /slots.json', () => json(200, ['21:00', '21:20', '21:40'])],
  ['GET /codes', (_, query) => json(query.get('code') === 'OPENMIC' ? 200 : 404, {})],
  ['POST /bookings', book],
  ['POST /tracks', receiveTrack],
]);

/** Starts an HTTP server on a free local port. It stores nothing, so each visit of the page starts afresh. */
export async function startServer(): Promise<RunningServer> {
  const server = createServer((request, response) => {
    answer(request).then(
      ({ status, type, body }) => response.writeHead(status, { 'content-type': `${type}; charset=utf-8` }).end(body),
      (error: unknown) => response.destroy(error as Error),
    );
  });
  return listen(server);
}

async function answer(request: IncomingMessage): Promise<Reply> {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
  const endpoint = endpoints.get(`${request.method ?? ''} ${pathname}`);
  return endpoint ? endpoint(request, searchParams) : json(404, { message: 'There is no such page.' });
}

function json(status: number, value: unknown): Reply {
  return { status, type: 'application/json', body: JSON.stringify(value) };
}

async function file(type: string, path: string): Promise<Reply> {
  return { status: 200, type, body: await readFile(path, 'utf8') };
}

/** Returns the page with the scripts that its query selects. */
async function page(query: URLSearchParams): Promise<Reply> {
  const { body, ...reply } = await file('text/html', `${here}/index.html`);
  const script = (src: string) => `<script src="${src}"></script>`;
  const jQuery = script(query.get('jquery') === '3' ? 'jquery-3.js' : 'jquery-4.js');
  const ours = query.get('deferred') === 'rx-deferred' ? script('rx-deferred.jquery.global.js') : '';
  return { ...reply, body: body.replace('<!-- jquery -->', jQuery).replace('<!-- rx-deferred -->', ours) };
}

/** Builds the script from source, as `npm run build` does. */
async function rxDeferred(): Promise<Reply> {
  const { outputFiles } = await build({
    entryPoints: ['src/jquery/global.ts'],
    bundle: true,
    format: 'iife',
    globalName: 'rxDeferred',
    write: false,
  });
  return { status: 200, type: 'text/javascript', body: outputFiles[0]?.text ?? '' };
}

async function book(request: IncomingMessage): Promise<Reply> {
  const form = new URLSearchParams(await text(request));
  const slot = form.get('slot');
  await wait(300); // The spinner should be visible.
  return slot === '21:00'
    ? json(422, { message: '21:00 is taken.' })
    : json(201, { name: form.get('name'), act: form.get('act'), slot });
}

async function receiveTrack(request: IncomingMessage): Promise<Reply> {
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    await wait(5); // The progress should be visible.
  }
  return request.headers['content-type']?.startsWith('audio/') === true
    ? json(200, { bytes })
    : json(415, { message: 'This is no audio file.' });
}
