import type * as v from 'valibot';
import { parseValue } from '../../contract/formats/parse';
import { clusterPartition } from '../../contract/formats/slurm';

/** A partition as `sinfo` tells of it. */
export type Partition = v.InferOutput<typeof clusterPartition>;

/** `%P` marks the default one by `*`. */
export const partitionFormat = '--format=%P|%a|%l|%D';

/** What `sinfo` with that format says. @throws {FormatError} for a line that is none */
export function parsePartitions(text: string): Partition[] {
  const lines = text.split('\n').filter(line => line.trim() !== '');
  const byName = new Map<string, Partition>();
  for (const line of lines) {
    const [name = '', state, timeLimit, nodes] = line.split('|').map(field => field.trim());
    const value = { name: name.replace(/\*$/, ''), isDefault: name.endsWith('*'), state, timeLimit, nodes: Number(nodes) };
    const partition = parseValue(clusterPartition, value, 'sinfo');
    // Some versions have a line for each kind of nodes.
    const nodesBefore = byName.get(partition.name)?.nodes ?? 0;
    byName.set(partition.name, { ...partition, nodes: partition.nodes + nodesBefore });
  }
  return [...byName.values()];
}
