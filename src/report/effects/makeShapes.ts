import type { Marker } from '../marker';
import type { Shape, ShapeRole } from './shapes';

/** A line between two places. */
export function line(
  from: readonly [number, number],
  to: readonly [number, number],
  role: ShapeRole,
  { opacity, width = 1 }: { readonly opacity: number; readonly width?: number },
): Shape {
  return { kind: 'line', from, to, role, opacity, width };
}

/** A mark around a place; by default a third larger than on a curve. */
export function mark(at: readonly [number, number], marker: Marker, role: ShapeRole, scale = 1.35): Shape {
  return { kind: 'mark', at, marker, role, scale };
}

interface Writing {
  readonly role: ShapeRole;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly isBold?: boolean;
  readonly isStruck?: boolean;
}

/** A line of text. */
export function text(at: readonly [number, number], words: string, writing: Writing): Shape {
  return { kind: 'text', at, text: words, ...writing };
}
