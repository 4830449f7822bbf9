import { HttpClient } from '@angular/common/http';
import { Component, inject, signal } from '@angular/core';
import { toDeferred } from 'rx-deferred';
import { deferredMutation } from 'rx-deferred/angular';

import { messageOf } from '../message-of';
import { Timeline } from '../panel/timeline';
import { Confirm } from './confirm';

interface Note {
  readonly id: number;
  readonly title: string;
}

@Component({
  selector: 'app-notes-page',
  template: `
    <header class="head">
      <div>
        <h1>Confirm</h1>
        <p class="lead">The dialog is a deferred: ask, then work on with the answer.</p>
      </div>
    </header>

    <div class="card">
      <ul #list tabindex="-1" aria-label="Notes">
        @for (note of notes(); track note.id) {
          <li>
            <span>{{ note.title }}</span>
            <button
              type="button"
              class="button small"
              [attr.aria-label]="'Delete ' + note.title"
              (click)="ask(note, list)"
            >
              Delete
            </button>
          </li>
        } @empty {
          <li class="empty">All notes are deleted. A reload brings them back.</li>
        }
      </ul>
      <p class="status" role="status">{{ message() }}</p>
    </div>

    <aside class="try">
      <h2>Try it</h2>
      <p>
        Answer with a button or with Escape. Or ask, and go back in the history: the page that asked is gone, so the
        question is aborted, and its dialog closes.
      </p>
    </aside>
  `,
  styles: `
    ul {
      display: grid;
      align-content: start;
      min-block-size: 14rem;
      margin: 0;
      padding: 0;
      list-style: none;
      outline: none;
    }

    li {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: 1rem;
      min-block-size: 3.5rem;
    }

    li + li {
      border-block-start: 1px solid var(--line-soft);
    }

    .empty {
      color: var(--ink-soft);
    }

    .status {
      min-block-size: 1.5rem;
      margin: 0.75rem 0 0;
      padding-block-start: 1rem;
      border-block-start: 1px solid var(--line-soft);
      color: var(--ink-soft);
    }
  `,
})
export class NotesPage {
  readonly #http = inject(HttpClient);
  readonly #confirm = inject(Confirm);
  readonly #timeline = inject(Timeline);

  protected readonly notes = signal<readonly Note[]>([
    { id: 1, title: 'Shopping list' },
    { id: 2, title: 'Letter to the editor' },
    { id: 3, title: 'Ideas for the talk' },
    { id: 4, title: 'Draft of a poem' },
  ]);
  protected readonly message = signal('Nothing deleted yet');

  /** Asks first. The request begins only after a yes, and the question ends with this page. */
  readonly #remove = deferredMutation(
    (note: Note) => this.#confirm.ask(`Delete “${note.title}”?`).then((isYes) => isYes && this.#delete(note)),
    { abortOnDestroy: true },
  );

  protected ask(note: Note, list: HTMLElement): void {
    this.#remove(note)
      .done((isDeleted) => {
        this.message.set(isDeleted ? `Deleted “${note.title}”` : `Kept “${note.title}”`);
        if (isDeleted) {
          this.notes.update((all) => all.filter(({ id }) => id !== note.id));
          // The button that had the focus is gone.
          list.focus();
        }
      })
      .fail((error) => {
        this.message.set(error instanceof Error ? messageOf(error) : String(error));
      });
  }

  #delete(note: Note) {
    const request = toDeferred(this.#http.delete(`/api/notes/${String(note.id)}`));
    return this.#timeline.watch(`Delete ${note.title}`, request).then(() => true);
  }
}
