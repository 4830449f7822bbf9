import { callReporting, expected } from '../base/errors.js';
import { isFunction, isObject, type Callback } from '../base/guards.js';

/** The options of `addEventListener` that are passed on. Emitters have none. */
export interface ListenerOptions {
  /** Whether to listen in the capture phase. Emitters ignore it. */
  readonly capture?: boolean | undefined;

  /** Whether handlers never call `preventDefault()`. Emitters ignore it. */
  readonly passive?: boolean | undefined;
}

/** The methods that add and remove a listener: those of an `EventTarget`, or else those of an emitter. */
const methods = [
  ['addEventListener', 'removeEventListener'],
  ['on', 'off'],
] as const;

/** Returns a function that adds a listener to a target, and one that removes all that were added. */
export function listenersOf(
  target: unknown,
  { capture, passive }: ListenerOptions,
): [add: (name: PropertyKey, listener: Callback) => void, removeAll: () => void] {
  const pair = isObject(target) && methods.find((names) => names.every((name) => isFunction(target[name])));
  if (!pair) {
    throw expected('target', 'an EventTarget or an EventEmitter', target);
  }
  const [add, remove] = pair;
  const settings = add === 'on' ? [] : [{ capture, passive }];
  const added = new Map<PropertyKey, Callback>();
  const change = (method: string, name: PropertyKey, listener: Callback): void => {
    (target as Record<string, Callback>)[method]?.(name, listener, ...settings);
  };
  return [
    (name, listener) => {
      added.set(name, listener);
      change(add, name, listener);
    },
    () => {
      for (const [name, listener] of added) {
        callReporting(() => {
          change(remove, name, listener);
        });
      }
    },
  ];
}
