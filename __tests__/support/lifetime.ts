import { getEventListeners } from 'node:events';
import { Deferred } from 'rx-deferred';
import { recorder, type Recorder } from './recorder.js';

/** The error that an abort without a reason rejects with. */
export const abortError = { name: 'AbortError' };

/** Returns the number of `abort` listeners of a signal. */
export const listenersOf = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;

/** Creates a deferred whose teardown records its calls. */
export function withTeardown(): { d: Deferred; teardown: Recorder } {
  const teardown = recorder();
  return { d: Deferred(() => teardown), teardown };
}
