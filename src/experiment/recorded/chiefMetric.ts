import type { JsonValue } from '../../contract/formats/recording';
import type { Recording } from '../../contract/recording';

/** What people call how well a run does, the most telling first. */
const CHIEF = ['test_accuracy', 'val_accuracy', 'val_acc', 'accuracy', 'acc'] as const;

export interface ChiefMetric {
  readonly key: string;
  readonly value: number;
}

/** The figure that says how well a run did, as its summary has it: an accuracy by its usual names, else the first metric that was defined; undefined if there is none. */
export function chiefMetricOf({ summary, metrics }: Pick<Recording, 'summary' | 'metrics'>): ChiefMetric | undefined {
  const defined = metrics.filter(({ name, hidden }) => !name.endsWith('*') && hidden !== true).map(({ name }) => name);
  const steps = new Set(metrics.map(({ step }) => step));
  for (const key of [...CHIEF, ...defined.filter(name => !steps.has(name))]) {
    const value = Object.hasOwn(summary, key) ? numberOf(summary[key]) : undefined;
    if (value !== undefined) return { key, value };
  }
  return undefined;
}

/** Of a metric whose summary is its best value or the like, W&B writes an object with that. */
function numberOf(value: JsonValue | undefined): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const members: readonly (readonly [string, JsonValue])[] = Object.entries(value);
  const found = members.find(([name, one]) => KINDS.includes(name) && typeof one === 'number')?.[1];
  return typeof found === 'number' ? found : undefined;
}

const KINDS: readonly string[] = ['best', 'last', 'max', 'min', 'mean'];
