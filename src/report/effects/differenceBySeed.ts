import type { Effect } from '../../contract/effects';
import type { ToldEffect } from '../../contract/effectPage';
import { levelInWords, signedAmount } from '../../experiment/effects/effectInWords';
import { effectMetric } from '../../experiment/effects/effectMetrics';
import { maxOf } from '../../util/extremes';
import { linearAxis, rangeOf, tickLabel, type Axis } from '../axis';
import { bounded } from '../box';
import { metricFormats } from '../metricChart';
import { shortened, textWidth } from '../svg';
import type { DifferenceGroup, DifferenceRow } from './differenceRows';
import { line, mark, text } from './makeShapes';
import { meanInBrief } from './meanInBrief';
import type { Shape } from './shapes';
import { spokenMean, spokenRow } from './spokenRows';

/** A drawing of fixed width: its height follows from what is in it. */
export interface SizedShapes {
  readonly shapes: readonly Shape[];
  readonly height: number;
  /** The middle of each row of a pair or a mean, in their order, and what is read out of it. */
  readonly rows: readonly { readonly y: number; readonly spoken: string }[];
}

const ROW = 28;
const HEAD = 20;
const AXIS = 26;
const GAP = 12;
/** Narrower than this there is no room for the values themselves, which the table has. */
const NARROW = 520;

interface Layout {
  readonly labels: number;
  /** Undefined where it is too narrow. */
  readonly values: { readonly left: number; readonly right: number } | undefined;
  readonly differences: { readonly left: number; readonly right: number };
  readonly right: number;
}

/**
 * Every pair of each level: both values joined by a line, and beside it the difference; below them the mean with its interval. Pairs that
 * do not count are there with the reason.
 */
export function differenceBySeed(groups: readonly DifferenceGroup[], width: number): SizedShapes {
  const [first] = groups;
  if (!first) return { shapes: [], height: 0, rows: [] };
  const { unit, metric } = first.effect;
  const layout = layoutOf(groups, width);
  const axes = axesOf(groups, layout);
  const rows: { y: number; spoken: string }[] = [];
  let y = 4;
  const drawn = groups.map((group): Shape[] => {
    const top = y + HEAD;
    const bottom = top + ROW * (group.rows.length + 1);
    const head = heads(group, layout, y + 12);
    const pairs = group.rows.flatMap((row, i) => {
      const middle = top + ROW * (i + 0.5);
      rows.push({ y: middle, spoken: spokenRow(row, group.effect) });
      return rowShapes(row, { layout, axes, y: middle, unit });
    });
    const middle = bottom - ROW / 2;
    rows.push({ y: middle, spoken: spokenMean(group.effect) });
    y = bottom + AXIS + GAP;
    return [
      ...head,
      ...groundOf(group.effect, { layout, axes, top, bottom }),
      ...pairs,
      line([0, bottom - ROW], [layout.right, bottom - ROW], 'context', { opacity: 0.6 }),
      ...meanShapes(group, { layout, axes, y: middle, unit }),
      ...ticks(axes, layout, bottom + 16),
    ];
  });
  const label = effectMetric(metric).label;
  const caption = { share: `${label}, %`, nats: `${label}, nats`, ms: label }[unit];
  const differenceUnit = { share: ', points', nats: ', nats', ms: '' }[unit];
  const captions = [
    ...(layout.values ? [text([middleOf(layout.values), y], caption, { role: 'muted', anchor: 'middle' })] : []),
    text([middleOf(layout.differences), y], `difference${differenceUnit}`, { role: 'muted', anchor: 'middle' }),
  ];
  return { shapes: [...drawn.flat(), ...captions], height: y + 8, rows };
}

interface Axes {
  readonly values: Axis;
  readonly differences: Axis;
}

function layoutOf(groups: readonly DifferenceGroup[], width: number): Layout {
  const seeds = groups.flatMap(({ rows }) => rows.map(({ seed }) => textWidth(`seed ${seed}`)));
  const labels = Math.min(maxOf(seeds, 48) + 12, width * 0.3);
  const figures = groups.flatMap(({ effect, rows }) => [
    ...rows.map(({ difference }) => (difference === null ? '' : signedAmount(effect.unit, difference))),
    meanInBrief(effect),
  ]);
  const right =
    width -
    Math.min(
      maxOf(
        figures.map(figure => textWidth(figure) * 1.05),
        40,
      ) + 12,
      width * 0.35,
    );
  if (width < NARROW) return { labels, values: undefined, differences: { left: labels, right }, right: width };
  const room = right - labels - 32;
  const values = { left: labels, right: labels + room * 0.44 };
  return { labels, values, differences: { left: values.right + 32, right }, right: width };
}

const TICKS = 4;

function axesOf(groups: readonly DifferenceGroup[], layout: Layout): Axes {
  const { unit } = groups[0]!.effect;
  const values = rangeOf(groups.flatMap(({ rows }) => rows.flatMap(({ values: both }) => both.flatMap(value => value ?? []))));
  const differences = rangeOf([
    0,
    ...groups.flatMap(({ rows }) => rows.flatMap(({ difference }) => difference ?? [])),
    ...groups.flatMap(({ effect: { low, high } }) => [low ?? 0, high ?? 0]),
  ]);
  const valueTick = metricFormats[unit === 'ms' ? 'duration' : unit].tick;
  const count = Math.max(2, Math.round((layout.differences.right - layout.differences.left) / 70));
  return {
    values: linearAxis(values && wider(values), {
      ends: 'exact',
      ticks: TICKS,
      label: unit === 'share' ? (value, step) => tickLabel(100 * value, 100 * step) : valueTick,
    }),
    differences: linearAxis(differences && wider(differences), {
      ends: 'exact',
      ticks: count,
      label: (value, step) => signedTick(unit, value, step),
    }),
  };
}

function wider({ from, to }: { readonly from: number; readonly to: number }): { from: number; to: number } {
  const margin = 0.08 * (to - from || Math.abs(to) || 1);
  return { from: from - margin, to: to + margin };
}

function signedTick(unit: Effect['unit'], value: number, step: number): string {
  if (Math.abs(value) < step * 1e-9) return '0';
  if (unit === 'ms') return signedAmount(unit, value);
  const scale = unit === 'share' ? 100 : 1;
  return `${value > 0 ? '+' : '−'}${tickLabel(Math.abs(scale * value), scale * step)}`;
}

function heads({ effect: { parameter, levels } }: DifferenceGroup, { labels, values, differences }: Layout, y: number): Shape[] {
  const [from, to] = levels.map(level => shortened(levelInWords(parameter, level), 90));
  const left = values?.left ?? differences.left;
  const second = left + 14 + textWidth(from!) + 16;
  return [
    mark([left + 4, y - 4], 'circle', 'foreground'),
    text([left + 12, y], from!, { role: 'foreground', anchor: 'start' }),
    mark([second, y - 4], 'disc', 'training'),
    text([second + 8, y], to!, { role: 'foreground', anchor: 'start' }),
    ...(values ? [text([differences.left, y], `${to} − ${from}`, { role: 'muted', anchor: 'start' })] : []),
    text([0, y], labels > 40 ? 'seed' : '', { role: 'muted', anchor: 'start' }),
  ];
}

interface Ground {
  readonly layout: Layout;
  readonly axes: Axes;
  readonly top: number;
  readonly bottom: number;
}

function groundOf({ low, high }: ToldEffect, { layout, axes, top, bottom }: Ground): Shape[] {
  const grid = (axis: Axis, within: { readonly left: number; readonly right: number }): Shape[] =>
    axis.ticks.map(({ value }) =>
      line([along(axis, within, value), top], [along(axis, within, value), bottom], 'context', { opacity: 0.22 }),
    );
  const zero = along(axes.differences, layout.differences, 0);
  const band =
    low !== null && high !== null
      ? [along(axes.differences, layout.differences, low), along(axes.differences, layout.differences, high)]
      : undefined;
  return [
    ...(band
      ? [{ kind: 'area', x: band[0]!, y: top, width: band[1]! - band[0]!, height: bottom - top, role: 'training', opacity: 0.14 } as const]
      : []),
    ...(layout.values ? grid(axes.values, layout.values) : []),
    ...grid(axes.differences, layout.differences),
    line([zero, top], [zero, bottom], 'foreground', { opacity: 0.8 }),
  ];
}

interface Placing {
  readonly layout: Layout;
  readonly axes: Axes;
  readonly y: number;
  readonly unit: Effect['unit'];
}

function rowShapes(row: DifferenceRow, { layout, axes, y, unit }: Placing): Shape[] {
  const { seed, values, difference, isCounted, isLate, reason } = row;
  const label = `${seed}${isLate ? ' *' : ''}`;
  const figure =
    difference === null
      ? []
      : [
          text([layout.right, y + 4], signedAmount(unit, difference), {
            role: isCounted ? 'foreground' : 'muted',
            anchor: 'end',
            isStruck: !isCounted,
          }),
        ];
  const name = text([0, y + 4], shortened(`seed ${label}`, layout.labels), { role: isCounted ? 'foreground' : 'muted', anchor: 'start' });
  if (!isCounted) {
    const room = layout.differences.right - (layout.values ?? layout.differences).left;
    const cross = difference === null ? [] : [mark([along(axes.differences, layout.differences, difference), y], 'cross', 'muted')];
    return [name, ...remark([(layout.values ?? layout.differences).left, y], shortened(reason, room)), ...cross, ...figure];
  }
  const at = along(axes.differences, layout.differences, difference!);
  const zero = along(axes.differences, layout.differences, 0);
  return [
    name,
    ...(layout.values ? dumbbell(values, { axis: axes.values, within: layout.values, y }) : []),
    line([zero, y], [at, y], 'training', { opacity: 0.5 }),
    mark([at, y], 'disc', 'training'),
    ...figure,
  ];
}

interface OnAxis {
  readonly axis: Axis;
  readonly within: { readonly left: number; readonly right: number };
  readonly y: number;
}

function dumbbell([a, b]: readonly (number | null)[], { axis, within, y }: OnAxis): Shape[] {
  const places = [a, b].map(value => (value == null ? undefined : along(axis, within, value)));
  const [from, to] = places;
  return [
    ...(from !== undefined && to !== undefined ? [line([from, y], [to, y], 'training', { opacity: 0.6, width: 2 })] : []),
    ...(from !== undefined ? [mark([from, y], 'circle', 'foreground')] : []),
    ...(to !== undefined ? [mark([to, y], 'disc', 'training')] : []),
  ];
}

/** Words within the axes, over their lines. */
function remark([x, y]: readonly [number, number], words: string): Shape[] {
  return [
    { kind: 'area', x, y: y - 8, width: textWidth(words), height: 16, role: 'background', opacity: 0.85 },
    text([x, y + 4], words, { role: 'muted', anchor: 'start' }),
  ];
}

function meanShapes({ effect, rows }: DifferenceGroup, { layout, axes, y, unit }: Placing): Shape[] {
  const { mean, low, high } = effect;
  const name = text([0, y + 4], 'mean', { role: 'foreground', anchor: 'start', isBold: true });
  if (mean === null) return [name, ...remark([layout.differences.left, y], 'no pair counts yet')];
  const counted = rows.filter(({ isCounted }) => isCounted);
  const meanOf = (side: 0 | 1): number => counted.reduce((sum, { values }) => sum + (values[side] ?? 0), 0) / counted.length;
  const place = (value: number): number => along(axes.differences, layout.differences, value);
  const interval =
    low === null || high === null
      ? []
      : [
          line([place(low), y], [place(high), y], 'training', { opacity: 1, width: 2 }),
          line([place(low), y - 5], [place(low), y + 5], 'training', { opacity: 1, width: 2 }),
          line([place(high), y - 5], [place(high), y + 5], 'training', { opacity: 1, width: 2 }),
        ];
  return [
    name,
    ...(layout.values ? dumbbell([meanOf(0), meanOf(1)], { axis: axes.values, within: layout.values, y }) : []),
    ...interval,
    mark([place(mean), y], 'diamond', 'training', 1.5),
    text([layout.right, y + 4], meanInBrief({ ...effect, unit }), { role: 'foreground', anchor: 'end', isBold: true }),
  ];
}

function ticks(axes: Axes, layout: Layout, y: number): Shape[] {
  const labels = (axis: Axis, within: { readonly left: number; readonly right: number }): Shape[] =>
    axis.ticks.map(({ value, label }) => text([along(axis, within, value), y], label, { role: 'muted', anchor: 'middle' }));
  return [...(layout.values ? labels(axes.values, layout.values) : []), ...labels(axes.differences, layout.differences)];
}

function along(axis: Axis, { left, right }: { readonly left: number; readonly right: number }, value: number): number {
  const share = axis.at(value);
  return left + (Number.isFinite(share) ? bounded(share) : 0) * (right - left);
}

function middleOf({ left, right }: { readonly left: number; readonly right: number }): number {
  return (left + right) / 2;
}
