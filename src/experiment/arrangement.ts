import { choosesModels, metrics, metricTable, type Metric, type MetricName } from '../contract/metrics';
import { findParameter, parameterTable } from '../contract/parameters';
import { distinctLabels } from './distinctLabels';
import type { ListedRun } from './listedRun';
import { parseFilter, problemOf } from './runFilter';
import { valueInWords } from './runLabel';

/** What was measured on the training images does not say which run did better, and the test images choose none. */
const sortedMetrics = metricTable.filter(metric => metric.measuredOn === undefined || choosesModels(metric));

export type SortKey = 'newest' | 'oldest' | 'name' | MetricName;

/** Everything that runs can be sorted by. */
export const sortKeys: readonly SortKey[] = ['newest', 'oldest', ...sortedMetrics.map(({ name }) => name), 'name'];

/** `none`, `status`, `day`, `tag`, or the name of a parameter. */
export type GroupKey = string;

/** Names of everything runs can be grouped by. */
export const groupKeys: readonly GroupKey[] = ['none', 'status', 'day', 'tag', ...parameterTable.map(({ name }) => name)];

/** How the user wants to see the runs. */
export interface Arrangement {
  readonly sort: SortKey;
  readonly group: GroupKey;
  /** As parseFilter takes it; empty: everything. */
  readonly filter: string;
  readonly showsArchived: boolean;
}

export const defaultArrangement: Arrangement = { sort: 'newest', group: 'none', filter: '', showsArchived: false };

/** What older versions sorted by, which were results on the test images. */
const formerSortKeys: ReadonlyMap<string, SortKey> = new Map([
  ['accuracy', 'val_accuracy'],
  ['loss', 'val_loss'],
  ['test_accuracy', 'val_accuracy'],
  ['test_loss', 'val_loss'],
]);

/** An arrangement that was kept, maybe by an older version. */
export function readArrangement(kept: Partial<Arrangement> | undefined): Arrangement {
  const { sort = 'newest', ...rest } = kept ?? {};
  const key = formerSortKeys.get(sort) ?? sort;
  return { ...defaultArrangement, ...rest, sort: sortKeys.includes(key) ? key : 'newest' };
}

export interface RunGroup<R> {
  /** Empty where nothing is grouped. */
  readonly label: string;
  readonly runs: readonly R[];
}

/**
 * The runs in the order in which they are shown: filtered (an invalid filter is ignored), pinned ones first, sorted, in groups. Groups of a
 * number are in its order, others in that of their first runs.
 */
export function arrange<R extends ListedRun>(
  runs: readonly R[],
  arrangement: Arrangement,
  trackingOf: (run: R) => ListedRun['tracking'] = run => run.tracking,
): RunGroup<R>[] {
  const { filter, showsArchived, sort, group } = arrangement;
  const fits = filter === '' || problemOf(filter) !== undefined ? undefined : parseFilter(filter);
  const shown = runs.filter(run => (showsArchived || !run.labels.archived) && (!fits || fits({ ...run, tracking: trackingOf(run) })));
  const compare = sort === 'name' ? byLabel(shown, runs) : by(sort);
  const sorted = shown.toSorted((a, b) => Number(b.labels.pinned) - Number(a.labels.pinned) || compare(a, b) || newestFirst(a, b));
  if (group === 'none') return [{ label: '', runs: sorted }];
  const groups = new Map<string, R[]>();
  for (const run of sorted) {
    for (const label of groupsOf(run, group)) {
      const members = groups.get(label);
      if (members) members.push(run);
      else groups.set(label, [run]);
    }
  }
  const inOrder = [...groups].map(([label, members]): RunGroup<R> => ({ label, runs: members }));
  const numberOf = numberBy(group);
  return numberOf ? inOrder.toSorted((a, b) => numberOf(a.runs[0]!) - numberOf(b.runs[0]!)) : inOrder;
}

/** The number that runs are grouped by, behind all others where it is not known; undefined if they are grouped by something else. */
function numberBy(key: GroupKey): ((run: ListedRun) => number) | undefined {
  const parameter = findParameter(key);
  if (parameter?.kind !== 'integer' && parameter?.kind !== 'number') return undefined;
  return ({ parameters }) => Number(parameters[parameter.name] ?? Number.MAX_VALUE);
}

function groupsOf({ status, createdAt, labels, parameters }: ListedRun, key: GroupKey): readonly string[] {
  switch (key) {
    case 'status':
      return [status];
    case 'day':
      return [createdAt.slice(0, 10)];
    case 'tag':
      // A file that was edited by hand may have one twice.
      return labels.tags.length > 0 ? [...new Set(labels.tags)] : ['no tag'];
    default: {
      const parameter = findParameter(key);
      return [parameter ? `${key} ${valueInWords(parameter.name, parameters)}` : 'all'];
    }
  }
}

/** What a list is sorted by, for the user to choose: `Test accuracy, best first`. */
export function sortInWords(key: SortKey): string {
  if (key === 'newest') return 'Newest first';
  if (key === 'oldest') return 'Oldest first';
  if (key === 'name') return 'Name';
  const { label, kind } = metrics[key];
  return `${label}, ${firstInWords[kind]} first`;
}

const firstInWords: Readonly<Record<Metric['kind'], string>> = { share: 'best', nats: 'best', rate: 'fastest', duration: 'shortest' };

/** What a list is grouped by, for the user to choose. */
export function groupInWords(key: GroupKey): string {
  const words: Readonly<Record<string, string>> = { none: 'No groups', status: 'Status', day: 'Day', tag: 'Tag' };
  return words[key] ?? key;
}

type Compare = (a: ListedRun, b: ListedRun) => number;

/** Made once: making one is what takes time. */
const asCounted = new Intl.Collator('en', { numeric: true });

/** By what they are called beside each other. */
function byLabel(shown: readonly ListedRun[], all: readonly ListedRun[]): Compare {
  const byId = new Map(all.map(run => [run.id, run]));
  const labels = distinctLabels(shown, { parentOf: id => byId.get(byId.get(id)?.config?.parent ?? '') });
  return (a, b) => asCounted.compare(labels.get(a.id)!, labels.get(b.id)!);
}

function by(key: Exclude<SortKey, 'name'>): Compare {
  if (key === 'newest') return newestFirst;
  if (key === 'oldest') return (a, b) => newestFirst(b, a);
  return (a, b) => bestFirst(metrics[key], a, b);
}

function newestFirst(a: ListedRun, b: ListedRun): number {
  return a.id < b.id ? 1 : a.id > b.id ? -1 : 0;
}

/** What was not measured comes last. */
function bestFirst({ better, ofRun }: Metric, a: ListedRun, b: ListedRun): number {
  const [x, y] = [a, b].map(({ summary }) => (summary ? ofRun(summary) : null));
  if (x == null || y == null) return Number(x == null) - Number(y == null);
  return better === 'higher' ? y - x : x - y;
}
