import { inject, Injectable, signal } from '@angular/core';
import { Deferred, type DeferredPromise } from 'rx-deferred';

import { Timeline } from '../panel/timeline';

export interface Question {
  readonly text: string;
  readonly answer: Deferred<boolean, Error>;
}

/** Asks a question in a dialog. The answer is a deferred: when nobody waits for it any more, the dialog closes. */
@Injectable({ providedIn: 'root' })
export class Confirm {
  readonly #timeline = inject(Timeline);
  readonly #question = signal<Question | undefined>(undefined);

  /** What the dialog shows. */
  readonly question = this.#question.asReadonly();

  ask(text: string): DeferredPromise<boolean, Error> {
    this.#question()?.answer.abort();
    const answer = Deferred<boolean, Error>((self) => {
      this.#question.set({ text, answer: self });
      return () => {
        this.#question.set(undefined);
      };
    });
    return this.#timeline.watch(`Ask: ${text}`, answer.promise());
  }
}
