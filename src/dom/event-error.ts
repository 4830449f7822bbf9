import { isErrorLike } from '../base/guards.js';

/**
 * The rejection of an event that has no error of its own.
 *
 * @remarks The `cause` is the value that stands in the place of an error, if there is one, such as a `MediaError`.
 * @example
 * ```ts
 * import { EventEmitter } from 'node:events';
 * import { EventError, fromEvents } from 'rx-deferred/dom';
 *
 * const tool = new EventEmitter();
 * const error = fromEvents(tool, { done: 'ready', fail: 'exit' }).catch((error: unknown) => error);
 * tool.emit('exit', 1);
 *
 * (await error) instanceof EventError; // => true
 * String(await error); // => 'EventError: Got the event "exit"'
 * ```
 */
export class EventError extends Error {
  override readonly name = 'EventError';

  /** @param event - The event, or the first argument of an emitter. */
  constructor(
    message: string,
    readonly event: unknown,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What may be the error of an event, or have one. */
type Suspect = Partial<Event & Error & { readonly error: unknown }> | null | undefined;

/** Returns an error for an event: itself, its own, that of its target, or a new one. */
export function errorOf(name: PropertyKey, event?: unknown): Error {
  const cause = errorIn(event) ?? errorIn((event as Suspect)?.target);
  if (isErrorLike(event)) {
    return event;
  }
  if (isErrorLike(cause)) {
    return cause;
  }
  const type = String(name);
  const message = (cause as Suspect)?.message || (event as Suspect)?.message || `Got the event "${type}"`;
  return !cause && /abort|cancel|close/.test(type)
    ? new DOMException(message, 'AbortError')
    : new EventError(message, event, { cause });
}

/** Reads the error of an event or a target. A pending request of IndexedDB throws. */
function errorIn(value: unknown): unknown {
  try {
    return (value as Suspect)?.error;
  } catch {
    return undefined;
  }
}
