import type { ImportedConfig } from '../contract/run';
import type { ForeignRun } from './foreignRun';

/** Whether a run is of the same project and id of W&B. Who it belongs to, its client may not have known yet. */
export function isSameOfWandb(source: ImportedConfig['source'], run: ForeignRun): boolean {
  const areWandb = [source.tool, run.tool].every(tool => /^wandb\b/.test(tool));
  const ends = [source.run ?? '', run.source].map(name => name.split('/').slice(-2).join('/'));
  return areWandb && ends[0] === ends[1];
}
