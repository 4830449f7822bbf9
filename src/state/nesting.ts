import { reportError } from '../base/errors.js';

/** How many levels to enter before the stack is probed again, and the arguments of a probe: 4 kB for each level. */
const step = 16;
const probeLength = 8_192;

/** How many levels of handlers are under way, each called by a handler of the level before. */
let depth = 0;

/** The depth at which to probe the stack next, and the depth that the last failed probe found too deep. */
let nextProbe = step;
let limit = Infinity;

let probe: unknown[] | undefined;
let postponed: (() => void)[] | undefined;
let isFlushing = false;

/**
 * Enters a level of handlers, which may settle deferreds whose handlers settle deferreds, and so on. Each level takes
 * stack.
 *
 * @returns Whether there is enough stack. If not, the caller must {@link postpone} its handlers.
 */
export function enter(): boolean {
  if (++depth < nextProbe || hasStack()) {
    return true;
  }
  depth--;
  return false;
}

/** Leaves a level. The innermost level that is left then runs the postponed handlers, one after the other. */
export function leave(): void {
  if (--depth === 0) {
    nextProbe = step;
    limit = Infinity;
  }
  if (postponed !== undefined && !isFlushing) {
    flush(postponed);
  }
}

/** Runs handlers when the level under way is left: later than their turn, instead of never. */
export function postpone(run: () => void): void {
  (postponed ??= []).push(run);
}

function flush(runs: (() => void)[]): void {
  let next = 0;
  isFlushing = true;
  try {
    // The list grows while it is run.
    while (next < runs.length) {
      try {
        runs[next++]?.();
      } catch (error) {
        reportError(error);
      }
    }
  } finally {
    // If even the report fails, the next level to be left runs the rest.
    isFlushing = false;
    postponed = next < runs.length ? runs.slice(next) : undefined;
  }
}

/** Probes the stack by a call with many arguments: an overflow then happens here, where it does no harm. */
function hasStack(): boolean {
  if (depth >= limit) {
    return false;
  }
  probe ??= new Array<unknown>(probeLength).fill(0);
  try {
    Reflect.apply(Boolean, undefined, probe);
    nextProbe = depth + step;
    return true;
  } catch {
    nextProbe = limit = depth;
    return false;
  }
}
