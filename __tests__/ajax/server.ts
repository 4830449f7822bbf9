import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the server saw it. */
export interface Seen {
  readonly method: string | undefined;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  body: string;

  /** Whether the connection was closed before the response was through. */
  isCut: boolean;
}

export type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => unknown;

export interface TestServer {
  /** The requests of this test, in the order of their arrival. */
  readonly seen: readonly Seen[];

  /** Gives an address of this test, and answers there. */
  at(answer: Answer): string;

  /** Waits until the server has seen what a test expects: the time limit of the test ends that. */
  until(isSo: () => boolean): Promise<void>;

  /** Sends a request that is not among those seen. What was sent, or closed, before has arrived when it is answered. */
  roundTrip(): Promise<void>;
}

/** Answers with a body of some type. */
export const reply =
  (body: string | Uint8Array = '', type = 'text/plain', status = 200): Answer =>
  (_, response) =>
    response.writeHead(status, { 'Content-Type': type }).end(body);

/** Answers in JSON. */
export const json = (value: unknown): Answer => reply(JSON.stringify(value), 'application/json');

/** Where round trips go. */
const roundTrip = '/round-trip';

/** Never answers. */
export const hang: Answer = () => undefined;

/** Answers when the test says so. */
export function gated(answer: Answer): { answer: Answer; open: () => void } {
  const gate = new EventEmitter();
  return {
    answer: (...args) => gate.once('open', () => answer(...args)),
    open: () => gate.emit('open'),
  };
}

/** Serves on loopback for the tests of a file. */
export function startServer(): TestServer {
  let origin = '';
  let seen: Seen[] = [];
  const answers: Answer[] = [];
  const changes = new EventEmitter();
  const changed = () => changes.emit('change');

  // It closes no connection by itself: the request that has just been sent on it would fail.
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const url = new URL(request.url ?? '', origin);
    if (url.pathname === roundTrip) {
      response.end();
      return;
    }
    const { method, headers } = request;
    const record: Seen = { method, path: url.pathname + url.search, headers, body: '', isCut: false };
    seen.push(record);
    response.on('close', () => {
      record.isCut = !response.writableFinished;
      changed();
    });
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      record.body += chunk;
    });
    request.on('end', () => {
      answers[Number(url.pathname.slice(1))]?.(request, response, record.body);
      changed();
    });
    changed();
  });

  beforeAll(async () => {
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  beforeEach(() => {
    seen = [];
  });
  afterAll(async () => {
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  });

  return {
    get seen() {
      return seen;
    },
    at: (answer) => `${origin}/${String(answers.push(answer) - 1)}`,
    async until(isSo) {
      while (!isSo()) {
        await once(changes, 'change');
      }
    },
    async roundTrip() {
      await (await fetch(origin + roundTrip)).text();
    },
  };
}
