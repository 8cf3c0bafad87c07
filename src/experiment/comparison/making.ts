import type { RunConfig, TrainedConfig } from '../../contract/run';

/** Something that a run's config says of how it was made, beside its parameters. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** Everything that can change the numbers of a run beside its parameters, and is recorded in its config. */
export function conditionsOf({ dataset, engine, environment, trainer }: TrainedConfig): readonly Fact[] {
  const facts: readonly (readonly [string, string | number])[] = [
    ['data set (SHA-256)', dataset.sha256],
    ['images', dataset.transposed ? 'transposed' : 'as they are'],
    ['classes', dataset.classes],
    ['engine', engine.name],
    ['engine version', engine.version],
    ['threads', engine.threads],
    ['instruction set', environment.instructionSet],
    ['Digits Lab version', environment.version],
    ["trainer's numerics", trainer.numericsVersion],
    ["trainer's bundle (SHA-256)", trainer.bundleSha256],
    ['Node', environment.node],
    ['operating system', environment.os],
    ['processor', environment.cpu],
  ];
  return facts.map(([name, value]) => ({ name, value: String(value) }));
}

/** What a comparison says of how a run was made: its conditions, and the state of the code around it; of an imported run what is known. */
export function makingFacts(config: RunConfig): readonly Fact[] {
  const { git } = config;
  const code = git ? [{ name: 'commit', value: `${git.commit}${git.dirty ? ', with changes' : ''}` }] : [];
  if (config.kind === 'trained') return [...conditionsOf(config), ...code];
  const { dataset, source } = config;
  return [
    { name: 'imported from', value: source.tool },
    ...(dataset?.name === undefined ? [] : [{ name: 'data set', value: dataset.name }]),
    ...code,
  ];
}

/** A value as it is shown: of a hash or a commit the beginning. */
export function factInShort(value: string): string {
  return value.replace(/\b([0-9a-f]{64}|[0-9a-f]{40})\b/, hash => `${hash.slice(0, 12)}…`);
}
