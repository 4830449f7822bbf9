import { Component, computed, inject, input, numberAttribute } from '@angular/core';
import { RouterLink } from '@angular/router';
import { injectAbortSignal, toResource } from 'rx-deferred/angular';

import { Users } from './users';

@Component({
  selector: 'app-user-page',
  imports: [RouterLink],
  template: `
    <p class="back"><a routerLink="/users">← All users</a></p>
    @if (user(); as user) {
      <header class="head">
        <div>
          <h1>{{ user.name }}</h1>
          <p class="lead">{{ user.role }}</p>
        </div>
      </header>
      <dl class="card facts">
        <div>
          <dt>City</dt>
          <dd>{{ user.city }}</dd>
        </div>
        <div>
          <dt>Known since</dt>
          <dd>{{ user.since }}</dd>
        </div>
        <div>
          <dt>Number</dt>
          <dd>{{ user.id }} of {{ count() }}</dd>
        </div>
      </dl>
    } @else if (users.isLoading()) {
      <p class="hidden" role="status">Loading the user</p>
    } @else {
      <header class="head">
        <div>
          <h1>{{ users.error() ? 'The users could not be loaded' : 'There is no such user' }}</h1>
          <p class="lead">Go back to the list, and try again there.</p>
        </div>
      </header>
    }
  `,
  styles: `
    .back {
      margin: 0 0 1rem;
    }

    .facts {
      display: grid;
      margin: 0;
      padding: 0.375rem 1.25rem;
    }

    .facts div {
      display: flex;
      justify-content: space-between;
      padding-block: 0.9rem;
    }

    .facts div + div {
      border-block-start: 1px solid var(--line-soft);
    }

    dt {
      color: var(--ink-soft);
    }

    dd {
      margin: 0;
      font-weight: 550;
      font-variant-numeric: tabular-nums;
    }
  `,
})
export class UserPage {
  readonly id = input.required({ transform: numberAttribute });

  /** What the service has loaded already is there before the first frame. */
  protected readonly users = toResource(inject(Users).get({ signal: injectAbortSignal() }));
  protected readonly count = computed(() => (this.users.hasValue() ? this.users.value().length : 0));
  protected readonly user = computed(() =>
    this.users.hasValue() ? this.users.value().find(({ id }) => id === this.id()) : undefined,
  );
}
