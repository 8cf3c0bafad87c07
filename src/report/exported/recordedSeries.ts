import type { JsonValue } from '../../contract/formats/recording';
import { scalarsOf, type Recording } from '../../contract/recording';
import { MetricAxes } from '../../experiment/recorded/metricAxes';
import type { RowStore } from '../../experiment/recorded/rowStore';
import { placesOf } from '../../experiment/recorded/scalarPoints';
import { namedInShort } from '../../util/namedInShort';
import type { Point, Series } from './series';

/** The rows of a run that another tool recorded. */
export interface RecordedRows {
  readonly store: RowStore;
  /** When each row of the store was logged, in ms since 1970; NaN where it is not known. */
  readonly times: Float64Array;
  /** What of the rows is left out, for a person. */
  readonly leftOut: readonly string[];
}

/** What is told of a run beside its rows. */
export interface ToldOfRows extends Pick<Recording, 'metrics' | 'summary'> {
  readonly beganMs: number;
  readonly endedMs: number;
}

export interface RecordedSeries {
  readonly series: readonly Series[];
  /** What another program will not see as it was recorded, for a person. */
  readonly remarks: readonly string[];
}

/** A figure of the summary that is another one than the last value of its series has this before its name. */
const SUMMARY = 'summary/';

/**
 * Every scalar of a run's rows, each over the steps that the script defined for it, else over those of the rows; then the figures of its summary
 * that no series ends with, at the last step. Points are made when they are gone through.
 */
export function recordedSeries({ store, times, leftOut }: RecordedRows, told: ToldOfRows): RecordedSeries {
  const axes = new MetricAxes(told.metrics);
  const stepOf = wholeSteps(store);
  const timeOf = (row: number): number => (Number.isNaN(times[row]!) ? told.beganMs : times[row]!);
  const misplaced: string[] = [];
  const series = [...store.keys].map(([name, { rows, values }]): Series => {
    const placed = (): ((row: number) => number) | undefined => {
      const axis = axes.axisOf(name, 'steps', store);
      return axis.over === 'key' ? placesOf(store, axis) : undefined;
    };
    const along = placed();
    const isWhole = along === undefined || rows.all.every(row => Number.isSafeInteger(along(row)));
    if (!isWhole) misplaced.push(name);
    return {
      name,
      points: repeatable(function* () {
        const place = (isWhole ? placed() : undefined) ?? stepOf.step;
        const [all, of] = [rows.all, values.all];
        for (const [i, row] of all.entries()) yield { step: place(row), value: of[i]!, timeMs: timeOf(row) };
      }),
    };
  });
  const last = store.rows === 0 ? 0 : stepOf.step(store.rows - 1);
  const figures = summaryFigures(told.summary, store).map(({ name, value }) => {
    return { name, points: [{ step: last, value, timeMs: told.endedMs }] };
  });
  return {
    series: [...series, ...figures],
    remarks: [
      ...leftOut,
      ...(stepOf.isRecorded ? [] : ['The steps of its rows are no whole numbers: its rows are counted from 0 instead.']),
      ...(misplaced.length > 0
        ? [
            `The steps that the script defined for ${namedInShort(misplaced)} are no whole numbers, or not known of every value: the steps of the rows stand in their place.`,
          ]
        : []),
    ],
  };
}

/** The step of a row, which other programs want to be a whole number. */
function wholeSteps({ steps }: RowStore): { readonly step: (row: number) => number; readonly isRecorded: boolean } {
  const isRecorded = steps.every(Number.isSafeInteger);
  return { step: isRecorded ? row => steps[row]! : row => row, isRecorded };
}

function summaryFigures(
  summary: Readonly<Record<string, JsonValue>>,
  store: RowStore,
): { readonly name: string; readonly value: number }[] {
  return [...scalarsOf(summary)].flatMap(([name, value]) => {
    const known = store.keys.get(name);
    if (!known) return [{ name, value }];
    return Object.is(known.last, value) ? [] : [{ name: `${SUMMARY}${name}`, value }];
  });
}

/** What can be gone through several times. */
function repeatable(points: () => Generator<Point>): Iterable<Point> {
  return { [Symbol.iterator]: points };
}
