import { growingFloats } from '../../util/growing';
import type { RowStore } from './rowStore';

/** Values over steps that rise, or stay. */
export interface ScalarPoints {
  readonly steps: Float64Array;
  readonly values: Float64Array;
}

/** What the horizontal axis of a curve counts: the steps of the rows, a time in milliseconds, or the values of a key. */
export type CurveAxis = { readonly over: 'steps' | 'time' } | { readonly over: 'key'; readonly key: string };

const nothing: ScalarPoints = { steps: new Float64Array(), values: new Float64Array() };

/**
 * The values of a key along an axis, without those whose place is not known. Along another key a value stands where that key was in its
 * row, or was last before: a script need not log both at once, and W&B's pages draw it so.
 */
export function pointsOf(store: RowStore, key: string, axis: CurveAxis): ScalarPoints {
  const series = store.keys.get(key);
  const placeOf = placesOf(store, axis);
  if (!series || !placeOf) return nothing;
  const [rows, all] = [series.rows.all, series.values.all];
  const [steps, values] = [growingFloats(), growingFloats()];
  let isRising = true;
  for (let i = 0; i < rows.length; i++) {
    const place = placeOf(rows[i]!);
    if (!Number.isFinite(place)) continue;
    isRising &&= place >= (steps.last ?? -Infinity);
    steps.add(place);
    values.add(all[i]!);
  }
  const points = { steps: steps.all, values: values.all };
  return isRising ? points : sorted(points);
}

/** The place of a row along an axis, asked for rows that rise; NaN where it is not known. Undefined if the axis has no values. */
export function placesOf(store: RowStore, axis: CurveAxis): ((row: number) => number) | undefined {
  if (axis.over !== 'key') {
    const places = axis.over === 'steps' ? store.steps : store.times;
    return row => places[row]!;
  }
  const along = store.keys.get(axis.key);
  if (!along) return undefined;
  const [rows, values] = [along.rows.all, along.values.all];
  let next = 0;
  return row => {
    while (next < rows.length && rows[next]! <= row) next++;
    return next === 0 ? Number.NaN : values[next - 1]!;
  };
}

/** By their steps; those at one step stay in their order. A run that was gone on with may log a step again. */
function sorted({ steps, values }: ScalarPoints): ScalarPoints {
  const order = Array.from(steps.keys()).sort((a, b) => steps[a]! - steps[b]! || a - b);
  return { steps: Float64Array.from(order, i => steps[i]!), values: Float64Array.from(order, i => values[i]!) };
}
