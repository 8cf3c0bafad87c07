import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { parseJson } from '../contract/formats/parseJson';
import { sweepPlan } from '../contract/formats/sweepPlan';
import type { SweepPlan } from '../contract/sweeps';
import { checkOnThisComputer } from '../runFolder/networkFolder';
import { readJsonFile } from '../runFolder/readFile';
import { readingError, RunFolderError } from '../runFolder/runFolderError';

/**
 * The plan in a file.
 * @throws {RunFolderError} if there is none, or it is no plan: with the field, what was found, and what is expected
 * @throws {ParameterError} if it names a data set on the network
 */
export async function readPlan(file: string): Promise<SweepPlan> {
  const folder = await realpath(path.dirname(file)).catch((error: unknown) => {
    throw readingError(file, error);
  });
  const plan = await readJsonFile(folder, path.basename(file), sweepPlan);
  if (!plan) throw new RunFolderError(`${file}: there is no such file; expected the plan of a sweep, as docs/sweeps.md describes it.`);
  return withFolders(plan, path.dirname(file));
}

/** The plan in a text that stands, or will stand, in a file. @throws {FormatError}, {ParameterError} as `readPlan` */
export function planIn(json: string, file: string): SweepPlan {
  return withFolders(parseJson(sweepPlan, json, file), path.dirname(file));
}

/** Folders of data are meant from where the plan lies. */
function withFolders(plan: SweepPlan, from: string): SweepPlan {
  const resolved = (dataset: string): string => {
    checkOnThisComputer({ dataset });
    return dataset === 'mnist' ? dataset : path.resolve(from, dataset);
  };
  const { dataset } = plan.base;
  const base = dataset === undefined ? plan.base : { ...plan.base, dataset: resolved(dataset) };
  const swept = plan.parameters.dataset;
  // A data set has no range.
  const datasets = swept && !('min' in swept) ? { dataset: swept.map(resolved) } : {};
  if (plan.kind === 'grid') return { ...plan, base, parameters: { ...plan.parameters, ...datasets } };
  return { ...plan, base, parameters: { ...plan.parameters, ...datasets } };
}
