import { find } from '../find.js';
import { drawTimeline, large, narrow } from '../timeline.js';
import { showCode, type Edit } from './code-panel.js';
import { describe } from './describe.js';
import { letDrag } from './drag.js';
import { explain, suggest } from './explain.js';
import { has, libraries, type Library } from './libraries.js';
import { toTrack } from './picture.js';
import {
  abort,
  add,
  columnsOf,
  examples,
  isAdd,
  maxHandlers,
  maxSteps,
  notify,
  number,
  reject,
  resolve,
  type Step,
} from './script.js';
import { Session } from './session.js';

/** What the buttons add to the script, by the value of each. */
const actions: Readonly<Record<string, Step>> = {
  done: add('done'),
  fail: add('fail'),
  always: add('always'),
  progress: add('progress'),
  throws: add('done', true),
  late: add('always'),
  notify,
  resolve,
  reject,
  abort,
};

/** The least width of a column, in pixels. */
const minColumn = 36;

/** One deferred, a script that plays with it, and the same script on other libraries. */
export class Playground {
  readonly #frame: HTMLElement;
  readonly #svg: SVGSVGElement;
  readonly #code: HTMLElement;
  readonly #words: HTMLElement;
  #library: Library = libraries.rxDeferred;
  #steps: Step[] = [];
  #session = new Session(this.#library);
  #reference = this.#session;

  #place: (at: number) => number = () => 0;

  /** What has been asked for is done one by one. */
  #turn: Promise<void> = Promise.resolve();

  constructor(private readonly root: HTMLElement) {
    this.#frame = find(root, '.frame', HTMLElement);
    this.#svg = find(root, 'svg', SVGSVGElement);
    this.#code = find(root, '.code', HTMLElement);
    this.#words = find(root, '[role=status]', HTMLElement);
    root.addEventListener('click', ({ target }) => {
      const button = (target as Element).closest('button');
      const { action, example } = button?.dataset ?? {};
      if (action !== undefined) {
        this.#act(action);
      } else if (example !== undefined) {
        this.#load(examples[example] ?? []);
      }
    });
    root.addEventListener('change', ({ target }) => {
      this.#library = libraries[(target as HTMLInputElement).value as keyof typeof libraries];
      this.#load(this.#steps);
    });
    letDrag(
      this.#svg,
      () => columnsOf(this.#steps).map(this.#place),
      (from, to) => {
        this.#move(from, to, false);
      },
    );
    new ResizeObserver(() => {
      this.#draw(false);
    }).observe(this.#frame);
    this.#load(examples['start'] ?? []);
  }

  #act(action: string): void {
    const step = actions[action];
    if (action === 'late' && !this.#hasSettled()) {
      this.#words.textContent = 'Nobody is late yet: resolve or reject it first.';
    } else if (step === undefined) {
      this.#load(examples['start'] ?? []);
    } else if (this.#steps.length >= maxSteps || (isAdd(step) && this.#steps.filter(isAdd).length >= maxHandlers)) {
      this.#words.textContent = 'The picture is full. Reset it, or remove a line.';
    } else {
      this.#steps = number([...this.#steps, step]);
      const next = this.#steps.slice(-1);
      this.#enqueue(() => this.#run(next, true));
    }
  }

  #edit(index: number, edit: Edit): void {
    const to = edit === 'remove' ? undefined : edit === 'up' ? index - 1 : index + 1;
    this.#move(index, to, true);
    this.#enqueue(() => {
      const line = this.#code.children[1 + (to ?? index)] ?? this.#code.lastElementChild;
      const button = line?.querySelector(`[data-edit=${edit}]:enabled`) ?? line?.querySelector(':enabled');
      if (button instanceof HTMLElement) {
        button.focus();
      }
      return Promise.resolve();
    });
  }

  /** Moves a step to another index, or removes it. */
  #move(from: number, to: number | undefined, isAnimated: boolean): void {
    const steps = [...this.#steps];
    const [step] = steps.splice(from, 1);
    if (step && to !== undefined) {
      steps.splice(to, 0, step);
    }
    this.#load(steps, isAnimated);
  }

  /** Runs a script from the beginning. */
  #load(steps: readonly Step[], isAnimated = true): void {
    this.#steps = number(steps);
    const all = this.#steps;
    this.#enqueue(() => {
      this.#session.close();
      this.#reference.close();
      this.#session = new Session(this.#library);
      this.#reference = this.#library === libraries.rxDeferred ? this.#session : new Session(libraries.rxDeferred);
      return this.#run(all, isAnimated);
    });
  }

  async #run(steps: readonly Step[], isAnimated: boolean): Promise<void> {
    for (const step of steps) {
      await this.#session.run(step);
      if (this.#reference !== this.#session && has(this.#session.library, step)) {
        await this.#reference.run(step);
      }
    }
    this.#show(isAnimated);
  }

  #enqueue(work: () => Promise<void>): void {
    this.#turn = this.#turn.then(work);
  }

  #hasSettled(): boolean {
    return this.#steps.some((step) => !isAdd(step) && step.type !== 'notify' && has(this.#library, step));
  }

  #show(isAnimated: boolean): void {
    this.#draw(isAnimated);
    showCode(this.#code, this.#session.lines, (index, edit) => {
      this.#edit(index, edit);
    });
    const { action: next, text } = suggest(this.#session);
    const hint = document.createElement('span');
    hint.className = 'hint';
    hint.append(text);
    this.#words.replaceChildren(explain(this.#session, this.#reference), ' ', hint);
    for (const button of this.root.querySelectorAll<HTMLButtonElement>('[data-action]')) {
      button.classList.toggle('next', button.dataset['action'] === next);
    }
  }

  #draw(isAnimated: boolean): void {
    const track = toTrack(this.#session, this.#reference, isAnimated);
    const frame = this.#frame.clientWidth;
    const layout = frame < 480 ? narrow : large;
    const space = frame - layout.left - layout.right - 2 * layout.radius;
    const columns = Math.max(columnsOf(this.#steps).at(-1) ?? 0, Math.min(4, Math.floor(space / 60)));
    // A long script is wider than a phone. Its picture scrolls, by the keyboard, too.
    const isWide = columns * minColumn > space;
    this.#svg.style.inlineSize = isWide ? `${String(frame - space + columns * minColumn)}px` : '';
    this.#frame.tabIndex = isWide ? 0 : -1;
    this.#place = drawTimeline(this.#svg, [track], { from: 0, to: columns }, layout);
    this.#svg.ariaLabel = describe(track);
    if (isAnimated) {
      this.#frame.scrollLeft = this.#frame.scrollWidth;
    }
  }
}
