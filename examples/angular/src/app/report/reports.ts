import { HttpClient } from '@angular/common/http';
import { inject, Injectable, signal } from '@angular/core';
import { oneShot } from 'rx-deferred';
import { fromHttpEvents } from 'rx-deferred/angular';

import { Timeline } from '../panel/timeline';

export interface Department {
  readonly name: string;
  readonly half: number;
  readonly hours: number;
}

/** Loads the report once for all who ask. The request ends when the last of them leaves. */
@Injectable({ providedIn: 'root' })
export class Reports {
  readonly #http = inject(HttpClient);
  readonly #timeline = inject(Timeline);
  readonly #report = oneShot(() =>
    this.#timeline.watch(
      'Load report',
      fromHttpEvents(this.#http.get<Department[]>('/api/report', { observe: 'events', reportDownloadProgress: true })),
    ),
  );

  readonly get = this.#report.get;
  readonly invalidate = this.#report.invalidate;

  /** Whether the side panel wants the report, too. */
  readonly isPinned = signal(false);
}
