import type { Artifact } from '../../contract/dashboard';
import type { Arrangement, RunGroup } from '../../experiment/arrangement';
import { listArtifacts } from '../../runFolder/artifacts';
import type { LabRun } from '../../runs/labRun';
import { grouped } from '../../util/format';
import { brokenKey, groupKey, runKey, ShownRuns, type RowSource } from './shownRuns';

/** A row of the view Runs. */
export type Row =
  | { readonly kind: 'group'; readonly key: string; readonly label: string; readonly runs: readonly LabRun[] }
  /** `group`: the label of the group that it stands in; empty where nothing is grouped. */
  | { readonly kind: 'run'; readonly key: string; readonly runId: string; readonly group: string }
  /** What stands below the rows of so many pages of a list, or of a group: so many runs. */
  | { readonly kind: 'more'; readonly key: string; readonly group: string; readonly page: number; readonly count: number }
  /** A folder that cannot be read. */
  | { readonly kind: 'broken'; readonly key: string; readonly runId: string }
  | { readonly kind: RunPart; readonly key: string; readonly runId: string }
  | { readonly kind: 'artifact'; readonly key: string; readonly runId: string; readonly artifact: Artifact };

/** What every run has. */
const parts = ['config', 'metrics', 'matrix', 'artifacts', 'notes'] as const;
export type RunPart = (typeof parts)[number] | 'wandb';

/** VS Code asks for every row of a list that has changed, those out of sight too: of more runs the others stand below a row of their own. */
export const PAGE = 1000;

/** What the view Runs shows: which rows, in which order, and which of them changed. */
export class RunRows {
  /** The same row for the same thing, so that the view can keep what is open and selected. */
  private readonly rows = new Map<string, Row>();
  /** As it was at the last look. */
  private shownLast: ShownRuns | undefined;

  constructor(
    private readonly source: RowSource,
    private arrangementNow: Arrangement,
  ) {}

  get arrangement(): Arrangement {
    return this.arrangementNow;
  }

  /** Sets another arrangement; the next call of `look` finds what has changed. */
  arrange(arrangement: Arrangement): void {
    this.arrangementNow = arrangement;
  }

  /** What the labels and marks of the rows follow from. */
  get shown(): ShownRuns {
    return (this.shownLast ??= new ShownRuns(this.source, this.arrangementNow));
  }

  /** The rows of the whole list. */
  top(): Row[] {
    const { groups, isGrouped } = this.shown;
    const broken = this.source.broken.map(({ id }) => this.row({ kind: 'broken', key: brokenKey(id), runId: id }));
    const rows = isGrouped ? groups.map(group => this.groupRow(group)) : this.page(groups[0]!, 0);
    return [...rows, ...broken];
  }

  /** The rows below one. */
  below(row: Row): Row[] | Promise<Row[]> {
    switch (row.kind) {
      case 'group':
        return this.page(row, 0);
      case 'more':
        return this.page(this.groupOf(row.group), row.page);
      case 'run':
        return this.partsOf(row.runId).map(part => this.row({ kind: part, key: `${row.key} ${part}`, runId: row.runId }));
      case 'artifacts':
        return this.artifactRows(row.key, row.runId);
      case 'broken':
      case 'config':
      case 'metrics':
      case 'matrix':
      case 'notes':
      case 'wandb':
      case 'artifact':
        return [];
    }
  }

  /** The row that one is below. */
  above(row: Row): Row | undefined {
    if (row.kind === 'broken' || row.kind === 'group') return undefined;
    if (row.kind === 'more') return this.headOf(this.groupOf(row.group), row.page - 1);
    if (row.kind !== 'run') return this.rows.get(row.key.slice(0, row.key.lastIndexOf(' ')));
    const group = this.groupOf(row.group);
    const place = group.runs.findIndex(({ id }) => id === row.runId);
    return this.headOf(group, Math.floor(Math.max(0, place) / PAGE));
  }

  /** The row of a run, or the first of them; undefined if it is not shown. */
  find(runId: string): Row | undefined {
    const group = this.shown.groups.find(({ runs }) => runs.some(({ id }) => id === runId));
    return group && this.runRow(runId, group.label);
  }

  /** The rows of a run, one in each of its groups, as far as they were asked for. */
  rowsOf(id: string): readonly Row[] {
    // A run with two tags stands in two groups.
    return this.shown.groups.flatMap(({ label }) => this.rows.get(runKey(label, id)) ?? []);
  }

  /** The rows that are to be shown anew since the last look where the list is the same, else `all`. */
  look(): readonly Row[] | 'all' {
    const { runs, broken } = this.source;
    this.forget([...runs, ...broken]);
    const before = this.shownLast;
    this.shownLast = new ShownRuns(this.source, this.arrangementNow, before);
    const changed = before ? this.shownLast.changesSince(before) : 'all';
    if (changed === 'all' || (changed.length > 0 && this.shownLast.isGrouped)) return 'all';
    return changed.flatMap(key => this.rows.get(key) ?? []);
  }

  /** `14`, or `3 of 14 · “tanh”`. */
  countInWords(): string {
    const all = this.source.runs.length;
    if (all === 0) return '';
    const { filter } = this.arrangementNow;
    const { count } = this.shown;
    return [count === all ? grouped(all) : `${grouped(count)} of ${grouped(all)}`, filter && `“${filter}”`].filter(Boolean).join(' · ');
  }

  /** A run that is not tracked has no row for tracking. */
  private partsOf(runId: string): RunPart[] {
    const run = this.source.find(runId);
    return run && this.source.trackingOf(run) ? [...parts, 'wandb'] : [...parts];
  }

  private async artifactRows(key: string, runId: string): Promise<Row[]> {
    const run = this.source.find(runId);
    const artifacts = run ? await listArtifacts(run.folder) : [];
    return artifacts.map(artifact => ({ kind: 'artifact', key: `${key} ${artifact.path}`, runId, artifact }));
  }

  /** Forgets the rows of runs that are gone. */
  private forget(runs: readonly { readonly id: string }[]): void {
    const there = new Set(runs.map(({ id }) => id));
    for (const [key, row] of this.rows) if ('runId' in row && !there.has(row.runId)) this.rows.delete(key);
  }

  /** The rows of a page, from 0, and the one that the next pages are below. */
  private page(group: RunGroup<LabRun>, page: number): Row[] {
    const rows = group.runs.slice(page * PAGE, (page + 1) * PAGE).map(({ id }) => this.runRow(id, group.label));
    return group.runs.length > (page + 1) * PAGE ? [...rows, this.moreRow(group, page + 1)] : rows;
  }

  /** The row that a page is below; undefined of the first one where nothing is grouped. */
  private headOf(group: RunGroup<LabRun>, page: number): Row | undefined {
    if (page > 0) return this.moreRow(group, page);
    return group.label === '' ? undefined : this.groupRow(group);
  }

  private groupOf(label: string): RunGroup<LabRun> {
    return this.shown.groups.find(group => group.label === label) ?? { label, runs: [] };
  }

  private groupRow({ label, runs }: RunGroup<LabRun>): Row {
    return { kind: 'group', key: groupKey(label), label, runs };
  }

  private moreRow({ label: group, runs }: RunGroup<LabRun>, page: number): Row {
    return { kind: 'more', key: runKey(group, `more ${page}`), group, page, count: runs.length - page * PAGE };
  }

  private runRow(id: string, group: string): Row {
    return this.row({ kind: 'run', key: runKey(group, id), runId: id, group });
  }

  private row(row: Row): Row {
    const known = this.rows.get(row.key);
    if (known) return known;
    this.rows.set(row.key, row);
    return row;
  }
}
