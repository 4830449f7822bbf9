import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { toPath, type Answer } from './answer.js';

/** A request as the server saw it. */
export interface Seen {
  readonly at: string;
  readonly method: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  body: string;

  /** Whether the complete answer was sent and, if not, which side closed the connection. */
  end: 'open' | 'answered' | 'closed by the client' | 'closed by the server';
}

/**
 * Two origins that answer as the URL determines: `/run/scenario/answer`. The requests are recorded for `/run/scenario`.
 * `/run/scenario/seen` is answered when there was a request, `/run/scenario/open` releases the answers held back, and
 * `/run/scenario/mark` is answered at once. These three are not recorded.
 */
export class Server {
  readonly #seen = new Map<string, Seen[]>();
  readonly #changes = new EventEmitter().setMaxListeners(0);
  readonly #gates = new Map<string, Gate>();
  readonly #here = this.#listen('here');
  readonly #other = this.#listen('other');

  get origin(): string {
    return originOf(this.#here);
  }

  get other(): string {
    return originOf(this.#other);
  }

  async start(): Promise<this> {
    const starting = [this.#here, this.#other].filter((server) => !server.listening);
    await Promise.all(starting.map((server) => once(server, 'listening')));
    return this;
  }

  /** Returns the recorded requests of a scenario, in order. */
  seen(path: string): readonly Seen[] {
    return this.#seen.get(path) ?? [];
  }

  /** Waits for a request of a scenario. */
  arrival(path: string): Promise<void> {
    return this.#until(() => this.seen(path).length > 0);
  }

  /** Waits until no request of a run is open. There is no time limit but that of the test. */
  idle(run: string): Promise<void> {
    const isOf = (path: string) => path.startsWith(`${run}/`);
    return this.#until(
      () => ![...this.#seen].some(([path, all]) => isOf(path) && all.some(({ end }) => end === 'open')),
    );
  }

  async #until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      await once(this.#changes, 'change');
    }
  }

  stop(): void {
    for (const server of [this.#here, this.#other]) {
      server.close();
      server.closeAllConnections();
    }
  }

  #listen(at: string) {
    return createServer((request, response) => {
      // Each request has a separate connection, because browsers retry requests that fail on a reused one.
      response.shouldKeepAlive = false;
      this.#handle(at, request, response).catch((error: unknown) => {
        response.destroy(error as Error);
      });
    }).listen(0, '127.0.0.1');
  }

  async #handle(at: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search } = new URL(request.url ?? '', 'http://localhost');
    const [run = '', scenario = '', answer] = pathname.slice(1).split('/').map(decodeURIComponent);
    const path = `${run}/${scenario}`;
    if (answer === 'seen') {
      await this.arrival(path);
      response.end();
    } else if (answer === 'open') {
      this.#gateOf(path).open();
      response.end();
    } else if (answer === 'mark') {
      response.end();
    } else if (answer === undefined) {
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>A page</title>');
    } else {
      const seen: Seen = {
        at,
        method: request.method ?? '',
        query: search.replace(/\b_=\d+/, '_=N'),
        headers: headersOf(request),
        body: '',
        end: 'open',
      };
      this.#seen.set(path, [...this.seen(path), seen]);
      response.on('close', () => {
        seen.end = endOf(response);
        this.#changes.emit('change');
      });
      this.#changes.emit('change');
      try {
        seen.body = await bodyOf(request);
      } catch {
        return; // The client has disconnected.
      }
      await reply(JSON.parse(answer) as Answer, request, response, this.#gateOf(path).opened);
    }
  }

  #gateOf(path: string): Gate {
    const gate = this.#gates.get(path) ?? new Gate();
    this.#gates.set(path, gate);
    return gate;
  }
}

/** Holds answers back until it is opened. */
class Gate {
  open: () => void = () => undefined;
  readonly opened = new Promise<void>((resolve) => {
    this.open = resolve;
  });
}

function originOf(server: ReturnType<typeof createServer>): string {
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

/** Headers that the platform sets. */
const platform = /^(user-agent|sec-.*|accept-(language|encoding)|origin|referer|host|connection|cache-control|pragma)$/;

const boundary = /----(WebKitFormBoundary|formdata-undici-)\w+/g;

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  // The length of a multipart form depends on its boundary.
  const isMultipart = headers['content-type']?.startsWith('multipart/') === true;
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !platform.test(name) && !(isMultipart && name === 'content-length'))
      .map(([name, value]): [string, string] => [name, String(value).replace(boundary, 'BOUNDARY')])
      .sort(),
  );
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  const body = Buffer.concat(chunks).toString().replace(boundary, 'BOUNDARY');
  return body.length > 1000 ? `${body.slice(0, 20)}… ${String(body.length)}` : body;
}

function endOf(response: ServerResponse): Seen['end'] {
  if (response.writableFinished) {
    return 'answered';
  }
  return closing.has(response) ? 'closed by the server' : 'closed by the client';
}

/** The responses that the server itself terminates. */
const closing = new WeakSet<ServerResponse>();

async function reply(
  answer: Answer,
  request: IncomingMessage,
  response: ServerResponse,
  opened: Promise<void>,
): Promise<void> {
  const { body = '', times = 1, parts, held, fault, to, credentials } = answer;
  const preflight = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
  response.setHeaders(new Map(Object.entries(corsOf(answer, request))));
  if (preflight) {
    response.writeHead(204).end();
    return;
  }
  const { status, type, headers } = { status: 200, type: 'text/plain', headers: {}, ...answer };
  response.setHeaders(new Map(Object.entries({ 'content-type': type, 'cache-control': 'no-store', ...headers })));
  if (to) {
    response.setHeader('location', toPath(to));
  }
  response.statusCode = isSame(headers, request) ? 304 : status;
  if (credentials !== undefined && request.headers.authorization !== `Basic ${btoa(credentials)}`) {
    response.statusCode = 401;
    response.setHeader('www-authenticate', 'Basic realm="tests"');
  }
  if (held === 'all') {
    await opened;
  }
  if (fault) {
    await fail(fault, response);
  } else if (parts === undefined) {
    const text = body.repeat(times);
    const hasBody = response.statusCode !== 204 && response.statusCode !== 304;
    response.end(hasBody ? text : undefined);
  } else {
    for (let part = 0; part < parts && !response.destroyed; part += 1) {
      await write(response, body.repeat(times / parts));
      if (held === 'rest') {
        await opened;
      }
    }
    response.end();
  }
}

/** Waits until the text is passed to the operating system, which sends it before it closes the connection. */
function write(response: ServerResponse, text: string): Promise<void> {
  return new Promise((resolve) => {
    response.write(text, () => {
      resolve();
    });
  });
}

function isSame(headers: Readonly<Record<string, string>>, request: IncomingMessage): boolean {
  const tag = request.headers['if-none-match'];
  const since = request.headers['if-modified-since'];
  return (tag !== undefined && tag === headers['etag']) || (since !== undefined && since === headers['last-modified']);
}

function corsOf({ cors }: Answer, { headers }: IncomingMessage): Record<string, string> {
  const { origin } = headers;
  if (cors === undefined || origin === undefined) {
    return {};
  }
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
    'access-control-allow-headers': headers['access-control-request-headers'] ?? '',
    'access-control-expose-headers': 'x-one, x-two',
    'access-control-max-age': '0',
    ...(cors === 'with credentials' && { 'access-control-allow-credentials': 'true' }),
  };
}

async function fail(fault: Answer['fault'], response: ServerResponse): Promise<void> {
  if (fault === 'no answer') {
    return;
  }
  closing.add(response);
  if (fault !== 'closed before headers') {
    response.setHeader('content-length', 1000);
    response.flushHeaders();
    await write(response, fault === 'closed in the body' ? 'the first half' : '');
  }
  response.socket?.destroy();
}
