import type { DrawnCurve } from '../../contract/recorded';
import { maxOf, minOf } from '../../util/extremes';
import { recordedValue } from '../../wording/recordedValue';
import type { Series } from '../lineChart';
import type { NamedPoints } from '../points';
import type { RunLook } from '../runLooks';
import { within } from '../zoom';
import { axisWords, placeAxis, pointsOf, valueAxis, widened, type ScalarChart, type ScalarView } from './scalarChart';

/** What a run has of the key that is drawn. */
export interface ComparedScalar {
  readonly id: string;
  readonly label: string;
  readonly look: RunLook;
  readonly curve: DrawnCurve;
}

export interface ComparedScalarView extends ScalarView {
  readonly key: string;
  /** Ids of runs whose curves are off. */
  readonly hidden: readonly string[];
}

/** Its curves are called by the ids of their runs. */
export type ComparedScalarChart = ScalarChart<string>;

/** One key that several runs have logged, their curves over each other. */
export function comparedScalars(runs: readonly ComparedScalar[], view: ComparedScalarView): ComparedScalarChart {
  const { key, scale, range, hidden } = view;
  const axis = runs[0]?.curve.axis ?? '_step';
  const extents = runs.flatMap(({ curve }) => curve.extent ?? []);
  const whole =
    extents.length === 0 ? { from: 0, to: 1 } : { from: minOf(extents.map(({ from }) => from)), to: maxOf(extents.map(({ to }) => to)) };
  const extent = widened(whole, axis);
  const shown = range && within(range, extent);
  const visible = shown ?? extent;
  const words = axisWords(axis);
  const on = runs.filter(({ id }) => !hidden.includes(id));
  const recorded = runs.map(named);
  return {
    title: key,
    xLabel: words.label,
    yLabel: '',
    xAxis: placeAxis(axis, visible),
    yAxis: valueAxis(
      on.map(({ curve }) => pointsOf(curve.measured)),
      visible,
      scale,
    ),
    series: on.flatMap(seriesOf),
    rightMargin: 12,
    ...(runs.length > 0 && { empty: on.length === 0 ? 'All curves are off' : 'Nothing that this axis can show' }),
    format: recordedValue,
    curves: runs.map(run => ({ ...seriesOf(run).at(-1)!, curve: run.id })),
    hidden,
    places: { unit: 'steps', extent },
    range: shown,
    rangeInWords: `${words.label} ${words.cell(visible.from)} to ${words.cell(visible.to)}`,
    read: recorded.filter((_, i) => on.includes(runs[i]!)),
    recorded,
    along: words,
  };
}

function named({ label, look, curve }: ComparedScalar): NamedPoints {
  return { label, isName: true, role: look.role, points: pointsOf(curve.measured) };
}

function seriesOf(run: ComparedScalar): Series[] {
  const { look, curve } = run;
  const line: Series = { ...named(run), style: 'line', look: { width: 1.5, opacity: 0.9, dashes: look.dashes, marker: look.marker } };
  if (!curve.smoothed) return [line];
  return [
    { ...line, part: 'measured' },
    { ...line, part: 'smoothed', points: pointsOf(curve.smoothed) },
  ];
}
