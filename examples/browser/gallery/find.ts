/** Returns the element that a selector finds, which the page must have. */
export function find<T extends Element>(root: ParentNode, selector: string, type: new () => T): T {
  const element = root.querySelector(selector);
  if (!(element instanceof type)) {
    throw new TypeError(`Expected ${selector} to be an ${type.name}`);
  }
  return element;
}
