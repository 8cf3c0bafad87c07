type Attributes = Readonly<Record<string, string | undefined>>;

/** What stands in an element; a list's members one after the other, however many there are. */
export type Child = Node | string | readonly Child[];

/** An element with attributes (those that are undefined are left out) and children. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(name, value);
  append(made, children);
  return made;
}

/** An element of SVG, for small drawings within the page. */
export function svgElement<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(name, value);
  append(made, children);
  return made;
}

/** Adds children to an element. */
export function append(target: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (typeof child === 'string' || child instanceof Node) target.append(child);
    else append(target, child);
  }
}

/** Puts children in the place of those that an element has. */
export function fill(target: Element, ...children: readonly Child[]): void {
  target.replaceChildren();
  append(target, children);
}

/** A codicon. What it means is said in words beside it or in the label of what holds it. */
export function icon(name: string): HTMLElement {
  return element('span', { class: `codicon codicon-${name}`, 'aria-hidden': 'true' });
}

/** Text only for those who listen to the page. */
export function spoken(text: string): HTMLElement {
  return element('span', { class: 'visuallyHidden' }, text);
}

/** Sets an element's text; what stands there already is not touched, so that a selection in it stays. */
export function setText(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}
