import { reportError } from '../base/errors.js';

/** How many levels of handlers are under way, each called by a handler of the level before. */
let depth = 0;

/** Levels that found the stack nearly used up. */
const postponed: (() => void)[] = [];
let isFlushing = false;

/** Arguments that take as much of the stack as sixteen levels need, with 4 kB for each. */
let probe: unknown[] | undefined;

/**
 * Enters a level of handlers, which settle deferreds whose handlers settle deferreds, and so on. Each level takes stack.
 *
 * @returns Whether there is stack enough. If not, the caller must {@link postpone} its handlers instead.
 */
export function enter(): boolean {
  depth++;
  if (depth % 16 === 0 && !hasStack()) {
    depth--;
    return false;
  }
  return true;
}

/** Leaves a level. The innermost level that is left then runs what was postponed, one after the other. */
export function leave(): void {
  depth--;
  if (isFlushing) {
    return;
  }
  isFlushing = true;
  for (let run = postponed.shift(); run !== undefined; run = postponed.shift()) {
    try {
      run();
    } catch (error) {
      reportError(error);
    }
  }
  isFlushing = false;
}

/** Runs handlers as soon as the level that is under way is left: later than their turn, instead of never. */
export function postpone(run: () => void): void {
  postponed.push(run);
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
