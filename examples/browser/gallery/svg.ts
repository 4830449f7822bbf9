type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Creates an SVG element. An attribute that is `undefined` or `false` is left out. */
export function svg<TName extends keyof SVGElementTagNameMap>(
  name: TName,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): SVGElementTagNameMap[TName] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      element.setAttribute(key, value === true ? '' : String(value));
    }
  }
  element.append(...children);
  return element;
}
