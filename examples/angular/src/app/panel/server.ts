import { HttpClient } from '@angular/common/http';
import { afterNextRender, inject, Injectable, signal } from '@angular/core';

import type { ServerReport, ServerState } from './server-state';

/** What the server says of itself: its speed, and the requests that it has seen. */
@Injectable({ providedIn: 'root' })
export class Server {
  readonly #http = inject(HttpClient);
  readonly #report = signal<ServerReport>({ speed: 'normal', failsNext: false, requests: [] });
  readonly report = this.#report.asReadonly();

  constructor() {
    afterNextRender(() => {
      new EventSource('/api/server').addEventListener('message', ({ data }: MessageEvent<string>) => {
        this.#report.set(JSON.parse(data) as ServerReport);
      });
    });
  }

  change(state: Partial<ServerState>): void {
    this.#http.put('/api/server', state).subscribe();
  }
}
