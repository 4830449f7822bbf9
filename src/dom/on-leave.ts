const options: MutationObserverInit = { childList: true, subtree: true };

/** Looks whether an element is still in its document, for each element. */
const checks = new Set<() => void>();

/** One observer for all elements: a change of a document costs time for each of its observers. */
let observer: MutationObserver | undefined;

/** The documents and shadow trees that are observed: to observe them again for each element takes twice the time. */
let roots = new WeakSet<Node>();

/**
 * Calls a function when an element is not in its document any more: in a microtask, so one that has only been moved has
 * not left. An element that is in no document yet may enter one first. Returns a function that stops this.
 */
export function onLeave(element: Element, callback: () => void): () => void {
  let wasConnected = false;
  const check = (): void => {
    const { isConnected } = element;
    if (wasConnected && !isConnected) {
      stop();
      callback();
      return;
    }
    wasConnected = isConnected;
    observe(element.ownerDocument);
    // A document is not told of changes in its shadow trees. A root outside of it may be a link, which has a `host` too.
    for (
      let root = element.getRootNode();
      isConnected && 'host' in root;
      root = (root as ShadowRoot).host.getRootNode()
    ) {
      observe(root);
    }
  };
  const stop = (): void => {
    checks.delete(check);
    if (checks.size === 0) {
      observer?.disconnect();
      roots = new WeakSet();
    }
  };
  checks.add(check);
  check();
  return stop;
}

function observe(root: Node): void {
  if (!roots.has(root)) {
    roots.add(root);
    observer ??= new MutationObserver(() => {
      for (const check of checks) {
        check();
      }
    });
    observer.observe(root, options);
  }
}
