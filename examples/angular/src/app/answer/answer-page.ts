import { Component, inject, signal } from '@angular/core';
import { injectAbortSignal } from 'rx-deferred/angular';

import { Confirm } from '../confirm/confirm';
import { Editor, type ClosingEvent } from './editor';

@Component({
  selector: 'app-answer-page',
  imports: [Editor],
  template: `
    <header class="head">
      <div>
        <h1>Answer</h1>
        <p class="lead">An output that carries a deferred: the child asks, the parent answers now, later or never.</p>
      </div>
    </header>

    <div class="card">
      <fieldset>
        <legend>The parent</legend>
        @for (each of parents; track each.id) {
          <label class="option">
            <input type="radio" name="parent" [checked]="parent() === each.id" (change)="parent.set(each.id)" />
            <span>{{ each.label }}</span>
          </label>
        }
      </fieldset>

      @if (parent() === 'deaf') {
        <app-editor [(value)]="text" />
      } @else {
        <app-editor [(value)]="text" (closing)="answer($event)" />
      }
    </div>

    <aside class="try">
      <h2>Try it</h2>
      <p>
        Who does not listen is told apart by silence: nobody resolves the deferred, and nobody notifies it to say that
        the answer takes a while. Who refuses calls <code>answer.abort()</code>.
      </p>
    </aside>
  `,
  styles: `
    fieldset {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(12.5rem, 1fr));
      gap: 0.25rem 1rem;
      margin: 0 0 1.25rem;
      padding: 0 0 1.25rem;
      border: 0;
      border-block-end: 1px solid var(--line-soft);
    }

    legend {
      padding: 0;
      margin-block-end: 0.4rem;
      font-weight: 550;
    }

    .option {
      display: flex;
      align-items: center;
      gap: 0.55rem;
      min-block-size: 2rem;
    }
  `,
})
export class AnswerPage {
  readonly #confirm = inject(Confirm);
  readonly #destroyed = injectAbortSignal();

  protected readonly parents = [
    { id: 'asks', label: 'asks you in a dialog' },
    { id: 'agrees', label: 'says yes at once' },
    { id: 'refuses', label: 'refuses to answer' },
    { id: 'deaf', label: 'does not listen' },
  ] as const;
  protected readonly parent = signal<(typeof this.parents)[number]['id']>('asks');
  protected readonly text = signal('Dear editor, ');

  protected answer({ question, answer }: ClosingEvent): void {
    switch (this.parent()) {
      case 'asks':
        answer.notify();
        this.#confirm.ask(question).until(this.#destroyed).done(answer.resolve).fail(answer.abort);
        break;
      case 'agrees':
        answer.resolve(true);
        break;
      default:
        answer.abort();
    }
  }
}
