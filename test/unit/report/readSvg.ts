import assert from 'node:assert/strict';
import { DOMParser, onWarningStopParsing, type Document, type Element } from '@xmldom/xmldom';

/** The document; fails on what is not well-formed XML. */
export function readSvg(svg: string): Document {
  return new DOMParser({ onError: onWarningStopParsing }).parseFromString(svg, 'image/svg+xml');
}

export function elements(within: Document | Element, name: string): Element[] {
  return Array.from(within.getElementsByTagName(name));
}

export function ofClass(within: Document | Element, name: string): Element[] {
  return elements(within, '*').filter(one => (one.getAttribute('class') ?? '').split(' ').includes(name));
}

/** An attribute that is a number. */
export function numberOf(element: Element | undefined, attribute: string): number {
  const text = element?.getAttribute(attribute) ?? '';
  assert.match(text, /^-?\d+(\.\d+)?$/, `${attribute} of ${element?.tagName}`);
  return Number(text);
}

export function textsOf(within: Document | Element): string[] {
  return elements(within, 'text').map(one => one.textContent ?? '');
}
