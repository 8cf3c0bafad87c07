import { noLabels, type RunLabels } from '../../contract/labels';
import type { TrainedConfig } from '../../contract/run';
import type { WandbTarget } from '../../contract/tracking';
import { readNotes } from '../../runFolder/artifacts';
import { readConfig, readLabels } from '../../runFolder/readRun';

/** Everything that W&B is told about a run besides its events. */
export interface RunFacts {
  readonly config: TrainedConfig;
  readonly labels: RunLabels;
  /** In Markdown; empty: none. */
  readonly notes: string;
  readonly target: WandbTarget;
}

/** @throws {RunFolderError} if the folder holds no run */
export async function readRunFacts(folder: string, target: WandbTarget): Promise<RunFacts> {
  const [config, labels, notes] = await Promise.all([readConfig(folder), readLabels(folder).catch(() => noLabels), readNotes(folder)]);
  return { config, labels, notes, target };
}
