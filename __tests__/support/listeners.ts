import { getEventListeners } from 'node:events';

/** Returns the number of `abort` listeners of a signal. */
export const listenersOf = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;
