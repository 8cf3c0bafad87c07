import { engineLike, type EngineChoice } from '../contract/engines';
import { REPRODUCTION } from '../contract/labels';
import type { TrainedConfig } from '../contract/run';
import { differingParameters } from '../experiment/differences';
import { compareRuns, type RunComparison } from '../runFolder/compareRuns';
import { missingEngineInWords } from '../wording/engineInWords';
import type { LabRun } from './labRun';

/** The conditions for training a run again with the same result: the threads decide the order of sums, the engine the last bits. */
export interface Conditions {
  readonly threads: number;
  readonly engine: EngineChoice;
  /** For a person: why it cannot be the same engine. */
  readonly warning: string | undefined;
}

/** The conditions under which a run was trained, or the nearest that this version has. */
export function sameConditions({ engine }: TrainedConfig): Conditions {
  const choice = engineLike(engine);
  return { threads: engine.threads, engine: choice ?? 'auto', warning: choice ? undefined : missingEngineInWords(engine) };
}

/** How a completed run that was trained again compares with its original; undefined of any other run, or where the original is gone. */
export async function compareWithOriginal(run: LabRun, find: (id: string) => LabRun | undefined): Promise<RunComparison | undefined> {
  if (run.status !== 'completed' || run.parent === null || !run.labels.tags.includes(REPRODUCTION)) return undefined;
  const original = find(run.parent);
  if (run.config?.kind !== 'trained' || original?.config?.kind !== 'trained' || original.status !== 'completed') return undefined;
  // The user may have given the tag to a run with one change.
  if (differingParameters(run.parameters, original.parameters).length > 0) return undefined;
  return compareRuns(original.folder, run.folder, [original.config, run.config]);
}
