import { isObject } from '../base/guards.js';

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

/** Returns an error for an event: its own, that of a target, or a new one. */
export function errorOf(name: PropertyKey, event: unknown, target: unknown): Error {
  const bubbled = isObject(event) ? event['target'] : undefined;
  const cause = [event, bubbled, target].map(errorIn).find((error) => error != null);
  return cause === undefined && /abort|cancel|close/.test(String(name))
    ? new DOMException(messageOf(event, name), 'AbortError')
    : toError(cause, name, event);
}

/** Returns a value as an error, which it usually is. */
export function toError(cause: unknown, name: PropertyKey, event: unknown): Error {
  return isError(cause) ? cause : new EventError(messageOf(cause ?? event, name), event, { cause });
}

/** Whether a value is an error, of this realm or of another one. */
export function isError(value: unknown): value is Error {
  return isObject(value) && Boolean(value['name']) && typeof value['message'] === 'string';
}

/** Reads the error of an event or a target. A pending request of IndexedDB throws. */
function errorIn(value: unknown): unknown {
  try {
    return isObject(value) ? value['error'] : undefined;
  } catch {
    return undefined;
  }
}

function messageOf(value: unknown, name: PropertyKey): string {
  const text = isObject(value) ? value['message'] : value;
  return typeof text === 'string' && text !== '' ? text : `Got the event "${String(name)}"`;
}
