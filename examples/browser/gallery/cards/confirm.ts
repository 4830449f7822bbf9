import { showDialog } from 'rx-deferred/dom';

import type { Card } from './card.js';

export function confirmDelete(note: HTMLElement, dialog: HTMLDialogElement, { trace, say }: Card): void {
  const answer = showDialog(dialog);
  trace({ answer });

  answer
    .done((value) => {
      note.hidden = true;
      say(`Deleted, since the answer was “${value}”.`);
    })
    .fail(() => {
      say('Kept: the dialog was dismissed.');
    })
    .always(() => {
      dialog.dataset['asked'] = 'true';
    });
}

export function startConfirm(card: Card): void {
  const note = card.find('.paper', HTMLElement);
  card.on('delete', () => {
    note.hidden = false;
    confirmDelete(note, card.find('dialog', HTMLDialogElement), card);
  });
  card.on('restore', () => {
    note.hidden = false;
    card.say('The note is back.');
  });
}
