import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { oneShot, toDeferred } from 'rx-deferred';

import { Timeline } from '../panel/timeline';

export interface User {
  readonly id: number;
  readonly name: string;
  readonly role: string;
  readonly city: string;
  readonly since: number;
}

/** Loads the users once for all who ask. A failure is not kept: who asks next tries again. */
@Injectable({ providedIn: 'root' })
export class Users {
  readonly #http = inject(HttpClient);
  readonly #timeline = inject(Timeline);
  readonly #all = oneShot((signal) =>
    this.#timeline.watch('Load users', toDeferred(this.#http.get<User[]>('/api/users'), { signal })),
  );

  readonly get = this.#all.get;
  readonly invalidate = this.#all.invalidate;
}
