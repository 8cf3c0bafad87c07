import { formatMetric, type Metric } from '../../contract/metrics';
import { findParameter, type ParameterName } from '../../contract/parameters';
import type { ListedRun } from '../listedRun';
import { compareTexts } from '../columnOrder';
import { valueInWords } from '../runLabel';

/** How the values of a parameter lie beside each other. */
export type ScatterScale = { readonly kind: 'linear' | 'log' } | { readonly kind: 'categories'; readonly categories: readonly string[] };

/** A run: a parameter against a metric. */
export interface ScatterPoint {
  readonly id: string;
  /** The value of the parameter; of a choice its place among the categories, from 0. */
  readonly x: number;
  readonly y: number;
  readonly xText: string;
  readonly yText: string;
}

export interface Scatter {
  readonly scale: ScatterScale;
  readonly points: readonly ScatterPoint[];
  /** Runs without a value of either. */
  readonly leftOut: number;
}

/** Every run that has both a value of the parameter and one of the metric. A scale is logarithmic where the table says so and no value is 0. */
export function scatterOf(runs: readonly ListedRun[], name: ParameterName, metric: Pick<Metric, 'kind' | 'ofRun'>): Scatter {
  const parameter = findParameter(name)!;
  const measured = runs.flatMap(run => {
    const [x, y] = [run.parameters[name], run.summary ? metric.ofRun(run.summary) : null];
    return x === undefined || y === null ? [] : [{ run, x, y }];
  });
  const isNumber = parameter.kind === 'integer' || parameter.kind === 'number';
  const categories = isNumber
    ? []
    : categoriesOf(
        measured.map(({ x }) => String(x)),
        'choices' in parameter ? parameter.choices : [],
      );
  const isLog = isNumber && parameter.scale === 'log' && measured.every(({ x }) => Number(x) > 0);
  const points = measured.map(({ run, x, y }): ScatterPoint => ({
    id: run.id,
    x: isNumber ? Number(x) : categories.indexOf(String(x)),
    y,
    xText: valueInWords(name, run.parameters),
    yText: formatMetric(metric, y),
  }));
  const scale: ScatterScale = isNumber ? { kind: isLog ? 'log' : 'linear' } : { kind: 'categories', categories };
  return { scale, points, leftOut: runs.length - measured.length };
}

/** Those that occur, as the table has them; what it does not have, such as folders, comes behind. */
function categoriesOf(values: readonly string[], choices: readonly string[]): string[] {
  const found = new Set(values);
  return [...choices.filter(choice => found.has(choice)), ...[...found].filter(value => !choices.includes(value)).toSorted(compareTexts)];
}
