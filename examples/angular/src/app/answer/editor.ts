import { Component, inject, input, model, output, signal } from '@angular/core';
import { Deferred } from 'rx-deferred';
import { injectAbortSignal } from 'rx-deferred/angular';
import { takeUntil, timer } from 'rxjs';

import { Timeline } from '../panel/timeline';

/** A question to whoever listens. The listener answers with `resolve`, and says with `notify` that it needs time. */
export interface ClosingEvent {
  readonly question: string;
  readonly answer: Deferred<boolean, Error>;
}

@Component({
  selector: 'app-editor',
  template: `
    <label for="text">Note</label>
    <textarea id="text" rows="4" #text [value]="value()" (input)="value.set(text.value)"></textarea>
    <div class="foot">
      <span role="status" [attr.data-tone]="tone()">{{ message() }}</span>
      <button type="button" class="button primary" [attr.aria-disabled]="isAsking()" (click)="close()">Close</button>
    </div>
  `,
  styles: `
    label {
      display: block;
      margin-block-end: 0.4rem;
      font-weight: 550;
    }

    .foot {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: 1rem;
      margin-block-start: 0.75rem;
    }

    [role='status'] {
      min-block-size: 3rem;
      color: var(--ink-soft);
      font-size: 0.9375rem;
      align-content: center;
    }

    [data-tone='good'] {
      color: var(--good);
    }

    [data-tone='bad'] {
      color: var(--bad);
    }
  `,
})
export class Editor {
  readonly value = model('');

  /** How long it waits for a listener to say anything, in milliseconds. */
  readonly patience = input(3000);

  /** Asks whether it may close. */
  readonly closing = output<ClosingEvent>();

  readonly #destroyed = injectAbortSignal();
  readonly #timeline = inject(Timeline);
  protected readonly isAsking = signal(false);
  protected readonly message = signal('Open');
  protected readonly tone = signal('');

  protected close(): void {
    if (this.isAsking()) {
      return;
    }
    // Silence means that nobody listens: a listener has notified or answered before `emit` returns.
    const answer = Deferred<boolean, Error>((self) =>
      timer(this.patience())
        .pipe(takeUntil(self.progress$))
        .subscribe(() => {
          self.abort(new Error('Nobody listens'));
        }),
    );
    this.#timeline.watch('Ask to close', answer);
    this.isAsking.set(true);
    this.#say('Waiting for an answer');

    this.closing.emit({ question: 'Close without saving?', answer });
    answer
      .until(this.#destroyed)
      .done((isYes) => {
        this.#say(isYes ? 'Closed' : 'Stays open', 'good');
      })
      .fail((reason) => {
        const { name, message } = reason as Error;
        this.#say(`${name === 'AbortError' ? 'No answer is given' : message}, so it stays open`, 'bad');
      })
      .always(() => {
        this.isAsking.set(false);
      });
  }

  #say(message: string, tone = ''): void {
    this.message.set(message);
    this.tone.set(tone);
  }
}
