import type { RunLabels } from '../contract/labels';
import { writeFileAtomically } from '../util/atomicFile';
import { runPaths } from './paths';
import { readLabels } from './readRun';
import { toJson } from './runWriter';

/** Changes some of what a person may change about a run; returns all of it. */
export async function changeLabels(folder: string, changed: Partial<RunLabels>): Promise<RunLabels> {
  const labels = { ...(await readLabels(folder)), ...changed };
  await writeFileAtomically(runPaths(folder).labels, toJson(labels));
  return labels;
}
