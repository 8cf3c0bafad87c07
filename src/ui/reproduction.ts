import { reproductionTag } from '../contract/labels';
import { compareRuns, type Comparison } from '../runFolder/compareRuns';
import type { Lab, LabRun } from '../runs/lab';

export interface Reproduction {
  readonly original: LabRun;
  readonly comparison: Comparison;
}

/**
 * How a run that repeats another one compares with it; undefined of a run that repeats none, or that did not come to its end.
 * @throws {Error} if what one of the two left cannot be read
 */
export async function findReproduction(lab: Lab, run: LabRun): Promise<Reproduction | undefined> {
  // What a run is for stands in its folder, so that it is known after a reload too.
  if (!run.labels.tags.includes(reproductionTag) || run.parent === null || run.status !== 'completed') return undefined;
  const original = lab.find(run.parent);
  if (original?.status !== 'completed' || !original.config || !run.config) return undefined;
  return { original, comparison: await compareRuns(original.folder, run.folder, [original.config, run.config]) };
}
