import { afterRenderEffect, Component, inject, linkedSignal, viewChild, type ElementRef } from '@angular/core';

import { Confirm, type Question } from './confirm';

@Component({
  selector: 'app-confirm-dialog',
  template: `
    <dialog #dialog aria-labelledby="question" (cancel)="$event.preventDefault(); answer(false)">
      <h2 id="question">{{ shown()?.text }}</h2>
      <div class="actions">
        <button type="button" class="button" (click)="answer(false)">No</button>
        <button type="button" class="button primary" (click)="answer(true)">Yes</button>
      </div>
    </dialog>
  `,
  styles: `
    dialog {
      inline-size: min(26rem, 100vw - 2rem);
      padding: 1.5rem;
      border: 1px solid var(--line-soft);
      border-radius: var(--radius);
      background: var(--surface);
      box-shadow: var(--shadow);
      color: var(--ink);
    }

    dialog::backdrop {
      background: rgb(10 14 20 / 45%);
    }

    h2 {
      margin: 0 0 1.25rem;
      font-size: 1.125rem;
      overflow-wrap: anywhere;
    }

    .actions {
      display: flex;
      justify-content: flex-end;
      gap: 0.6rem;
    }

    .button {
      min-inline-size: 5rem;
    }
  `,
})
export class ConfirmDialog {
  readonly #confirm = inject(Confirm);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  /** The question, or the last one while the dialog closes. */
  protected readonly shown = linkedSignal<Question | undefined, Question | undefined>({
    source: this.#confirm.question,
    computation: (question, previous) => question ?? previous?.value,
  });

  constructor() {
    afterRenderEffect(() => {
      const dialog = this.dialog().nativeElement;
      if (!this.#confirm.question()) {
        dialog.close();
      } else if (!dialog.open) {
        dialog.showModal();
      }
    });
  }

  protected answer(isYes: boolean): void {
    this.#confirm.question()?.answer.resolve(isYes);
  }
}
