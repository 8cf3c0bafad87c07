import type { Artifact } from '../contract/dashboard';
import type { Tracking } from '../contract/tracking';
import { arrange, type Arrangement, type RunGroup } from '../experiment/arrangement';
import { listArtifacts } from '../runFolder/artifacts';
import type { BrokenRun } from '../runFolder/listRuns';
import type { LabRun } from '../runs/labRun';

/** A row of the view Runs. */
export type Row =
  | { readonly kind: 'group'; readonly key: string; readonly label: string; readonly runs: readonly LabRun[] }
  | { readonly kind: 'run'; readonly key: string; readonly runId: string }
  /** A folder that cannot be read. */
  | { readonly kind: 'broken'; readonly key: string; readonly runId: string }
  | { readonly kind: RunPart; readonly key: string; readonly runId: string }
  | { readonly kind: 'artifact'; readonly key: string; readonly runId: string; readonly artifact: Artifact };

/** What every run has. */
const parts = ['config', 'metrics', 'matrix', 'artifacts', 'notes'] as const;
export type RunPart = (typeof parts)[number] | 'wandb';

/** The runs that the view is about. */
export interface RowSource {
  readonly runs: readonly LabRun[];
  readonly broken: readonly BrokenRun[];
  find(id: string): LabRun | undefined;
  trackingOf(run: LabRun): Tracking | undefined;
}

/** What the view Runs shows: which rows, in which order, and which of them changed. */
export class RunRows {
  /** The same row for the same thing, so that the view can keep what is open and selected. */
  private readonly rows = new Map<string, Row>();
  /** The runs as they were at the last look, by group and id. */
  private shown = new Map<string, LabRun | BrokenRun>();

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

  /** The rows of the whole list. */
  top(): Row[] {
    const groups = this.groups();
    const broken = this.source.broken.map(({ id }) => this.row({ kind: 'broken', key: `broken ${id}`, runId: id }));
    if (groups.length === 1 && groups[0]!.label === '')
      return [...groups[0]!.runs.map(({ id }) => this.row({ kind: 'run', key: id, runId: id })), ...broken];
    return [...groups.map(({ label, runs }): Row => ({ kind: 'group', key: `group ${label}`, label, runs })), ...broken];
  }

  /** The rows below one. */
  below(row: Row): Row[] | Promise<Row[]> {
    switch (row.kind) {
      case 'group':
        // A run with two tags stands in two groups.
        return row.runs.map(run => this.row({ kind: 'run', key: `${row.key} ${run.id}`, runId: run.id }));
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
    const shown = new Map<string, LabRun | BrokenRun>();
    for (const { label, runs: members } of this.groups()) for (const run of members) shown.set(`${label} ${run.id}`, run);
    for (const run of broken) shown.set(`broken ${run.id}`, run);
    const before = this.shown;
    this.shown = shown;
    const keysBefore = [...before.keys()];
    const isSameList = before.size === shown.size && [...shown.keys()].every((key, i) => key === keysBefore[i]);
    if (!isSameList) return 'all';
    // A run that is as it was is the same object as before.
    const changed = [...shown].filter(([key, run]) => before.get(key) !== run);
    if (changed.length > 0 && this.arrangementNow.group !== 'none') return 'all';
    return changed.flatMap(([key]) => this.rows.get(key.trim()) ?? []);
  }

  /** `14`, or `3 of 14 · “tanh”`; a run may stand in several groups. */
  countInWords(): string {
    const all = this.source.runs.length;
    if (all === 0) return '';
    const { filter } = this.arrangementNow;
    const shown = new Set(this.groups().flatMap(({ runs }) => runs.map(({ id }) => id))).size;
    return [shown === all ? String(all) : `${shown} of ${all}`, filter && `“${filter}”`].filter(Boolean).join(' · ');
  }

  private groups(): RunGroup<LabRun>[] {
    return arrange(this.source.runs, this.arrangementNow, run => this.source.trackingOf(run));
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

  private row(row: Row): Row {
    const known = this.rows.get(row.key);
    if (known) return known;
    this.rows.set(row.key, row);
    return row;
  }
}
