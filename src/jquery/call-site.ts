import type { Callback } from '../guards.js';

/** The end of a line of a stack: a file, a line and a column. */
const place = /([^\s(@]+):\d+:\d+\)?$/;

const { captureStackTrace } = Error as Partial<ErrorConstructor>;

const fileOf = (line = ''): string | undefined => place.exec(line)?.[1];

/** Gives the lines of a stack that name a place, the innermost first. */
function linesOf({ stack = '' }: { stack?: string }): string[] {
  return stack
    .split('\n')
    .filter((line) => place.test(line))
    .map((line) => line.trim());
}

/** Gives the lines that led to the call of a function. */
function linesTo(called: Callback): string[] {
  const trace = new Error();
  captureStackTrace?.(trace, called);
  return linesOf(trace);
}

/** The file of this module, or of the bundle that it is in. */
const ownFile = fileOf(linesOf(new Error())[0]);

/** Finds the places in the code that uses a jQuery: neither in that jQuery nor in this package. */
export class CallSites {
  /** The file of jQuery, unless one bundle holds both: then all places there look alike, and count. */
  readonly #jQueryFile: string | undefined;

  /** @param callBack - Has a function called by jQuery, so that its file is on the stack. */
  constructor(callBack: (run: () => void) => void) {
    let file: string | undefined;
    callBack(function run() {
      file = fileOf(linesTo(run)[0]);
    });
    this.#jQueryFile = file === ownFile ? undefined : file;
  }

  /** Gives the line that called a function, unless jQuery did. */
  caller(called: Callback): string | undefined {
    return this.#first(linesTo(called));
  }

  /** Gives the line that threw an error, if the error tells. */
  thrower(error: unknown): string | undefined {
    return error instanceof Error ? this.#first(linesOf(error)) : undefined;
  }

  #first(lines: readonly string[]): string | undefined {
    const jQueryFile = this.#jQueryFile;
    const line = jQueryFile ? lines.find((one) => fileOf(one) !== ownFile) : lines[0];
    return jQueryFile && fileOf(line) === jQueryFile ? undefined : line;
  }
}
