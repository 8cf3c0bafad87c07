import type { Item, MetricRecord, MetricOptions } from './wandb_pb';

/** Members by name; a text is JSON, or W&B's kind of it, with NaN. */
type JsonTree = Map<string, string | JsonTree>;

/**
 * A run's config as a server wants it: each value as `{"value": …}`, and under `_wandb` what W&B's own pages need to know.
 * @returns JSON
 */
export function runConfigJson(items: readonly Item[], metrics: readonly MetricRecord[]): string {
  const config: JsonTree = new Map();
  for (const { key, nestedKey, valueJson } of items) put(config, nestedKey.length > 0 ? nestedKey : [key], valueJson);
  put(config, ['_wandb', 'm'], JSON.stringify(metricsInShort(metrics)));
  put(config, ['_wandb', 't'], '{}');
  return `{${[...config].map(([name, value]) => `${JSON.stringify(name)}:{"value":${jsonOfTree(value)}}`).join(',')}}`;
}

function put(tree: JsonTree, [name = '', ...rest]: readonly string[], json: string): void {
  if (rest.length === 0) {
    tree.set(name, json);
    return;
  }
  const there = tree.get(name);
  const below: JsonTree = there instanceof Map ? there : new Map();
  tree.set(name, below);
  put(below, rest, json);
}

function jsonOfTree(value: string | JsonTree): string {
  if (typeof value === 'string') return value;
  return `{${[...value].map(([name, member]) => `${JSON.stringify(name)}:${jsonOfTree(member)}`).join(',')}}`;
}

/** In W&B's numbers: 1 its name; 5 which of these, from 1, it is drawn over; 6 and 7 what holds of it. */
function metricsInShort(metrics: readonly MetricRecord[]): object[] {
  // The first of each name.
  const places = new Map(metrics.map(({ name }, i) => [name, i + 1] as const).toReversed());
  return metrics.map(({ name, stepMetric, options }) => {
    const step = places.get(stepMetric) ?? 0;
    return { 1: name, ...(step > 0 && { 5: step }), 6: flags(options), 7: [] };
  });
}

function flags(options: MetricOptions | undefined): number[] {
  return [...(options?.stepSync ? [1] : []), ...(options?.hidden ? [2] : []), ...(options?.defined ? [3] : [])];
}
