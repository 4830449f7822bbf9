import type { Deferred } from 'rx-deferred';
import { traceDeferreds, type TraceEvent } from 'rx-deferred/trace';
import { config } from 'rxjs';

import { libraries, write, type Library } from './libraries.js';
import type { Step } from './script.js';

/** What a handler has logged. */
export interface Call {
  readonly name: string;
  readonly value: unknown;

  /** Whether the line that caused it had ended before. */
  readonly isLater: boolean;
}

/** A line that has run, and what came of it. */
export interface Line {
  readonly step: Step | undefined;
  readonly code: string;
  readonly calls: readonly Call[];

  /** What the trace has told. Only our own deferreds have one. */
  readonly events: readonly TraceEvent[];

  /** What the line itself threw. */
  readonly thrown: unknown;

  /** What was reported to the page as unhandled. */
  readonly reported: readonly unknown[];
}

type Evaluate = (code: string) => unknown;

/** Runs the lines of a script on a library: the text that is shown is the code that runs. */
export class Session {
  readonly #lines: Line[] = [];
  readonly #evaluate: Evaluate;
  readonly #end: () => void = () => undefined;
  #isLater = false;

  constructor(readonly library: Library) {
    const globals = { ...library.globals, log: this.#log };
    const text = `${library.create}\nreturn (code) => eval(code);`;
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- so no code is shown that does not run
    this.#evaluate = new Function(...Object.keys(globals), text)(...Object.values(globals)) as Evaluate;
    this.#begin(undefined, library.create);
    if (this.isTraced) {
      const load = this.#evaluate('load') as Deferred;
      this.#end = traceDeferreds(this.#trace, { only: { load } });
    }
  }

  get isTraced(): boolean {
    return this.library === libraries.rxDeferred;
  }

  get lines(): readonly Line[] {
    return this.#lines;
  }

  /** Runs a step, and waits for the end of its turn: until all that it causes has been seen. */
  async run(step: Step): Promise<void> {
    const code = write(this.library, step);
    this.#begin(step, code);
    config.onUnhandledError = this.#report;
    window.addEventListener('unhandledrejection', this.#rejected);
    try {
      this.#evaluate(code);
    } catch (thrown) {
      this.#change({ thrown });
    }
    this.#isLater = true;
    await turn();
    config.onUnhandledError = null;
    window.removeEventListener('unhandledrejection', this.#rejected);
  }

  /** Ends the trace. */
  close(): void {
    this.#end();
  }

  #begin(step: Step | undefined, code: string): void {
    this.#isLater = false;
    this.#lines.push({ step, code, calls: [], events: [], thrown: undefined, reported: [] });
  }

  #change(change: Partial<Line>): void {
    const line = this.#lines.pop();
    if (line) {
      this.#lines.push({ ...line, ...change });
    }
  }

  readonly #log = (name: string, value: unknown): void => {
    const call = { name, value, isLater: this.#isLater };
    this.#change({ calls: [...(this.#lines.at(-1)?.calls ?? []), call] });
  };

  readonly #trace = (event: TraceEvent): void => {
    this.#change({ events: [...(this.#lines.at(-1)?.events ?? []), event] });
  };

  readonly #report = (error: unknown): void => {
    this.#change({ reported: [...(this.#lines.at(-1)?.reported ?? []), error] });
  };

  readonly #rejected = (event: PromiseRejectionEvent): void => {
    event.preventDefault();
    this.#report(event.reason);
  };
}

/** Waits until the timers and the events of this turn have come. */
async function turn(): Promise<void> {
  for (let i = 0; i < 2; i++) {
    await new Promise((resolve) => setTimeout(resolve));
  }
}
