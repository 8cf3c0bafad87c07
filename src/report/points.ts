export interface Point {
  readonly x: number;
  readonly y: number;
  /** The epoch that it is the end of. */
  readonly epoch?: number;
}

export interface NamedPoints {
  readonly label: string;
  /** In the order of `x`; the line is broken at a point that an axis cannot have. */
  readonly points: readonly Point[];
  /** Its colour in the palette. */
  readonly role: SeriesRole;
}

export type SeriesRole = 'training' | 'validation' | 'context';

/** A point as shares of the axes' lengths; `y` is NaN where the line is broken. */
export interface PlacedPoint extends Point {
  readonly isMarked: boolean;
}
