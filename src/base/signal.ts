import { reportError } from './errors.js';
import { isFunction, isObject } from './guards.js';

type AbortCallback = (reason: unknown) => void;

/** The callbacks for one signal, in order, and the one listener that calls them. */
interface Listener {
  readonly callbacks: Set<AbortCallback>;
  readonly run: () => void;
}

const listeners = /* @__PURE__ */ new WeakMap<AbortSignal, Listener>();

export function isSignal(value: unknown): value is AbortSignal {
  return isObject(value) && 'aborted' in value && isFunction(value['addEventListener']);
}

/**
 * Calls a function with the reason when a signal aborts, or at once if it already has. Returns a function that removes
 * it. Its errors are reported, and stop no other.
 *
 * The functions for one signal share a listener, which is removed with the last of them. Node.js warns of a leak at more
 * than ten listeners, and searches through all of them to remove one.
 */
export function onAbort(signal: AbortSignal, callback: AbortCallback): () => void {
  if (signal.aborted) {
    call(callback, signal);
    return () => undefined;
  }
  const { callbacks, run } = listeners.get(signal) ?? listen(signal);
  callbacks.add(callback);
  return () => {
    if (callbacks.delete(callback) && callbacks.size === 0) {
      listeners.delete(signal);
      // Not all signals of other libraries have it.
      (signal as Partial<AbortSignal>).removeEventListener?.('abort', run);
    }
  };
}

function listen(signal: AbortSignal): Listener {
  const callbacks = new Set<AbortCallback>();
  const run = (): void => {
    for (const callback of callbacks) {
      call(callback, signal);
    }
  };
  const listener = { callbacks, run };
  signal.addEventListener('abort', run);
  listeners.set(signal, listener);
  return listener;
}

function call(callback: AbortCallback, { reason }: AbortSignal): void {
  try {
    callback(reason);
  } catch (error) {
    reportError(error);
  }
}
