import path from 'node:path';
import type { PairedResult } from '../contract/inspection';
import { comparisonColumns } from '../experiment/comparison/columns';
import { configDiff } from '../experiment/comparison/configDiff';
import type { Grouping } from '../experiment/comparison/grouping';
import { makingFacts } from '../experiment/comparison/making';
import { comparisonTable } from '../experiment/comparison/table';
import { distinctLabels, type LabelRules } from '../experiment/distinctLabels';
import type { ListedRun } from '../experiment/listedRun';
import { findRun } from '../runFolder/findRun';
import { AT_ONCE } from '../runFolder/listRuns';
import { readOverview, type RunOverview } from '../runFolder/readRun';
import type { Inspector } from '../runs/inspector';
import { readTracking } from '../tracking/wandb/trackingFile';
import { mapAtOnce } from '../util/mapAtOnce';
import { messageOf } from '../util/messageOf';
import type { Compared } from './comparisonJson';
import { listedRunOf } from './listedRunOf';
import { QuestionError } from './questionError';

export interface ComparisonQuestion {
  /** The folders of the runs, in the order in which they were asked for. */
  readonly folders: readonly string[];
  /** The folder of the run that the others are compared with; one that is not among them stands first. */
  readonly baseline: string;
  readonly grouping?: Grouping | undefined;
}

/**
 * Compares runs as their folders have them.
 * @throws {QuestionError} if they are fewer than two
 * @throws {RunFolderError} if one cannot be read
 */
export async function compareRuns(question: ComparisonQuestion, inspector: Pick<Inspector, 'ask'>): Promise<Compared> {
  const { folders: asked, baseline: ofBaseline, grouping } = question;
  const folders = [...new Set(asked.includes(ofBaseline) ? asked : [ofBaseline, ...asked])];
  if (folders.length < 2) throw new QuestionError('expected at least two different runs.');
  const found = await mapAtOnce(folders, AT_ONCE, readOverview);
  const runs = await mapAtOnce(found, AT_ONCE, async run => listedRunOf({ ...run, tracking: await readTracking(run.folder) }));
  const paired = await pairedResults(found, ofBaseline, inspector);
  const baseline = runs[folders.indexOf(ofBaseline)]!;
  const parentOf = await parentsOf(found, runs);
  const making = found.map(({ config }) => makingFacts(config));
  return {
    runs,
    folders,
    baseline,
    making,
    parentOf,
    paired,
    labels: distinctLabels(runs, { parentOf }),
    table: comparisonTable(runs, { columns: columnsFor(runs), baseline: baseline.id, grouping, parentOf }),
    diff: configDiff(runs.map(({ parameters, recorded }, i) => ({ parameters, recorded, making: making[i]! }))),
  };
}

/** The usual ones, how each run ended if not all are complete, and the id, by which another command can name it. */
function columnsFor(runs: readonly ListedRun[]): string[] {
  const status = runs.every(run => run.status === 'completed') ? [] : ['status'];
  return [...comparisonColumns(runs).map(({ name }) => name), ...status, 'id'];
}

/** By id, of every run but the baseline; one that cannot be compared has the reason. */
async function pairedResults(
  found: readonly RunOverview[],
  baseline: string,
  inspector: Pick<Inspector, 'ask'>,
): Promise<ReadonlyMap<string, PairedResult>> {
  const others = found.filter(run => run.folder !== baseline);
  try {
    const { results } = await inspector.ask({ type: 'paired', baseline, folders: others.map(run => run.folder) });
    return new Map(others.map(({ id }, i) => [id, results[i]!]));
  } catch (error) {
    const reason = messageOf(error);
    return new Map(others.map(({ id }) => [id, { outcome: 'refused', reason }]));
  }
}

/** The run that each was made from, which lies beside it and need not be among those that are compared. */
async function parentsOf(found: readonly RunOverview[], runs: readonly ListedRun[]): Promise<NonNullable<LabelRules['parentOf']>> {
  const parents = new Map<string, ListedRun>();
  for (const { id, folder, config } of found) {
    const parent = config.parent;
    if (parent === null || parent === undefined) continue;
    const known = runs.find(run => run.id === parent) ?? (await overviewOf(path.dirname(folder), parent));
    if (known) parents.set(id, known);
  }
  return id => parents.get(id);
}

/** Undefined if it is gone or cannot be read. */
async function overviewOf(folder: string, id: string): Promise<ListedRun | undefined> {
  const found = await findRun(folder, id)
    .then(readOverview)
    .catch(() => undefined);
  return found?.id === id ? listedRunOf(found) : undefined;
}
