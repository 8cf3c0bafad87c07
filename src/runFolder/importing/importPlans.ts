import { basename } from 'node:path';
import { RunFolderError } from '../runFolderError';
import { arrayRoles, usualNamesOf, type ArrayRole } from './arrayRoles';
import { givenArrays, listed, namedArray, type ArrayGroup, type GivenArray } from './givenArrays';

/** What is asked to be imported. */
export interface WantedArrays extends Partial<Readonly<Record<ArrayRole, string>>> {
  /** Files, folders and archives, absolute. */
  readonly paths: readonly string[];
}

/** Which arrays make a run. */
export interface ImportPlan {
  /** What the run is called unless a person says otherwise. */
  readonly name: string;
  readonly arrays: { readonly truth: GivenArray } & Partial<Readonly<Record<ArrayRole, GivenArray>>>;
}

/**
 * Which runs the arrays at some paths make: one; or one for each folder and archive, where each of them has all that it takes.
 * @throws {RunFolderError} that lists what was found, where it makes no run or cannot be told
 */
export async function importPlans(wanted: WantedArrays): Promise<ImportPlan[]> {
  const groups = await givenArrays(wanted.paths);
  const named = await namedArrays(wanted);
  if (named.size === 0 && groups.length > 1 && groups.every(isWhole)) return groups.map(group => planOf(group, named));
  const [first] = groups;
  const name = first?.name ?? basename(wanted.truth ?? wanted.predictions ?? wanted.probabilities ?? 'arrays').replace(/\.np[yz]$/i, '');
  return [planOf({ name, path: first?.path ?? '', arrays: groups.flatMap(({ arrays }) => arrays) }, named)];
}

async function namedArrays(wanted: WantedArrays): Promise<ReadonlyMap<ArrayRole, GivenArray>> {
  const named = new Map<ArrayRole, GivenArray>();
  for (const role of arrayRoles) {
    const file = wanted[role];
    if (file !== undefined) named.set(role, await namedArray(file, role));
  }
  return named;
}

function isWhole(group: ArrayGroup): boolean {
  const count = (role: ArrayRole): number => group.arrays.filter(array => array.role === role).length;
  return (
    count('truth') === 1 && count('predictions') <= 1 && count('probabilities') <= 1 && count('predictions') + count('probabilities') > 0
  );
}

function planOf({ name, arrays }: ArrayGroup, named: ReadonlyMap<ArrayRole, GivenArray>): ImportPlan {
  const found: Partial<Record<ArrayRole, GivenArray>> = {};
  for (const role of arrayRoles) {
    const own = arrays.filter(array => array.role === role);
    const chosen = named.get(role) ?? own[0];
    if (!named.has(role) && own.length > 1)
      throw new RunFolderError(
        `Which array is the ${inWords[role]} cannot be told: found ${listed(own)}. Import them one folder at a time, or say which with --${role} FILE.`,
      );
    if (chosen) found[role] = chosen;
  }
  const { truth, predictions, probabilities } = found;
  if (truth && (predictions ?? probabilities)) return { name, arrays: { ...found, truth } };
  throw new RunFolderError(whatIsMissing(arrays, truth !== undefined));
}

const inWords: Readonly<Record<ArrayRole, string>> = {
  truth: 'truth',
  predictions: 'predictions',
  probabilities: 'probabilities',
};

function whatIsMissing(arrays: readonly GivenArray[], hasTruth: boolean): string {
  const missing = hasTruth
    ? `predicted classes (usually called ${usualNamesOf('predictions')}) and probabilities (${usualNamesOf('probabilities')})`
    : `the true classes (usually called ${usualNamesOf('truth')})`;
  const found = arrays.length === 0 ? 'no array' : listed(arrays);
  const flags = hasTruth ? '--predictions FILE or --probabilities FILE' : '--truth FILE';
  return `Found ${found}, and nothing with ${missing}. It takes the truth with predictions or probabilities, or both. Rename the file, or say which it is with ${flags}.`;
}
