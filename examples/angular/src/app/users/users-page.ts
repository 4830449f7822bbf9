import { Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { deferredResource } from 'rx-deferred/angular';

import { messageOf } from '../message-of';
import { Users } from './users';

@Component({
  selector: 'app-users-page',
  imports: [RouterLink],
  template: `
    <header class="head">
      <div>
        <h1>Users</h1>
        <p class="lead">Loaded once, by the server, and shared by all who ask.</p>
      </div>
      <button type="button" class="button" (click)="load()">{{ users.error() ? 'Try again' : 'Load again' }}</button>
    </header>

    <div class="card list" [attr.aria-busy]="users.isLoading()">
      @if (!users.isLoading() && users.error(); as error) {
        <div class="failure" role="alert">
          <p><b>The users could not be loaded.</b><br />{{ messageOf(error) }}</p>
        </div>
      } @else if (users.hasValue()) {
        <ul [class.old]="users.isLoading()">
          @for (user of users.value(); track user.id) {
            <li>
              <a [routerLink]="['/users', user.id]">
                <span class="face" aria-hidden="true">{{ user.name[0] }}</span>
                <span class="name">{{ user.name }}</span>
                <span class="role">{{ user.role }}, {{ user.city }}</span>
              </a>
            </li>
          }
        </ul>
      } @else {
        <p class="hidden" role="status">Loading users</p>
        <ul aria-hidden="true">
          @for (row of [1, 2, 3, 4, 5, 6]; track row) {
            <li class="blank"><span class="face"></span><span class="name"></span><span class="role"></span></li>
          }
        </ul>
      }
    </div>

    <aside class="try">
      <h2>Try it</h2>
      <p>
        Let the server <b>fail the next request for users</b>, then load again. A failure is not kept, so trying again
        is one call. Open a user: the list is there already, and nothing flashes.
      </p>
    </aside>
  `,
  styleUrl: './users-page.css',
})
export class UsersPage {
  readonly #users = inject(Users);

  protected readonly messageOf = messageOf;
  protected readonly users = deferredResource(() => this.#users.get());

  protected load(): void {
    if (!this.users.isLoading()) {
      this.#users.invalidate();
      this.users.reload();
    }
  }
}
