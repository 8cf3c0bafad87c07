import type { Artifact } from '../../contract/dashboard';
import type { Arrangement } from '../../experiment/arrangement';
import { listArtifacts } from '../../runFolder/artifacts';
import type { LabRun } from '../../runs/labRun';
import { brokenKey, groupKey, runKey, ShownRuns, type RowSource } from './shownRuns';

/** A row of the view Runs. */
export type Row =
  | { readonly kind: 'group'; readonly key: string; readonly label: string; readonly runs: readonly LabRun[] }
  /** `group`: the label of the group that it stands in; empty where nothing is grouped. */
  | { readonly kind: 'run'; readonly key: string; readonly runId: string; readonly group: string }
  /** A folder that cannot be read. */
  | { readonly kind: 'broken'; readonly key: string; readonly runId: string }
  | { readonly kind: RunPart; readonly key: string; readonly runId: string }
  | { readonly kind: 'artifact'; readonly key: string; readonly runId: string; readonly artifact: Artifact };

/** What every run has. */
const parts = ['config', 'metrics', 'matrix', 'artifacts', 'notes'] as const;
export type RunPart = (typeof parts)[number] | 'wandb';

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
    const rows = isGrouped
      ? groups.map(({ label, runs }): Row => ({ kind: 'group', key: groupKey(label), label, runs }))
      : groups[0]!.runs.map(({ id }) => this.runRow(id, ''));
    return [...rows, ...broken];
  }

  /** The rows below one. */
  below(row: Row): Row[] | Promise<Row[]> {
    switch (row.kind) {
      case 'group':
        // A run with two tags stands in two groups.
        return row.runs.map(({ id }) => this.runRow(id, row.label));
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
    if (row.kind === 'run') return this.top().find(top => this.runsBelow(top).includes(row));
    return this.rows.get(row.key.slice(0, row.key.lastIndexOf(' ')));
  }

  /** The row of a run, or the first of them; undefined if it is not shown. */
  find(runId: string): Row | undefined {
    return this.top()
      .flatMap(row => (row.kind === 'group' ? this.runsBelow(row) : row))
      .find(row => row.kind === 'run' && row.runId === runId);
  }

  private runsBelow(row: Row): readonly Row[] {
    const below = row.kind === 'group' ? this.below(row) : [];
    return Array.isArray(below) ? below : [];
  }

  /** The only row of a run; undefined if it may have several, or if none was requested yet. */
  rowOf(id: string): Row | undefined {
    return this.arrangementNow.group === 'none' ? this.rows.get(id) : undefined;
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
    return [count === all ? String(all) : `${count} of ${all}`, filter && `“${filter}”`].filter(Boolean).join(' · ');
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
