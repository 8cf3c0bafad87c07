/** What a browser tells of it. */
interface Wheel {
  readonly deltaX: number;
  readonly deltaY: number;
  /** Whether it counts in pixels (0), lines (1) or pages. */
  readonly deltaMode: number;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
}

/** What a turn of the wheel does to a range. */
export interface WheelMove {
  /** A share of the range; 0 if it is not moved. */
  readonly pan: number;
  /** By which the range is multiplied. */
  readonly factor: number;
}

/** Pixels of a line, where a browser counts in lines. */
const LINE = 40;

/** Two fingers on a touchpad come as turns of the wheel with Ctrl, and far smaller ones than a wheel's. */
const PINCH = 25;

/** Sideways, or with Shift, it moves the range; else it zooms: by a third with each notch of a usual wheel. */
export function wheelMove({ deltaX, deltaY, deltaMode, ctrlKey, shiftKey }: Wheel, width: number): WheelMove {
  const isSideways = Math.abs(deltaX) > Math.abs(deltaY);
  const delta = (isSideways ? deltaX : deltaY) * (deltaMode === 0 ? 1 : deltaMode === 1 ? LINE : width);
  if (!ctrlKey && (isSideways || shiftKey)) return { pan: delta / width, factor: 1 };
  const speed = ctrlKey && Math.abs(delta) < PINCH ? 0.02 : 0.0025;
  return { pan: 0, factor: Math.exp(Math.min(1, Math.max(-1, delta * speed))) };
}
