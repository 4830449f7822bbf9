import { post } from 'rx-deferred/ajax';
import { bindState } from 'rx-deferred/dom';

import type { Card } from './card.js';

export function upload(file: Blob, { send, cancel, bar }: View, { trace, say }: Card): void {
  const request = post<Receipt>('api/files', file);
  trace({ request });
  bindState(send, request, { progress: bar });
  cancel.onclick = () => request.abort();

  request
    .progress(({ ratio = 0 }) => {
      say(`${(ratio * 100).toFixed()} % is on its way.`);
    })
    .done(({ bytes }) => {
      say(`The server has counted ${(bytes / 2 ** 20).toFixed()} MB.`);
    })
    .fail((_, textStatus) => {
      say(textStatus === 'abort' ? 'Cancelled.' : `It has failed: ${textStatus}.`);
    })
    .always(() => {
      cancel.onclick = null;
    });
}

interface Receipt {
  readonly bytes: number;
}

interface View {
  readonly send: HTMLButtonElement;
  readonly cancel: HTMLButtonElement;
  readonly bar: HTMLProgressElement;
}

export function startUpload(card: Card): void {
  const view = {
    send: card.button('send'),
    cancel: card.button('cancel'),
    bar: card.find('progress', HTMLProgressElement),
  };
  card.on('send', () => {
    // More than all that is stored on the way to the server.
    upload(new Blob([new Uint8Array(24 * 2 ** 20)], { type: 'application/octet-stream' }), view, card);
  });
}
