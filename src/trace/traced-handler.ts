import type { Callback } from '../base/guards.js';
import type { Settlement } from '../state/settlement.js';
import { textOf } from '../state/source-text.js';
import type { TracedHandler } from './events.js';
import { tell } from './tracer.js';

/** Tells that a handler is added, and returns one that tells of each of its calls. */
export function traceHandler(
  settlement: Settlement,
  callback: Callback,
  method: TracedHandler['method'],
  channel: TracedHandler['channel'],
): Callback {
  const late = (channel === 'progress' ? settlement.progress?.last : settlement.settled) !== undefined;
  const handler = { callback, method, channel, late };
  // The first call of a late handler is its replay.
  let replay = late;
  const run = (context: unknown, args: unknown[]): unknown => {
    tell(settlement, { type: 'called', handler, replay, args: [...args], context });
    replay = false;
    const start = performance.now();
    try {
      const returned = callback.apply(context, args);
      tell(settlement, { type: 'returned', handler, duration: performance.now() - start });
      return returned;
    } catch (error) {
      tell(settlement, { type: 'threw', handler, duration: performance.now() - start, error });
      throw error;
    }
  };
  tell(settlement, { type: 'added', handler });
  // A rejection that reaches a native function counts as passed on, and that of a proxy is shown as native, too.
  return textOf(callback).includes('[native code]')
    ? new Proxy(callback, { apply: (_, context, args: unknown[]) => run(context, args) })
    : function (...args) {
        return run(this, args);
      };
}
