/** What a person may change about a run. */
export interface RunLabels {
  /** Empty: the run is called by what differs from its parent or the defaults. */
  readonly name: string;
  readonly tags: readonly string[];
  readonly pinned: boolean;
  readonly archived: boolean;
}

export const noLabels: RunLabels = { name: '', tags: [], pinned: false, archived: false };

/** Labels out of JSON that a person or another program may have written; what is missing or no label is as if nothing had been said. */
export function parseLabels(value: object): RunLabels {
  const { name, tags, pinned, archived } = value as Record<keyof RunLabels, unknown>;
  return {
    name: typeof name === 'string' ? name : noLabels.name,
    tags: Array.isArray(tags) ? tags.filter(tag => typeof tag === 'string') : noLabels.tags,
    pinned: pinned === true,
    archived: archived === true,
  };
}
