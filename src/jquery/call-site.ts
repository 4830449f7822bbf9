import { isObject, type Callback } from '../base/guards.js';

/** The end of a stack line that names a file, a line number and a column. */
const place = /([^\s(@]+):\d+:\d+\)?$/;

const { captureStackTrace } = Error as Partial<ErrorConstructor>;

const fileOf = (line = ''): string | undefined => place.exec(line)?.[1];

/** Returns the innermost line of a stack that names a place. Waits in an `await` and code of Node.js are skipped. */
function innermost({ stack }: { stack?: unknown }): string | undefined {
  return String(stack)
    .split('\n')
    .map((line) => line.trim())
    .find((line) => place.test(line) && !line.startsWith('at async ') && !/[\s(]node:/.test(line));
}

/** Returns the stack line of the caller of a function. */
function callerOf(called: Callback): string | undefined {
  const trace = new Error();
  captureStackTrace?.(trace, called);
  return innermost(trace);
}

/** Finds places in the code that uses a library, and ignores those in the library itself. */
export class CallSites {
  readonly #ignoredFiles: Set<string | undefined>;

  /**
   * @param callers - Functions that call their argument, each from a file to leave out.
   * @param install - A function that the audited code has called: the file of that code is never left out, even if it
   * contains the library as well.
   */
  constructor(callers: readonly ((run: () => void) => unknown)[], install: Callback) {
    const ignoredFiles = new Set<string | undefined>();
    const leaveOut = (): void => {
      ignoredFiles.add(fileOf(callerOf(leaveOut)));
    };
    for (const call of callers) {
      call(leaveOut);
    }
    ignoredFiles.delete(fileOf(callerOf(install)));
    this.#ignoredFiles = ignoredFiles;
  }

  /** Returns the stack line of the caller of a function, unless its file is left out. */
  caller(called: Callback): string | undefined {
    return this.#unlessIgnored(callerOf(called));
  }

  /** Returns the line that threw an error, if its stack names one and the file is not left out. */
  thrower(error: unknown): string | undefined {
    return isObject(error) ? this.#unlessIgnored(innermost(error)) : undefined;
  }

  #unlessIgnored(line: string | undefined): string | undefined {
    return this.#ignoredFiles.has(fileOf(line)) ? undefined : line;
  }
}
