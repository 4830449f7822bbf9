import { expected } from '../base/errors.js';
import { isFunction } from '../base/guards.js';
import { coreRuntime } from '../deferred.js';
import { settlementBehind } from '../promise/adopt.js';
import type { Settlement } from '../state/settlement.js';
import type { TraceEvent } from './events.js';
import { traceMethods } from './traced-methods.js';
import { Tracer, tracers } from './tracer.js';

/** The options of `traceDeferreds`. */
export interface TraceOptions {
  /** The only deferreds to trace, and the promises that are derived from them. The keys are the labels of their events. */
  readonly only?: Readonly<Record<string, object>> | undefined;
}

/** Restores the accessors. It is set while there are tracers. */
let restore: (() => void) | undefined;

/**
 * Tells a listener what happens to deferreds and promises: created, handler added, notified, settled, handler called.
 *
 * @param listener - Is called with each event, synchronously, when it happens. Its return value is ignored.
 * @param options - `only` restricts the events to some deferreds, and labels them.
 * @returns A function that ends the tracing. Further calls have no effect.
 * @throws TypeError if the listener is not a function, or if a value of `only` is no deferred or promise.
 * @remarks
 * Deferreds work exactly as they do without tracing, and cost nothing more when it has ended. It is for tests and
 * debugging: a handler that is traced takes some microseconds longer.
 *
 * The first event of each is `created`. For a deferred, it comes when that is created; for a promise, when a method of a
 * deferred returns it, and otherwise when a method of it is first used. That also holds for all that has been created
 * before the tracing started. Of the handlers of those, only the ones added from then on are traced. Deferreds of a
 * jQuery have to be created while they are traced.
 *
 * Errors of the listener are reported in a later task. What it does with deferreds itself is not traced. Subscribers of
 * observables are no handlers: for them there are only `notified` and `settled`. Events hold the values of deferreds, so
 * a list of events keeps these in memory.
 * @example
 * ```ts
 * import { Deferred } from 'rx-deferred';
 * import { traceDeferreds } from 'rx-deferred/trace';
 *
 * const log: string[] = [];
 * const stop = traceDeferreds(({ type, id }) => log.push(`${type} ${id}`));
 * const saved = Deferred<string>().done((file) => file.length);
 * saved.resolve('a.txt');
 * stop();
 *
 * log; // => ['created 1', 'added 1', 'settled 1', 'called 1', 'returned 1']
 * ```
 */
export function traceDeferreds(listener: (event: TraceEvent) => void, options?: TraceOptions): () => void {
  if (!isFunction(listener)) {
    throw expected('listener', 'a function', listener);
  }
  const { only } = options ?? {};
  const labels = only && toLabels(only);
  const tracer = new Tracer(listener, labels && new WeakMap(labels));
  restore ??= traceMethods();
  tracers.add(tracer);
  labels?.forEach(([settlement]) => tracer.see(settlement));
  return () => {
    tracer.end();
    tracers.delete(tracer);
    if (tracers.size === 0) {
      restore?.();
      restore = undefined;
    }
  };
}

function toLabels(only: Readonly<Record<string, object>>): [Settlement, string][] {
  return Object.entries(only).map(([label, promise]) => {
    const settlement = settlementBehind(coreRuntime, promise);
    if (!settlement) {
      throw expected(`only.${label}`, 'a deferred or a promise', promise);
    }
    return [settlement, label];
  });
}
