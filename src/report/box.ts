/** The part of a picture that the axes of a chart enclose, in pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Where a share of the horizontal axis lies, in pixels. */
export function pixelX({ left, right }: Box, share: number): number {
  return left + bounded(share) * (right - left);
}

/** Where a share of the vertical axis lies, in pixels. */
export function pixelY({ top, bottom }: Box, share: number): number {
  return bottom - bounded(share) * (bottom - top);
}

/** Further outside nothing is seen. */
const FAR = 100;

/** A share that is no further outside than a coordinate can be: a loss that diverges is. */
export function bounded(share: number): number {
  return Math.min(FAR, Math.max(-FAR, share));
}
