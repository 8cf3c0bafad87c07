/** A curve as it is drawn. */
export interface Curve {
  /** Never falling; shape `[points]`. */
  readonly x: Float64Array;
  readonly y: Float64Array;
}
