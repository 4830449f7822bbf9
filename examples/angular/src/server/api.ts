import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';

import type { ServerReport, ServerState } from '../app/panel/server-state';
import { departments, users } from './data';
import { Pace } from './pace';
import { RequestLog } from './request-log';

/** The API of the example. It stores nothing. */
export class Api {
  readonly #pace = new Pace();
  readonly #log = new RequestLog();
  #failsNext = false;

  /** Works at its normal speed again, and has no failure in store. */
  reset(): void {
    this.#change({ speed: 'normal', failsNext: false });
  }

  async handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    // What must not be stored is not handed over from the server to the page either: see HttpTransferCache.
    response.setHeader('cache-control', 'max-age=0');
    const what = `${request.method ?? ''} ${path}`;
    if (what === 'GET /api/server') {
      this.#report(response);
    } else if (what === 'PUT /api/server') {
      this.#change((await json(request)) as ServerState);
      send(response, 200, this.#state);
    } else {
      await this.#answer(what, request, response);
    }
  }

  async #answer(what: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const seen = this.#log.add(request, response);
    const closed = new AbortController();
    response.once('close', () => {
      closed.abort();
    });
    const step = (ms: number) => this.#pace.step(ms, closed.signal);
    try {
      if (what === 'GET /api/users') {
        const fails = this.#failsNext;
        this.#change({ failsNext: false });
        await step(400);
        send(response, fails ? 503 : 200, fails ? { message: 'The directory is down for a moment.' } : users);
      } else if (what === 'POST /api/files') {
        let received = 0;
        for await (const chunk of request) {
          received += (chunk as Buffer).length;
          this.#log.update(seen, { received });
          // Six megabytes a second.
          await step((chunk as Buffer).length / 6000);
        }
        send(response, 201, { bytes: received });
      } else if (what === 'GET /api/report') {
        await sendInSteps(response, departments, () => step(250));
      } else if (what.startsWith('DELETE /api/notes/')) {
        await step(400);
        response.writeHead(204).end();
      } else {
        send(response, 404, { message: 'There is no such address.' });
      }
    } catch (error) {
      // What ends here when the client has gone is no failure.
      if (!closed.signal.aborted && !request.destroyed) {
        throw error;
      }
    }
  }

  get #state(): ServerState {
    return { speed: this.#pace.speed, failsNext: this.#failsNext };
  }

  #change({ speed = this.#pace.speed, failsNext = this.#failsNext }: Partial<ServerState>): void {
    this.#pace.speed = speed;
    this.#failsNext = failsNext;
    this.#log.changes.emit('change');
  }

  /** Sends the state and the requests as they are, and again after each change, as long as the page is open. */
  #report(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    let isDue = false;
    const write = (): void => {
      isDue = false;
      const report: ServerReport = { ...this.#state, requests: this.#log.all.slice(-12) };
      response.write(`data: ${JSON.stringify(report)}\n\n`);
    };
    const change = (): void => {
      if (!isDue) {
        isDue = true;
        setTimeout(write, 30);
      }
    };
    this.#log.changes.on('change', change);
    response.once('close', () => {
      this.#log.changes.off('change', change);
    });
    write();
  }
}

function send(response: ServerResponse, status: number, value: unknown): void {
  const text = JSON.stringify(value);
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    .end(text);
}

/** Sends the elements of a list one by one, and says before how long the whole is. */
async function sendInSteps(
  response: ServerResponse,
  list: readonly unknown[],
  step: () => Promise<void>,
): Promise<void> {
  const parts = list.map((each, i) => `${i === 0 ? '[' : ','}${JSON.stringify(each)}`.padEnd(512));
  parts.push(']');
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': length });
  for (const part of parts) {
    await step();
    response.write(part);
  }
  response.end();
}
