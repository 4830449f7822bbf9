import { isObject, type Callback } from '../base/guards.js';

/** The end of a line of a stack: a file, a line and a column. */
const place = /([^\s(@]+):\d+:\d+\)?$/;

const { captureStackTrace } = Error as Partial<ErrorConstructor>;

const fileOf = (line = ''): string | undefined => place.exec(line)?.[1];

/** Gives the innermost line of a stack that names a place: neither an `await` that waits, nor the code of Node.js. */
function innermost({ stack }: { stack?: unknown }): string | undefined {
  return String(stack)
    .split('\n')
    .map((line) => line.trim())
    .find((line) => place.test(line) && !line.startsWith('at async ') && !/[\s(]node:/.test(line));
}

/** Gives the line that called a function. */
function callerOf(called: Callback): string | undefined {
  const trace = new Error();
  captureStackTrace?.(trace, called);
  return innermost(trace);
}

/** Finds the places in the code that uses a library, and not in that library. */
export class CallSites {
  readonly #leftOut: Set<string | undefined>;

  /**
   * @param callers - Call a function, each from a file whose places are not looked for.
   * @param install - What was called by the code that is looked at: its file counts, even if it holds all the rest.
   */
  constructor(callers: readonly ((run: () => void) => unknown)[], install: Callback) {
    const leftOut = new Set<string | undefined>();
    const leaveOut = (): void => {
      leftOut.add(fileOf(callerOf(leaveOut)));
    };
    for (const call of callers) {
      call(leaveOut);
    }
    leftOut.delete(fileOf(callerOf(install)));
    this.#leftOut = leftOut;
  }

  /** Gives the line that called a function, unless that is left out. */
  caller(called: Callback): string | undefined {
    return this.#unlessLeftOut(callerOf(called));
  }

  /** Gives the line that threw an error, if the error tells, unless that is left out. */
  thrower(error: unknown): string | undefined {
    return isObject(error) ? this.#unlessLeftOut(innermost(error)) : undefined;
  }

  #unlessLeftOut(line: string | undefined): string | undefined {
    return this.#leftOut.has(fileOf(line)) ? undefined : line;
  }
}
