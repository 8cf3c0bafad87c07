import { loggedMetric, type LoggedResult } from '../../contract/loggedResults';
import type { JsonValue } from '../../contract/formats/recording';
import type { Recording } from '../../contract/recording';

/** What says how well a run does, the most telling first. */
const CHIEF: readonly LoggedResult[] = ['testAccuracy', 'valAccuracy', 'accuracy'];

export interface ChiefMetric {
  /** Of a summary that has another value than the last one, with what it is: `val_accuracy.max`. */
  readonly key: string;
  readonly value: number;
}

/** The figure that says how well a run did, as its summary has it: an accuracy, else the first metric that was defined; undefined if there is none. */
export function chiefMetricOf({ summary, metrics }: Pick<Recording, 'summary' | 'metrics'>): ChiefMetric | undefined {
  const keys = Object.keys(summary);
  const accuracies = CHIEF.flatMap(result => keys.filter(key => loggedMetric(key)?.result === result));
  const defined = metrics.filter(({ name, hidden }) => !name.endsWith('*') && hidden !== true).map(({ name }) => name);
  const steps = new Set(metrics.map(({ step }) => step));
  for (const key of [...accuracies, ...defined.filter(name => !steps.has(name))]) {
    const found = Object.hasOwn(summary, key) ? figureIn(key, summary[key]) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** Of a metric whose summary is its best value or the like, W&B writes an object with that. */
function figureIn(key: string, value: JsonValue | undefined): ChiefMetric | undefined {
  if (typeof value === 'number') return { key, value };
  if (typeof value !== 'object' || value === null) return undefined;
  const members = new Map<string, JsonValue>(Object.entries(value));
  for (const kind of KINDS) {
    const member = members.get(kind);
    if (typeof member === 'number') return { key: kind === 'last' ? key : `${key}.${kind}`, value: member };
  }
  return undefined;
}

const KINDS = ['last', 'best', 'max', 'min', 'mean'] as const;
