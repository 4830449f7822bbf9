/** The changes observed: elements come and go, and dialogs open and close. */
const options: MutationObserverInit = { childList: true, subtree: true, attributeFilter: ['open'] };

/** The functions that look at their elements, one for each. */
const watchers = new Set<() => void>();

/** One observer for all elements: a change of a document costs time for each of its observers. */
let observer: MutationObserver | undefined;
let roots = new WeakSet<Node>();

/** Looks at all elements. */
export function lookAtAll(): void {
  for (const watcher of watchers) {
    watcher();
  }
}

/**
 * Calls a function now, and in a microtask after each change of the document and of the shadow trees that an element is
 * in: one that has been moved is in the document again by then. Returns a function that stops this.
 */
export function watch(element: Element, look: (hasLeft: boolean) => void): () => void {
  let wasConnected = false;
  const watcher = (): void => {
    const { isConnected } = element;
    observer ??= new MutationObserver(lookAtAll);
    // A document is not told of changes in its shadow trees.
    let root: Node | undefined = isConnected ? element.getRootNode() : element.ownerDocument;
    while (root) {
      if (!roots.has(root)) {
        roots.add(root);
        observer.observe(root, options);
      }
      root = (root as Partial<ShadowRoot>).host?.getRootNode();
    }
    const hasLeft = wasConnected && !isConnected;
    wasConnected = isConnected;
    look(hasLeft);
  };
  watchers.add(watcher);
  watcher();
  return () => {
    watchers.delete(watcher);
    if (watchers.size === 0) {
      observer?.disconnect();
      roots = new WeakSet();
    }
  };
}
