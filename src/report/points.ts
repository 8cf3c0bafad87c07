export interface Point {
  readonly x: number;
  readonly y: number;
  /** The epoch that it is the end of. */
  readonly epoch?: number;
}

export interface NamedPoints {
  readonly label: string;
  /** Whether the label is a name, which stays as it is. */
  readonly isName?: boolean;
  /** It is the one that is looked at. */
  readonly standsOut?: boolean;
  /** In the order of `x`; the line is broken at a point that an axis cannot have. */
  readonly points: readonly Point[];
  /** Its colour in the palette. */
  readonly role: SeriesRole;
}

export type SeriesRole = 'training' | 'validation' | 'context' | 'green' | 'purple' | 'yellow' | 'red' | 'foreground';

/** A point as shares of the axes' lengths; `y` is NaN where the line is broken. */
export interface PlacedPoint extends Point {
  readonly isMarked: boolean;
}
