import { Subscription } from 'rxjs';

import { expected } from '../base/errors.js';
import { coreRuntime } from '../deferred.js';
import { settlementBehind } from '../promise/adopt.js';
import { stateOf } from '../state/emission.js';
import { progressOf, subscribe, unsubscribe } from '../state/settlement.js';
import type { Channels } from '../types/args.js';
import { watch } from './watch.js';

/** The options of `bindState`. */
export interface BindStateOptions {
  /** The progress bar to keep in step: by default the element itself, if it is one, or else the first one in it. */
  readonly progress?: HTMLProgressElement | null | undefined;
}

/** The value of an attribute, or `null` if there is none. */
type Value = string | number | boolean | null;

/** A notification about how far the work is. */
interface Ratio {
  readonly loaded: number;
  readonly completed?: number;
  readonly total: number;
}

/** The binding of each element. */
const bindings = new WeakMap<Element, Subscription>();

/**
 * Keeps the attributes of an element in step with a deferred: `data-state`, `aria-busy`, `disabled` and the `value` of a
 * progress bar.
 *
 * @param element - Gets `data-state`, which is what `state()` gives, and `aria-busy`, which is true while that is
 * `'pending'`. A button or a fieldset is disabled meanwhile.
 * @param deferred - A deferred or a promise of this package.
 * @param options - `progress` is a progress bar that is not in the element.
 * @returns A function that undoes it: the attributes are again as they were before. It has no effect the second time.
 * @throws TypeError if `deferred` is no deferred of this package.
 * @remarks
 * Shows the present state before it returns, and changes synchronously with the deferred. An element shows one deferred:
 * to bind it again undoes the binding before. When the element leaves the document, the binding is undone in a
 * microtask, unless it has only been moved. One that never enters the document has to be undone by the function.
 *
 * A number that the deferred notifies is a value on the scale of the progress bar, which ends at its `max`, 1 by default.
 * An object has `loaded` or `completed` with a `total`: those of `rx-deferred/ajax`, of a `ProgressEvent` and of
 * `when.all` do. As long as nothing is known, the bar is indeterminate. It is full when the deferred resolves. When
 * that rejects, it stays where it is, or is emptied if it was indeterminate.
 *
 * An element that is disabled loses the focus, and does not get it back. So bind the button that opens a dialog to the
 * work that follows: at a disabled button, the dialog cannot leave the focus.
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
  const settlement = settlementBehind(coreRuntime, deferred);
  if (!settlement) {
    throw expected('deferred', 'a deferred of this package', deferred);
  }
  bindings.get(element)?.unsubscribe();
  const binding = new Subscription();
  bindings.set(element, binding);
  const undo = (): void => {
    binding.unsubscribe();
  };
  /** Returns a function that sets an attribute, removes it, or, without an argument, gives it the value back that it had. */
  const attributeOf = (target: Element, name: string): ((value?: Value) => void) => {
    const before = target.getAttribute(name);
    let shown: Value = before;
    const set = (value: Value = before): void => {
      if (value === shown) {
        return;
      }
      shown = value;
      if (value === null) {
        target.removeAttribute(name);
      } else {
        // It is made a text there.
        target.setAttribute(name, value as string);
      }
    };
    binding.add(set);
    return set;
  };

  const notifications = progressOf(settlement);
  const bar = progress ?? element.closest('progress') ?? element.querySelector('progress');
  const state = attributeOf(element, 'data-state');
  const busy = attributeOf(element, 'aria-busy');
  const disabled = /^(button|fieldset|image|reset|submit)$/.test((element as HTMLButtonElement).type)
    ? attributeOf(element, 'disabled')
    : undefined;
  const value = bar ? attributeOf(bar, 'value') : undefined;
  const observer = {
    next(): void {
      const { settled } = settlement;
      state(stateOf(settled?.kind));
      busy(!settled);
      disabled?.(settled ? undefined : '');
      if (bar) {
        const last = notifications.last?.value;
        const { loaded, completed = loaded, total } = Object(last) as Ratio;
        const position =
          settled?.kind === 'resolve' ? bar.max : typeof last === 'number' ? last : (bar.max * completed) / total;
        value?.(position < Infinity ? position : settled ? 0 : null);
      }
    },
  };
  // Neither counts as a consumer, nor as a handler of the rejection.
  notifications.subscribe(observer);
  subscribe(settlement, observer);
  observer.next();
  binding.add(() => {
    notifications.unsubscribe(observer);
    unsubscribe(settlement, observer);
  });
  binding.add(
    watch(element, (hasLeft) => {
      if (hasLeft) {
        undo();
      }
    }),
  );
  return undo;
}
