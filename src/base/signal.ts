import { callReporting } from './errors.js';
import { isFunction, isObject } from './guards.js';
import { Identity } from './identity.js';

type AbortCallback = (reason: unknown) => void;

export function isSignal(value: unknown): value is AbortSignal {
  return isObject(value) && 'aborted' in value && isFunction(value['addEventListener']);
}

/**
 * Calls a function with the reason when a signal aborts, or at once if it already has. Returns a function that removes
 * it. Its errors are reported, and stop no other.
 */
export function onAbort(signal: AbortSignal, callback: AbortCallback): () => void {
  if (signal.aborted) {
    call(callback, signal);
    return () => undefined;
  }
  const { callbacks, run } = SignalStamp.listenerOf(signal);
  if (callbacks.size === 0) {
    signal.addEventListener('abort', run);
  }
  callbacks.add(callback);
  return () => {
    if (callbacks.delete(callback) && callbacks.size === 0) {
      // Not all signals of other libraries have it.
      (signal as Partial<AbortSignal>).removeEventListener?.('abort', run);
    }
  };
}

/** The callbacks for one signal, in order, and the listener that calls them. */
interface Listener {
  readonly callbacks: Set<AbortCallback>;
  readonly run: () => void;
}

/**
 * Adds a private field to a signal: the one listener for all its callbacks. Node.js warns of a leak at more than ten
 * listeners, and searches through all of them to remove one. A `WeakMap` of signals would take longer than the rest.
 */
class SignalStamp extends Identity {
  readonly #listener: Listener;

  constructor(signal: AbortSignal) {
    super(signal);
    const callbacks = new Set<AbortCallback>();
    this.#listener = {
      callbacks,
      run() {
        for (const callback of callbacks) {
          call(callback, signal);
        }
      },
    };
  }

  static listenerOf(signal: AbortSignal): Listener {
    return #listener in signal ? (signal as unknown as SignalStamp).#listener : new SignalStamp(signal).#listener;
  }
}

function call(callback: AbortCallback, signal: AbortSignal): void {
  callReporting(() => {
    callback(reasonOf(signal));
  });
}

/** Returns the reason of a signal, or the error of reading it. */
function reasonOf(signal: AbortSignal): unknown {
  try {
    return signal.reason;
  } catch (error) {
    return error;
  }
}
