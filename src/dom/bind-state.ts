import { expected } from '../base/errors.js';
import { isObject, isPromising, type Promising } from '../base/guards.js';
import { coreRuntime } from '../deferred.js';
import { adopt, settlementBehind } from '../promise/adopt.js';
import { stateOf } from '../state/emission.js';
import { markHandled } from '../state/rejections.js';
import { emit, progressOf, Settlement, subscribe, unsubscribe } from '../state/settlement.js';
import type { Channels } from '../types/args.js';
import { onLeave } from './on-leave.js';

/** The options of `bindState`. */
export interface BindStateOptions {
  /** The progress bar to keep in step: by default the element itself, if it is one, or else the first one in it. */
  readonly progress?: HTMLProgressElement | null | undefined;
}

/** What undoes the binding of each element. */
const bindings = new WeakMap<Element, () => void>();

/**
 * Keeps the attributes of an element in step with a deferred: `data-state`, `aria-busy`, `disabled` and the `value` of a
 * progress bar.
 *
 * @param element - Gets `data-state`, which is what `state()` gives, and `aria-busy`, which is true while that is
 * `'pending'`. A button or a fieldset is disabled meanwhile.
 * @param deferred - A deferred or a promise of this package.
 * @param options - `progress` is a progress bar that is not in the element.
 * @returns A function that undoes it: the attributes are again as they were before. It has no effect the second time.
 * @throws TypeError if `deferred` is no deferred.
 * @remarks
 * Shows the present state before it returns, and changes synchronously with the deferred. An element shows one deferred:
 * to bind it again undoes the binding before. When the element leaves the document, the binding is undone in a
 * microtask, unless it has only been moved. One that never enters the document has to be undone by the function.
 *
 * A number that the deferred notifies is a value on the scale of the progress bar, which ends at its `max`, 1 by default.
 * An object has a `ratio` from 0 to 1, or `loaded` or `completed` with a `total`: those of `rx-deferred/ajax`, of a
 * `ProgressEvent` and of `when.all` do. As long as nothing is known, the bar is indeterminate. It is full when the
 * deferred resolves, and stays where it is when that rejects.
 *
 * A disabled element loses the focus. It gets it back, unless another one has it by then.
 *
 * It only watches: it does not count as a consumer, so `until` aborts work that only an element shows, nor as a handler
 * of a rejection, because it shows no reason.
 *
 * @see {@link https://developer.mozilla.org/docs/Web/Accessibility/ARIA/Reference/Attributes/aria-busy | aria-busy}
 * @example
 * ```ts
 * import { Deferred } from 'rx-deferred';
 * import { bindState } from 'rx-deferred/dom';
 *
 * const form = document.body.appendChild(document.createElement('fieldset'));
 * form.innerHTML = '<button>Save</button> <progress max="100"></progress>';
 * const bar = form.querySelector('progress');
 * const upload = Deferred<void, Error, number>();
 *
 * const undo = bindState(form, upload);
 * upload.notify(40);
 *
 * [form.dataset.state, form.disabled, bar?.value]; // => ['pending', true, 40]
 * upload.resolve();
 * [form.dataset.state, form.disabled, bar?.value]; // => ['resolved', false, 100]
 * undo();
 * [form.dataset.state, form.ariaBusy, bar?.hasAttribute('value')]; // => [undefined, null, false]
 * ```
 */
export function bindState(
  element: Element,
  deferred: Channels<unknown, unknown, unknown>,
  options?: BindStateOptions,
): () => void;
export function bindState(element: Element, deferred: unknown, { progress }: BindStateOptions = {}): () => void {
  if (!isPromising(deferred)) {
    throw expected('deferred', 'a deferred or a promise of this package', deferred);
  }
  bindings.get(element)?.();
  const settlement = settlementBehind(coreRuntime, deferred) ?? copyOf(deferred);
  const notifications = progressOf(settlement);
  const bar = progress ?? (isBar(element) ? element : element.querySelector('progress'));
  const state = attributeOf(element, 'data-state');
  const busy = attributeOf(element, 'aria-busy');
  const disabled = element.matches(disabling) ? disabledOf(element) : undefined;
  const value = bar && attributeOf(bar, 'value');

  const show = (): void => {
    const { settled } = settlement;
    state(stateOf(settled?.kind));
    busy(String(!settled));
    disabled?.(settled ? undefined : '');
    if (bar) {
      const position = settled?.kind === 'resolve' ? bar.max : positionOf(notifications.last?.value, bar.max);
      value?.(Number.isFinite(position) ? String(position) : settled ? '0' : null);
    }
  };
  const observer = { next: show };
  const undo = (): void => {
    if (bindings.get(element) === undo) {
      bindings.delete(element);
      stop();
      notifications.unsubscribe(observer);
      unsubscribe(settlement, observer);
      for (const restore of [state, busy, disabled, value]) {
        restore?.();
      }
    }
  };
  const stop = onLeave(element, undo);
  bindings.set(element, undo);
  // Neither counts as a consumer, nor as a handler of the rejection.
  show();
  notifications.subscribe(observer);
  subscribe(settlement, observer);
  return undo;
}

const disabling = ':is(button, fieldset), input:is([type=submit], [type=button], [type=image])';

function isBar(element: Element): element is HTMLProgressElement {
  return element.matches('progress');
}

/** Returns a function that sets an attribute, removes it, or, without an argument, gives it the value back that it had. */
function attributeOf(element: Element, name: string): (value?: string | null) => void {
  const before = element.getAttribute(name);
  return (value = before) => {
    if (value === null) {
      element.removeAttribute(name);
    } else if (value !== element.getAttribute(name)) {
      element.setAttribute(name, value);
    }
  };
}

/** Returns the same for `disabled`. It also gives back the focus that the element has lost by it. */
function disabledOf(element: Element): (value?: string) => void {
  const set = attributeOf(element, 'disabled');
  const { ownerDocument } = element;
  const { activeElement } = element.getRootNode() as Partial<Document>;
  let focused = activeElement && element.contains(activeElement) ? (activeElement as HTMLElement) : undefined;
  return (value) => {
    set(value);
    if (value === undefined) {
      if (ownerDocument.activeElement === ownerDocument.body) {
        focused?.focus({ preventScroll: true });
      }
      focused = undefined;
    }
  };
}

/** Returns how far a notification says that the work is, on the scale of a progress bar. It is `NaN` if it does not. */
function positionOf(notification: unknown, max: number): number {
  if (!isObject(notification)) {
    return typeof notification === 'number' ? notification : NaN;
  }
  const { loaded, completed = loaded, total, ratio = Number(completed) / Number(total) } = notification;
  return max * Number(ratio);
}

/**
 * Follows a deferred of jQuery or of another copy of this package. Whether its rejections are handled is for that to say.
 */
function copyOf(source: Promising): Settlement {
  const copy = new Settlement(coreRuntime);
  const forward = emit.bind(undefined, copy);
  adopt(copy, source, forward, forward);
  subscribe(copy, {
    next(emission) {
      markHandled(coreRuntime, emission);
    },
  });
  return copy;
}
