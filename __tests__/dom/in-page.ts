import { Deferred } from 'rx-deferred';

// This module runs in a page: its exports, and all that it exports again, are the global `page`.
export * from 'rx-deferred';
export * from 'rx-deferred/dom';

/** Returns the first element for a selector. */
export function find(selector: string): HTMLElement {
  const element = document.querySelector<HTMLElement>(selector);
  if (!element) {
    throw new Error(`Expected a ${selector} in the page`);
  }
  return element;
}

/** Returns the error that a function throws. */
export function errorOf(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  throw new Error('Expected an error');
}

/** Waits until all has run that is due: the microtasks, the events of this task, and the next two frames. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      requestAnimationFrame(() => {
        setTimeout(resolve);
      });
    });
  });
}

/** The observers that observe something, since they are counted. */
export const observers = new Set<MutationObserver>();

/** Counts the observers that observe something from now on. */
export function countObservers(): void {
  const { prototype } = MutationObserver;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- they are called with their receiver
  const { observe, disconnect } = prototype;
  prototype.observe = function (...args) {
    observers.add(this);
    observe.apply(this, args);
  };
  prototype.disconnect = function () {
    observers.delete(this);
    disconnect.call(this);
  };
}

/** Returns the reasons of the rejections that nobody has handled, until the next frames. */
export async function unhandled(run: () => void | Promise<void>): Promise<unknown[]> {
  const reasons: unknown[] = [];
  Deferred.onUnhandled = ({ reason }) => reasons.push(reason);
  await run();
  await settled();
  delete Deferred.onUnhandled;
  return reasons;
}
