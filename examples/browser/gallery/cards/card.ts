import { get } from 'rx-deferred/ajax';

import { find } from '../find.js';
import { highlight } from '../highlight.js';
import { Recorder } from '../recorder.js';
import { drawTimeline, small } from '../timeline.js';

/** A card of the page: a flow to try, what it says, its timeline and its code. */
export class Card {
  readonly #root: HTMLElement;
  readonly #svg: SVGSVGElement;
  readonly #recorder = new Recorder();
  #isDrawing = false;

  /** @param name - The id of the card in the page, and the name of the module with its flow. */
  constructor(readonly name: string) {
    this.#root = find(document, `#${name}`, HTMLElement);
    this.#svg = find(this.#root, '.timeline', SVGSVGElement);
    new ResizeObserver(this.#draw).observe(this.#svg);
    find(this.#root, 'details', HTMLDetailsElement).addEventListener('toggle', this.#showCode, { once: true });
  }

  find<T extends Element>(selector: string, type: new () => T): T {
    return find(this.#root, selector, type);
  }

  /** Calls a function when a button is pressed. */
  on(action: string, listener: () => void): void {
    this.button(action).addEventListener('click', listener);
  }

  button(action: string): HTMLButtonElement {
    return this.find(`[data-action=${action}]`, HTMLButtonElement);
  }

  readonly say = (text: string): void => {
    this.find('[role=status]', HTMLElement).textContent = text;
  };

  /** Draws the timeline of some deferreds from now on. */
  readonly trace = (deferreds: Readonly<Record<string, object>>): void => {
    this.#recorder.record(deferreds);
    if (!this.#isDrawing) {
      this.#isDrawing = true;
      requestAnimationFrame(this.#tick);
    }
  };

  readonly #tick = (): void => {
    this.#draw();
    this.#isDrawing = this.#recorder.isPending;
    if (this.#isDrawing) {
      requestAnimationFrame(this.#tick);
    }
  };

  readonly #draw = (): void => {
    const tracks = this.#recorder.tracks();
    this.#svg.toggleAttribute('data-empty', tracks.length === 0);
    if (tracks.length > 0) {
      drawTimeline(this.#svg, tracks, this.#recorder.axis(), small);
      this.#svg.ariaLabel = `Timeline: ${tracks.map(({ name, emissions }) => `${name} ${emissions.at(-1)?.kind ?? 'pending'}`).join(', ')}`;
    }
  };

  /** Shows the function of the flow from the source. */
  readonly #showCode = (): void => {
    get<string>(`cards/${this.name}.ts`, undefined, undefined, 'text')
      .done((source) => {
        const flow = /^export function [^]*?^}/m.exec(source)?.[0] ?? source;
        this.find('pre code', HTMLElement).replaceChildren(...highlight(flow));
      })
      .fail((_, textStatus) => {
        this.find('pre code', HTMLElement).textContent = textStatus;
      });
  };
}
