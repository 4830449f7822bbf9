import type { Callback } from './handlers.js';

/** What jQuery takes for one of its own: its promise is asked for, and has the chaining methods. */
export interface Promising {
  promise(): {
    progress(handler: Callback): ReturnType<Promising['promise']>;
    done(handler: Callback): ReturnType<Promising['promise']>;
    fail(handler: Callback): ReturnType<Promising['promise']>;
  };
}

export function isPromising(value: unknown): value is Promising {
  return value != null && typeof (value as Partial<Promising>).promise === 'function';
}
