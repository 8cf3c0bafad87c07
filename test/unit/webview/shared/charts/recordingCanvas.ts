import type { ChartItem } from 'chart.js';

export interface PaintedText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly color: string;
}

export interface PaintedPath {
  readonly points: readonly (readonly [number, number])[];
  readonly color: string;
  readonly width: number;
  readonly dashes: readonly number[];
}

/** What was painted on a canvas since it was made. */
export interface Painted {
  readonly texts: readonly PaintedText[];
  /** Lines: curves, grid and axes. */
  readonly paths: readonly PaintedPath[];
  /** Filled markers. */
  readonly fills: readonly { readonly points: PaintedPath['points']; readonly color: string }[];
  /** Markers that have only a line and are not filled. */
  readonly rings: readonly { readonly points: PaintedPath['points'] }[];
}

interface Style {
  fillStyle: string;
  strokeStyle: string;
  lineWidth: number;
  dashes: readonly number[];
}

/** A canvas that keeps what is painted on it, for Node has none. Letters are 6 pixels wide. */
export function recordingCanvas(width: number, height: number): { readonly canvas: ChartItem; readonly painted: () => Painted } {
  let texts: PaintedText[] = [];
  let paths: PaintedPath[] = [];
  let fills: { points: PaintedPath['points']; color: string }[] = [];
  let rings: { points: PaintedPath['points'] }[] = [];
  let points: [number, number][] = [];
  /** Else a marker, of which the corners are kept. */
  let isLine = true;
  let style: Style = { fillStyle: '', strokeStyle: '', lineWidth: 1, dashes: [] };
  const saved: Style[] = [];
  /** Text is moved before it is written, and stays unturned here. */
  let offset = { x: 0, y: 0 };
  const offsets: (typeof offset)[] = [];

  const mark = (...corners: [number, number][]): void => {
    points = corners;
    isLine = false;
  };
  const methods: Readonly<Record<string, (...args: never[]) => unknown>> = {
    save: () => void (saved.push({ ...style }), offsets.push({ ...offset })),
    restore: () => {
      style = saved.pop() ?? style;
      offset = offsets.pop() ?? offset;
    },
    translate: (x: number, y: number) => void (offset = { x: offset.x + x, y: offset.y + y }),
    setLineDash: (dashes: number[]) => void (style.dashes = [...dashes]),
    beginPath: () => {
      points = [];
      isLine = true;
    },
    moveTo: (x: number, y: number) => void points.push([x, y]),
    lineTo: (x: number, y: number) => void points.push([x, y]),
    rect: (x: number, y: number, w: number, h: number) => mark([x, y], [x + w, y + h]),
    arc: (x: number, y: number, r: number) => mark([x - r, y - r], [x + r, y + r]),
    stroke: () => {
      if (isLine) paths.push({ points, color: style.strokeStyle, width: style.lineWidth, dashes: style.dashes });
      else if (fills.at(-1)?.points !== points) rings.push({ points });
    },
    fill: () => void fills.push({ points, color: style.fillStyle }),
    fillText: (text: string, x: number, y: number) => void texts.push({ text, x: x + offset.x, y: y + offset.y, color: style.fillStyle }),
    measureText: (text: string) => ({ width: 6 * text.length, actualBoundingBoxAscent: 8, actualBoundingBoxDescent: 2 }),
    // A chart that is painted anew begins with this.
    clearRect: () => {
      [texts, paths, fills, rings] = [[], [], [], []];
    },
  };
  const context: object = new Proxy(
    {},
    {
      get: (_, name: string) =>
        name === 'canvas' ? canvas : (methods[name] ?? (name in style ? style[name as keyof Style] : () => undefined)),
      set: (_, name: string, value) => {
        style = { ...style, [name]: value as never };
        return true;
      },
    },
  );
  const canvas = { width, height, getContext: () => context, getAttribute: () => null, setAttribute: () => undefined };
  return { canvas, painted: () => ({ texts, paths, fills, rings }) };
}
