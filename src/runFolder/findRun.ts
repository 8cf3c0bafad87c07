import path from 'node:path';
import { varyingParameters } from '../experiment/differences';
import { nameAndValue } from '../experiment/runLabel';
import { noLabels } from '../contract/labels';
import { mapAtOnce } from '../util/mapAtOnce';
import { AT_ONCE, runIds } from './listRuns';
import { readLabels, readOverview, type RunOverview } from './readRun';
import { RunFolderError } from './runFolderError';

/** What is asked for to have the newest run. */
export const LATEST = 'latest';

/** How many runs are listed in a message. */
const MOST_LISTED = 10;

/**
 * The folder of the run that is asked for: by its id, by `latest` (the newest that is not archived), by its name, or by the beginning of
 * its id. A run that is called `latest` is found by its id only.
 * @throws {RunFolderError} if there is none, or more than one: it lists them, with what differs where they have one name
 */
export async function findRun(runsFolder: string, asked: string): Promise<string> {
  const ids = await runIds(runsFolder);
  if (ids.includes(asked)) return path.join(runsFolder, asked);
  if (asked === LATEST) return latest(runsFolder, ids);
  const names = await namesOf(runsFolder, ids);
  // Every id begins with nothing; an unset variable of a script means no run.
  const isEmpty = asked === '';
  const named = ids.filter((_, i) => !isEmpty && names[i] === asked);
  const begun = ids.filter(id => !isEmpty && id.startsWith(asked));
  const [found, ...others] = [...new Set([...named, ...begun])];
  if (found !== undefined && others.length === 0) return path.join(runsFolder, found);
  if (found !== undefined) throw new RunFolderError(await ambiguous(runsFolder, asked, { named, begun }));
  const newest = ids
    .map((id, i) => (names[i] ? `${id} "${names[i]}"` : id))
    .slice(-3)
    .toReversed();
  const known = ids.length === 0 ? `There are no runs in ${runsFolder}.` : `The newest in ${runsFolder} are ${newest.join(', ')}.`;
  throw new RunFolderError(`There is no run "${asked}". ${known} Another folder is named with --runs.`);
}

/** The newest run that a list shows. */
async function latest(runsFolder: string, ids: readonly string[]): Promise<string> {
  for (const id of ids.toReversed()) {
    const folder = path.join(runsFolder, id);
    const run = await overviewOf(folder);
    if (run && !run.labels.archived) return folder;
  }
  const why = ids.length === 0 ? `There are no runs in ${runsFolder}.` : `All runs in ${runsFolder} that can be read are archived.`;
  throw new RunFolderError(`There is no latest run. ${why} Another folder is named with --runs.`);
}

/** The names that people gave the runs, empty where there is none or none that can be read. */
async function namesOf(runsFolder: string, ids: readonly string[]): Promise<string[]> {
  const labels = await mapAtOnce(ids, AT_ONCE, id => readLabels(path.join(runsFolder, id)).catch(() => noLabels));
  return labels.map(({ name }) => name);
}

interface Matches {
  /** The runs that have what was asked for as their name. */
  readonly named: readonly string[];
  /** The runs whose id begins so. */
  readonly begun: readonly string[];
}

async function ambiguous(runsFolder: string, asked: string, { named, begun }: Matches): Promise<string> {
  if (named.length === 0)
    return `"${asked}" is the beginning of ${begun.length} runs: ${inBrief(begun, begun.length)}. Give more of the id.`;
  const shown = named.slice(0, MOST_LISTED);
  const which = inBrief(await toldApart(runsFolder, shown), named.length);
  const more = begun.length === 0 ? '' : ` and the beginning of the id of ${inBrief(begun.slice(0, MOST_LISTED), begun.length)}`;
  return `"${asked}" is the name of ${named.length === 1 ? which : `${named.length} runs: ${which}`}${more}. Give the id.`;
}

/** Each id with what distinguishes its run from the others. */
async function toldApart(runsFolder: string, ids: readonly string[]): Promise<string[]> {
  const runs = await Promise.all(ids.map(id => overviewOf(path.join(runsFolder, id))));
  const varying = varyingParameters(runs.flatMap(run => (run ? [run.config.parameters] : [])));
  return ids.map((id, i) => {
    const run = runs[i];
    if (!run) return `${id} (cannot be read)`;
    const { parameters } = run.config;
    const facts = [
      ...varying.map(name => nameAndValue(name, parameters)),
      ...(run.status === 'completed' ? [] : [run.status]),
      ...(run.labels.archived ? ['archived'] : []),
    ];
    return facts.length === 0 ? id : `${id} (${facts.join(', ')})`;
  });
}

/** Undefined if it cannot be read. */
function overviewOf(folder: string): Promise<RunOverview | undefined> {
  return readOverview(folder).catch(() => undefined);
}

/** @param count of all that there are */
function inBrief(texts: readonly string[], count: number): string {
  const shown = texts.slice(0, MOST_LISTED);
  return `${shown.join(', ')}${shown.length < count ? ', …' : ''}`;
}
