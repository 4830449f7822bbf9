import { bindState, request, type Serving } from 'rx-deferred/dom';

import type { Card } from './card.js';
import type { Protocol } from './worker.js';

export function countPrimes(
  worker: Worker & Serving<Protocol>,
  { count, cancel, bar }: View,
  { trace, say }: Card,
): void {
  const answer = request(worker, ['primes', 2_000_000]);
  trace({ answer });
  bindState(count, answer, { progress: bar });
  cancel.onclick = () => answer.abort();

  answer
    .progress((ratio) => {
      say(`${(ratio * 100).toFixed()} % is counted.`);
    })
    .done((primes) => {
      say(`There are ${primes.toLocaleString('en')} primes below two million.`);
    })
    .fail((error) => {
      say(error.name === 'AbortError' ? 'Cancelled, and the worker has stopped counting.' : error.message);
    })
    .always(() => {
      cancel.onclick = null;
    });
}

interface View {
  readonly count: HTMLButtonElement;
  readonly cancel: HTMLButtonElement;
  readonly bar: HTMLProgressElement;
}

export function startPrimes(card: Card): void {
  const view = {
    count: card.button('count'),
    cancel: card.button('cancel'),
    bar: card.find('progress', HTMLProgressElement),
  };
  const start = () => new Worker('worker.js', { type: 'module' });
  let worker = start();
  card.on('count', () => {
    countPrimes(worker, view, card);
  });
  card.on('kill', () => {
    worker.terminate();
    worker = start();
  });
}
