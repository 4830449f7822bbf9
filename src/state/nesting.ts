import { reportError } from '../base/errors.js';

/** How many levels of handlers are under way, each called by a handler of the level before. */
let depth = 0;

/** Levels that found the stack nearly used up. */
let postponed: (() => void)[] | undefined;
let isFlushing = false;

/** Arguments that take as much of the stack as sixteen levels need, with 4 kB for each. */
let probe: unknown[] | undefined;

/**
 * Enters a level of handlers, which settle deferreds whose handlers settle deferreds, and so on. Each level takes stack.
 *
 * @returns Whether there is stack enough. If not, the caller must {@link postpone} its handlers instead.
 */
export function enter(): boolean {
  if ((++depth & 15) === 0 && !hasStack()) {
    depth--;
    return false;
  }
  return true;
}

/** Leaves a level. The innermost level that is left then runs what was postponed, one after the other. */
export function leave(): void {
  depth--;
  if (postponed !== undefined && !isFlushing) {
    flush(postponed);
  }
}

function flush(runs: (() => void)[]): void {
  isFlushing = true;
  // The list grows while it is run.
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

/** Runs handlers as soon as the level that is under way is left: later than their turn, instead of never. */
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
