import { findParameter, isComplete, parameterTable, type KnownParameters, type ParameterName } from '../contract/parameters';
import type { RunLabels } from '../contract/labels';
import type { RunStatus } from '../contract/runState';
import type { RunSummary } from '../contract/summary';
import { differingParameters } from './differences';
import { differencesInWords, valueInWords } from './runLabel';

/** What is known of a run when it is put in order. */
export interface Arrangeable {
  readonly id: string;
  readonly status: RunStatus;
  readonly parameters: KnownParameters;
  readonly labels: RunLabels;
  readonly createdAt: string;
  readonly summary: RunSummary | undefined;
}

export const sortKeys = ['newest', 'oldest', 'accuracy', 'loss', 'duration', 'name'] as const;
export type SortKey = (typeof sortKeys)[number];

/** `none`, `status`, `day`, `tag`, or the name of a parameter. */
export type GroupKey = string;

/** How a person wants to see the runs. */
export interface Arrangement {
  readonly sort: SortKey;
  readonly group: GroupKey;
  /** Words that must all occur; empty: everything. */
  readonly filter: string;
  readonly showsArchived: boolean;
}

export const defaultArrangement: Arrangement = { sort: 'newest', group: 'none', filter: '', showsArchived: false };

export interface RunGroup<R> {
  /** Empty where nothing is grouped. */
  readonly label: string;
  readonly runs: readonly R[];
}

/** What a run is called: its name, else what differs from the defaults, else `defaults`, or `imported` where not all of that is known. */
export function runLabel({ labels, parameters }: Pick<Arrangeable, 'labels' | 'parameters'>): string {
  return labels.name || differencesInWords(parameters) || nothingDiffers(parameters);
}

function nothingDiffers(parameters: KnownParameters): string {
  return isComplete(parameters) ? 'defaults' : 'imported';
}

/** So many characters of a label leave room for the accuracy beside it in a sidebar of the usual width. */
const SHORT_LABEL = 22;

/** How much is trained, rather than what: it comes last where there is little room. */
const amounts: readonly ParameterName[] = ['epochs', 'train_samples', 'validation_samples'];

/**
 * The same where there is little room: its name, else as many differences as fit and how many more there are.
 * @param parent of the run that it was made from: what differs from that comes first
 */
export function shortRunLabel({ labels, parameters }: Pick<Arrangeable, 'labels' | 'parameters'>, parent?: KnownParameters): string {
  if (labels.name) return labels.name;
  const changed = parent ? differingParameters(parameters, parent) : [];
  const rank = (name: ParameterName): number => (changed.includes(name) ? 0 : amounts.includes(name) ? 2 : 1);
  // One may have been changed back to its default.
  const names = [...new Set([...changed, ...differingParameters(parameters)])].toSorted((a, b) => rank(a) - rank(b));
  const words = names.map(name => `${name} ${valueInWords(name, parameters)}`);
  const fitting = words.filter((_, i) => i === 0 || words.slice(0, i + 1).join(' · ').length <= SHORT_LABEL);
  const more = words.length - fitting.length;
  return `${fitting.join(' · ') || nothingDiffers(parameters)}${more > 0 ? ` +${more}` : ''}`;
}

/** The runs as they are to be shown: filtered, pinned ones first, sorted, in groups. */
export function arrange<R extends Arrangeable>(runs: readonly R[], arrangement: Arrangement): RunGroup<R>[] {
  const shown = runs.filter(run => (arrangement.showsArchived || !run.labels.archived) && matches(run, arrangement.filter));
  const sorted = shown.toSorted((a, b) => Number(b.labels.pinned) - Number(a.labels.pinned) || compare(a, b, arrangement.sort));
  if (arrangement.group === 'none') return [{ label: '', runs: sorted }];
  const groups = new Map<string, R[]>();
  for (const run of sorted) {
    for (const label of groupsOf(run, arrangement.group)) {
      const members = groups.get(label);
      if (members) members.push(run);
      else groups.set(label, [run]);
    }
  }
  return [...groups].map(([label, members]) => ({ label, runs: members }));
}

/** Names of everything runs can be grouped by. */
export const groupKeys: readonly GroupKey[] = ['none', 'status', 'day', 'tag', ...parameterTable.map(({ name }) => name)];

/** Whether every word occurs in what the run is called, its parameters, tags, status or id; `name=value` asks for a parameter exactly. */
function matches(run: Arrangeable, filter: string): boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const { id, status, labels, parameters } = run;
  const values = parameterTable.map(({ name }) => `${name}=${valueInWords(name, parameters)}`.toLowerCase());
  const text = [id, status, runLabel(run), ...labels.tags].join('\n').toLowerCase();
  return words.every(
    word => text.includes(word) || (word.includes('=') ? values.includes(word) : values.some(value => value.includes(word))),
  );
}

function groupsOf({ status, createdAt, labels, parameters }: Arrangeable, key: GroupKey): readonly string[] {
  switch (key) {
    case 'status':
      return [status];
    case 'day':
      return [createdAt.slice(0, 10)];
    case 'tag':
      return labels.tags.length > 0 ? labels.tags : ['no tag'];
    default: {
      const parameter = findParameter(key);
      return [parameter ? `${key} ${valueInWords(parameter.name, parameters)}` : 'all'];
    }
  }
}

/** Made once: making one is what takes time. */
const byName = new Intl.Collator('en', { numeric: true });

function compare(a: Arrangeable, b: Arrangeable, key: SortKey): number {
  const newest = a.id < b.id ? 1 : -1;
  switch (key) {
    case 'newest':
      return newest;
    case 'oldest':
      return -newest;
    case 'name':
      return byName.compare(runLabel(a), runLabel(b)) || newest;
    case 'accuracy':
      return missingLast(b.summary?.testAccuracy, a.summary?.testAccuracy) || newest;
    case 'loss':
      return missingLast(a.summary?.testLoss, b.summary?.testLoss, Infinity) || newest;
    case 'duration':
      return missingLast(a.summary?.durationMs, b.summary?.durationMs, Infinity) || newest;
  }
}

/** Less first; what is missing counts as `otherwise`. */
function missingLast(a: number | null | undefined, b: number | null | undefined, otherwise = -Infinity): number {
  const [first, second] = [a ?? otherwise, b ?? otherwise];
  return first === second ? 0 : first - second;
}
