import { visible } from '../util/shownText';

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Text as it may stand in XML and HTML, within an element or an attribute, all of it to be seen. */
export function escapeXml(text: string): string {
  const escaped: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return visible(text).replaceAll(/[&<>"']/g, found => escaped[found]!);
}

/** XML; a list's members one after the other, however many there are. */
export type Xml = string | readonly string[];

/** An element as text. Attributes are escaped, numbers rounded to hundredths of a pixel, undefined ones left out; the children are XML already. */
export function xml(name: string, attributes: Attributes, ...children: readonly Xml[]): string {
  const written = Object.entries(attributes).map(([key, value]) => {
    return value === undefined ? '' : ` ${key}="${typeof value === 'number' ? rounded(value) : escapeXml(value)}"`;
  });
  const inside = children.flat();
  return inside.length === 0 ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${inside.join('')}</${name}>`;
}

/** A whole picture: its title and what it tells are read out where it cannot be seen. */
export function svgDocument(
  { width, height, title, description, fontFamily, background }: SvgDocument,
  ...children: readonly Xml[]
): string {
  return xml(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${rounded(width)} ${rounded(height)}`,
      role: 'img',
      'font-family': fontFamily,
      'font-size': FONT_SIZE,
    },
    xml('title', {}, escapeXml(title)),
    xml('desc', {}, escapeXml(description)),
    xml('rect', { width, height, fill: background }),
    ...children,
  );
}

export interface SvgDocument {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** What the picture tells, in a sentence or two. */
  readonly description: string;
  readonly fontFamily: string;
  readonly background: string;
}

/** Of axes, captions and legends, in pixels. */
export const FONT_SIZE = 11;

export interface TextStyle {
  readonly fill: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly size?: number;
  readonly bold?: boolean;
  /** Turned by a quarter, to be read from below. */
  readonly upwards?: boolean;
}

/** A line of text whose baseline begins, has its middle, or ends at a place. */
export function svgText(text: string, [x, y]: readonly [number, number], style: TextStyle): string {
  const { fill, anchor, size, bold, upwards } = style;
  return xml(
    'text',
    {
      x,
      y,
      fill,
      'text-anchor': anchor,
      'font-size': size,
      'font-weight': bold ? 600 : undefined,
      transform: upwards ? `rotate(-90 ${rounded(x)} ${rounded(y)})` : undefined,
    },
    escapeXml(text),
  );
}

/** About how wide a text will be, in pixels: rather more than less, since the font is not known here. */
export function textWidth(text: string, size = FONT_SIZE): number {
  return Array.from(text).length * size * 0.6;
}

/** The text, or its beginning and `…` where it would be wider than that. */
export function shortened(text: string, width: number, size = FONT_SIZE): string {
  const most = Math.max(1, Math.floor(width / (size * 0.6)));
  const letters = Array.from(text);
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
}

function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}
