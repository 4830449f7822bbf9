import { reportError } from '../base/errors.js';

/** How many levels of handlers are running, each started by a handler of the level above. */
let depth = 0;

/** Handlers that were postponed because little stack was left. */
let postponed: (() => void)[] | undefined;
let isFlushing = false;

/** An argument list that takes 64 kB of stack, as much as sixteen levels of 4 kB each. */
let probe: unknown[] | undefined;

/**
 * Enters a level of handlers. Handlers may settle deferreds whose handlers settle further ones, and each level takes
 * stack.
 *
 * @returns Whether there is enough stack. If not, the caller must {@link postpone} its handlers instead.
 */
export function enter(): boolean {
  if ((++depth & 15) === 0 && !hasStack()) {
    depth--;
    return false;
  }
  return true;
}

/** Leaves a level, and runs the postponed handlers, one after the other, unless that is already under way. */
export function leave(): void {
  depth--;
  if (postponed !== undefined && !isFlushing) {
    flush(postponed);
  }
}

function flush(runs: (() => void)[]): void {
  isFlushing = true;
  // Handlers may postpone others, which extends the list.
  for (const run of runs) {
    try {
      run();
    } catch (error) {
      reportError(error);
    }
  }
  isFlushing = false;
  postponed = undefined;
}

/** Runs handlers as soon as the current level is left: later than their turn, but before the outermost call returns. */
export function postpone(run: () => void): void {
  (postponed ??= []).push(run);
}

function hasStack(): boolean {
  probe ??= new Array<unknown>(8_192).fill(0);
  try {
    Reflect.apply(Boolean, undefined, probe);
    return true;
  } catch {
    return false;
  }
}
