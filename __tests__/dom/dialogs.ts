import type { AbortablePromise } from 'rx-deferred';
import { showDialog, type ShowDialogOptions } from 'rx-deferred/dom';

import { find } from './in-page.js';

// This module runs in a page: its exports, and all that it exports again, are the global `page`.
export * from './in-page.js';

let answers: AbortablePromise[] = [];

/** Replaces the content of the page. */
export function render(html: string): void {
  document.body.innerHTML = html;
  answers = [];
}

export function findDialog(selector = 'dialog'): HTMLDialogElement {
  return find(selector) as HTMLDialogElement;
}

/** Shows the dialog of the page. */
export function show(options?: ShowDialogOptions): AbortablePromise {
  const answer = showDialog(findDialog(), options);
  answers.push(answer);
  return answer;
}

/** Describes a settlement by the value that it has resolved with, or by the name of the error and how it was rejected. */
function describe(answer: AbortablePromise): string {
  const outcome = answer.outcome();
  return outcome.state === 'rejected'
    ? `rejected with ${(outcome.args[0] as Error).name}`
    : outcome.state === 'resolved'
      ? `resolved with ${outcome.args.map(textOf).join(', ')}`
      : outcome.state;
}

function textOf(value: unknown): string {
  return value instanceof FormData ? JSON.stringify([...value]) : String(value);
}

/** Returns how it is with all dialogs that were shown since the page was rendered. */
export function now(): string[] {
  return answers.map(describe);
}

/** Waits until all dialogs that were shown have settled. */
export function ends(): Promise<string[]> {
  return Promise.all(
    answers.map(
      (answer) =>
        new Promise<string>((resolve) => {
          answer.always(() => {
            resolve(describe(answer));
          });
        }),
    ),
  );
}
