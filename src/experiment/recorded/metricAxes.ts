import { definitionOf, type DefinedMetric } from '../../contract/recording';
import type { ScalarUnit } from '../../contract/recorded';
import type { RowStore } from './rowStore';
import type { CurveAxis } from './scalarPoints';

/** How a script said that its metrics are meant, looked up once for each key. */
export class MetricAxes {
  private readonly found = new Map<string, DefinedMetric | undefined>();

  constructor(private readonly metrics: readonly DefinedMetric[]) {}

  isHidden(key: string): boolean {
    return this.definitionOf(key)?.hidden === true;
  }

  /** The axis that a key is drawn along: the one that was defined, where that was ever logged; else the steps of the rows. */
  axisOf(key: string, unit: ScalarUnit, store: RowStore): CurveAxis {
    const step = this.definitionOf(key)?.step;
    if (unit === 'time' || step === '_runtime' || step === '_timestamp') return { over: 'time' };
    return step !== undefined && step !== key && store.keys.has(step) ? { over: 'key', key: step } : { over: 'steps' };
  }

  private definitionOf(key: string): DefinedMetric | undefined {
    if (!this.found.has(key)) this.found.set(key, definitionOf(this.metrics, key));
    return this.found.get(key);
  }
}

/** What an axis is called in messages and files. */
export function nameOfAxis(axis: CurveAxis): string {
  if (axis.over === 'key') return axis.key;
  return axis.over === 'time' ? 'time' : '_step';
}
