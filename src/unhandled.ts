import { hooks, reportError } from './errors.js';
import { isObject } from './guards.js';

/** A rejection, as far as this is concerned. */
interface Rejection {
  readonly context: unknown;
  readonly value: unknown;
  readonly args?: unknown[] | undefined;
}

/** The rejections that were handled or are taken care of, and their reasons: a new promise may reject with the same. */
const known = new WeakSet();

/** Notes that somebody has seen a rejection. */
export function handled(rejection: Rejection): void {
  if (hooks.owner.onUnhandled) {
    known.add(rejection);
    if (isObject(rejection.value)) {
      known.add(rejection.value);
    }
  }
}

/** Tells `onUnhandled` of a rejection, in a later task, unless somebody has seen it by then. */
export function watch(rejection: Rejection, createdAt?: Error): void {
  const { value: reason, args } = rejection;
  if (!hooks.owner.onUnhandled || isKnown(rejection) || (isObject(reason) && reason['name'] === 'AbortError')) {
    return;
  }
  setTimeout(() => {
    if (!isKnown(rejection)) {
      handled(rejection);
      try {
        hooks.owner.onUnhandled?.({ reason, args: args ?? [reason], ...(createdAt && { createdAt }) });
      } catch (error) {
        reportError(error);
      }
    }
  });
}

function isKnown(rejection: Rejection): boolean {
  return known.has(rejection) || (isObject(rejection.value) && known.has(rejection.value));
}
