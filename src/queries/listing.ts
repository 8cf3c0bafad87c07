import { bestRuns } from '../experiment/bestRuns';
import { sortedByColumn } from '../experiment/columnOrder';
import { distinctLabels, type LabelRules } from '../experiment/distinctLabels';
import type { ListedRun } from '../experiment/listedRun';
import type { Column } from '../experiment/runColumns';
import type { RunFilter } from '../experiment/runFilter';
import type { RunOverview } from '../runFolder/readRun';
import { listedRunOf } from './listedRunOf';

/** A run as its folder has it, and how far it has come at W&B. */
export type TrackedRun = RunOverview & Pick<ListedRun, 'tracking'>;

export interface ListQuestion {
  /** All of them have to hold. */
  readonly filters: readonly RunFilter[];
  readonly sort: { readonly column: Column; readonly descending: boolean };
  /** Archived runs too. */
  readonly all: boolean;
}

/** A run of a list: what is told of it, and what its columns are computed from. */
export interface ListEntry {
  readonly run: TrackedRun;
  readonly listed: ListedRun;
}

export interface Listing {
  /** Those that fit, in their order. */
  readonly entries: readonly ListEntry[];
  /** How many were passed over for being archived, whatever the filters say. */
  readonly archived: number;
  readonly parentOf: NonNullable<LabelRules['parentOf']>;
}

/** The runs that fit, in the order of a column. */
export function listingOf(found: readonly TrackedRun[], { filters, sort, all }: ListQuestion): Listing {
  const known = found.map((run): ListEntry => ({ run, listed: listedRunOf(run) }));
  const open = known.filter(({ listed }) => all || !listed.labels.archived);
  const fitting = open.filter(({ listed }) => filters.every(fits => fits(listed)));
  const byId = new Map(known.map(({ listed }) => [listed.id, listed]));
  return {
    entries: sortedByColumn(fitting, sort.column, {
      valueOf: ({ listed }) => sort.column.value(listed),
      descending: sort.descending,
    }),
    archived: known.length - open.length,
    parentOf: id => byId.get(byId.get(id)?.config?.parent ?? ''),
  };
}

/** What each run of a list is called among them, and whether it is the best by validation. */
export function marksOf({ entries, parentOf }: Pick<Listing, 'entries' | 'parentOf'>): (id: string) => RunMarks {
  const runs = entries.map(({ listed }) => listed);
  const labels = distinctLabels(runs, { parentOf });
  const best = bestRuns(runs);
  return id => ({ label: labels.get(id), best: best.has(id) });
}

export interface RunMarks {
  readonly label: string | undefined;
  readonly best: boolean;
}
