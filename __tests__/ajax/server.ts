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
}

/** Answers with a body of some type. */
export const reply =
  (body: string | Uint8Array = '', type = 'text/plain', status = 200): Answer =>
  (_, response) =>
    response.writeHead(status, { 'Content-Type': type }).end(body);

/** Answers in JSON. */
export const json = (value: unknown): Answer => reply(JSON.stringify(value), 'application/json');

/** Never answers. */
export const hang: Answer = () => undefined;

/** Serves on loopback for the tests of a file. */
export function startServer(): TestServer {
  let origin = '';
  let seen: Seen[] = [];
  const answers: Answer[] = [];

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', origin);
    const { method, headers } = request;
    const record: Seen = { method, path: url.pathname + url.search, headers, body: '', isCut: false };
    seen.push(record);
    response.on('close', () => {
      record.isCut = !response.writableFinished;
    });
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      record.body += chunk;
    });
    request.on('end', () => {
      answers[Number(url.pathname.slice(1))]?.(request, response, record.body);
    });
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
  };
}

/** Waits for what other tasks bring about. */
export async function eventually(isSo: () => boolean): Promise<void> {
  const end = Date.now() + 4000;
  while (!isSo()) {
    if (Date.now() > end) {
      throw new Error(`Expected ${String(isSo)} in time`);
    }
    await pause(2);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
