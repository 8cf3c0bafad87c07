/** A drawing as a list of what is in it, for both of its painters: the page, which makes elements, and the file, which is text. */
import { isStroked, MARKER_LINE, markerPath, type Marker } from '../marker';
import type { Palette } from '../palette';
import { escapeXml, FONT_SIZE, svgText, xml } from '../svg';

export type ShapeRole = Exclude<keyof Palette, 'fontFamily'>;

export type Shape =
  | {
      readonly kind: 'line';
      readonly from: readonly [x: number, y: number];
      readonly to: readonly [x: number, y: number];
      readonly role: ShapeRole;
      readonly width: number;
      readonly opacity?: number;
    }
  | {
      readonly kind: 'area';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly role: ShapeRole;
      readonly opacity: number;
    }
  | {
      readonly kind: 'mark';
      readonly at: readonly [x: number, y: number];
      readonly marker: Marker;
      readonly role: ShapeRole;
      readonly scale?: number;
    }
  | {
      readonly kind: 'text';
      readonly at: readonly [x: number, y: number];
      readonly text: string;
      readonly anchor: 'start' | 'middle' | 'end';
      readonly role: ShapeRole;
      readonly isBold?: boolean;
      readonly isStruck?: boolean;
    };

/** What an element of SVG has, whoever makes it. */
export interface SvgParts {
  readonly tag: 'line' | 'rect' | 'path' | 'text';
  readonly attributes: Readonly<Record<string, string | undefined>>;
  readonly text?: string;
}

/** A shape as an element of SVG. */
export function svgPartsOf(shape: Shape, palette: Palette): SvgParts {
  const color = palette[shape.role];
  switch (shape.kind) {
    case 'line': {
      const [[x1, y1], [x2, y2]] = [shape.from, shape.to];
      const opacity = shape.opacity === undefined ? undefined : String(shape.opacity);
      return {
        tag: 'line',
        attributes: { ...places({ x1, y1, x2, y2 }), stroke: color, 'stroke-width': String(shape.width), 'stroke-opacity': opacity },
      };
    }
    case 'area': {
      const { x, y, width, height } = shape;
      return { tag: 'rect', attributes: { ...places({ x, y, width, height }), fill: color, 'fill-opacity': String(shape.opacity) } };
    }
    case 'mark': {
      const [x, y] = shape.at;
      const isLine = isStroked(shape.marker);
      const inside = isLine ? 'none' : shape.marker === 'circle' ? palette.background : color;
      const { scale = 1 } = shape;
      const transform = `translate(${rounded(x)} ${rounded(y)}) scale(${scale})`;
      return {
        tag: 'path',
        attributes: {
          d: markerPath(shape.marker, 0, 0),
          transform,
          fill: inside,
          stroke: color,
          'stroke-width': String(MARKER_LINE / scale),
        },
      };
    }
    case 'text': {
      const [x, y] = shape.at;
      return {
        tag: 'text',
        attributes: {
          ...places({ x, y }),
          fill: color,
          'text-anchor': shape.anchor,
          'font-size': String(FONT_SIZE),
          'font-weight': shape.isBold ? '600' : undefined,
          'text-decoration': shape.isStruck ? 'line-through' : undefined,
        },
        text: shape.text,
      };
    }
  }
}

/** Shapes as SVG. */
export function shapesSvg(shapes: readonly Shape[], palette: Palette): string[] {
  return shapes.map(shape => {
    const { tag, attributes, text } = svgPartsOf(shape, palette);
    if (shape.kind !== 'text' || shape.isStruck) return xml(tag, attributes, ...(text === undefined ? [] : [escapeXml(text)]));
    return svgText(shape.text, shape.at, { fill: palette[shape.role], anchor: shape.anchor, bold: shape.isBold ?? false });
  });
}

function places(numbers: Readonly<Record<string, number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, rounded(value)]));
}

function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}
