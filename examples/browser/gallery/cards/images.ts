import { when } from 'rx-deferred';
import { bindState, fromEvents } from 'rx-deferred/dom';

import type { Card } from './card.js';

export function preload(urls: readonly string[], { grid, bar }: View, { trace, say }: Card): void {
  const images = urls.map((url, i) => {
    const image = new Image();
    const loaded = fromEvents(image, { done: 'load', fail: 'error' });
    image.alt = `Hills, ${String(i + 1)}`;
    image.src = url;
    return { image, loaded };
  });
  const all = when.all(images.map(({ loaded }) => loaded));
  trace({ ...named(images), all });
  bindState(grid, all, { progress: bar });

  all
    .progress(({ completed, total }) => {
      say(`${String(completed)} of ${String(total)} are here.`);
    })
    .done(() => {
      grid.replaceChildren(...images.map(({ image }) => image));
      say('All are here, and shown at once.');
    })
    .fail(() => {
      grid.replaceChildren();
      say('One of them is missing, so none is shown.');
    });
}

interface View {
  readonly grid: HTMLElement;
  readonly bar: HTMLProgressElement;
}

interface Loading {
  readonly image: HTMLImageElement;
  readonly loaded: object;
}

const named = (images: readonly Loading[]): Record<string, object> =>
  Object.fromEntries(images.map(({ loaded }, i) => [`image ${String(i + 1)}`, loaded]));

export function startImages(card: Card): void {
  const view = { grid: card.find('.grid', HTMLElement), bar: card.find('progress', HTMLProgressElement) };
  let visit = 0;
  const load = (query: (hour: number) => string): void => {
    visit++;
    const hours = Array.from({ length: 6 }, (_, hour) => hour);
    preload(
      hours.map((hour) => `images?hour=${String(hour)}&visit=${String(visit)}${query(hour)}`),
      view,
      card,
    );
  };
  card.on('load', () => {
    load(() => '');
  });
  card.on('fail', () => {
    load((hour) => (hour === 3 ? '&broken' : ''));
  });
}
