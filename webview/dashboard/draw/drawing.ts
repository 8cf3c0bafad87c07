import type { GreyImage } from '../../../src/util/drawing/asDigit';
import type { Layer, Place } from './layers';

/** As wide a line as MNIST's digits have, where one fills the sheet as they fill their box. */
export const PEN = 22;

/** What is on the sheet, in the order in which it came there. */
export class Drawing {
  private layers: Layer[];

  /** @param before what was on it when it was left */
  constructor(
    private readonly onChange: () => void,
    before: readonly Layer[] = [],
  ) {
    this.layers = [...before];
  }

  get all(): readonly Layer[] {
    return this.layers;
  }

  get isEmpty(): boolean {
    return this.layers.length === 0;
  }

  /** Begins a line with a dot; what it returns goes on with it. */
  begin(at: Place): (to: Place) => void {
    const places = [at];
    this.layers.push({ kind: 'stroke', places });
    this.onChange();
    return to => {
      places.push(to);
      this.onChange();
    };
  }

  /** A picture takes the place of what was there: it is what is to be looked at. */
  put(ink: GreyImage): void {
    this.layers = [{ kind: 'picture', ink }];
    this.onChange();
  }

  undo(): void {
    this.layers.pop();
    this.onChange();
  }

  clear(): void {
    this.layers = [];
    this.onChange();
  }
}

/** Draws lines on a canvas in the colour that it is set to. @param scale pixels for a unit of the sheet */
export function paintStrokes(context: CanvasRenderingContext2D, layers: readonly Layer[], scale: number): void {
  context.lineWidth = PEN * scale;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const layer of layers) {
    if (layer.kind !== 'stroke') continue;
    const [first, ...rest] = layer.places;
    if (!first) continue;
    context.beginPath();
    context.moveTo(first.x * scale, first.y * scale);
    // A line of no length is a dot.
    if (rest.length === 0) context.lineTo(first.x * scale, first.y * scale);
    for (const { x, y } of rest) context.lineTo(x * scale, y * scale);
    context.stroke();
  }
}
