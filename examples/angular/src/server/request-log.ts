import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { SeenRequest } from '../app/panel/server-state';

/** Records the requests, and how each of them ended. */
export class RequestLog {
  readonly changes = new EventEmitter().setMaxListeners(0);
  readonly #all: SeenRequest[] = [];

  get all(): readonly SeenRequest[] {
    return this.#all;
  }

  add(request: IncomingMessage, response: ServerResponse): SeenRequest {
    const seen: SeenRequest = {
      id: this.#all.length + 1,
      method: request.method ?? '',
      path: request.url ?? '',
      by: 'sec-fetch-site' in request.headers ? 'browser' : 'server',
      received: 0,
      end: 'open',
    };
    this.#all.push(seen);
    response.once('close', () => {
      const isAnswered = response.writableFinished;
      this.update(seen, { end: isAnswered ? `answered with ${String(response.statusCode)}` : 'closed by the client' });
    });
    this.changes.emit('change');
    return seen;
  }

  update(seen: SeenRequest, change: Partial<SeenRequest>): void {
    Object.assign(seen, change);
    this.changes.emit('change');
  }
}
