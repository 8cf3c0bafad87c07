import { choiceLike, type EngineChoice } from '../contract/engines';
import type { TrainedConfig } from '../contract/run';
import { differingParameters } from '../experiment/differences';
import { compareRuns, type Comparison } from '../runFolder/compareRuns';
import type { LabRun } from './labRun';

/** The tag of a run that was trained to see whether the same comes out again. */
export const REPRODUCTION = 'reproduction';

/** What a run is trained with again so that the same can come out: the threads decide the order of sums, the engine the last bits. */
export function sameConditions({ engine }: TrainedConfig): { readonly threads: number; readonly engine: EngineChoice } {
  return { threads: engine.threads, engine: choiceLike(engine) };
}

/** How a completed run that was trained again compares with its original; undefined of any other run, or where the original is gone. */
export async function compareWithOriginal(run: LabRun, find: (id: string) => LabRun | undefined): Promise<Comparison | undefined> {
  if (run.status !== 'completed' || run.parent === null || !run.labels.tags.includes(REPRODUCTION)) return undefined;
  const original = find(run.parent);
  if (run.config?.kind !== 'trained' || original?.config?.kind !== 'trained' || original.status !== 'completed') return undefined;
  // The user may have given the tag to a run with one change.
  if (differingParameters(run.parameters, original.parameters).length > 0) return undefined;
  return compareRuns(original.folder, run.folder, [original.config, run.config]);
}
