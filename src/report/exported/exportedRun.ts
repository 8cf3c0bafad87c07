import type { JsonValue } from '../../contract/formats/recording';
import { metricTable } from '../../contract/metrics';
import { parameterTable } from '../../contract/parameters';
import type { Recording } from '../../contract/recording';
import type { RunConfig } from '../../contract/run';
import type { RunLabels } from '../../contract/labels';
import type { Run, RunStatus } from '../../contract/runState';
import type { RunSummary } from '../../contract/summary';
import { flatSettings } from '../../experiment/recorded/settings';
import { recordedSeries, type RecordedRows } from './recordedSeries';
import { seriesOf, type Series } from './series';

/** A run as other programs are given it: its folder without the arrays and models. */
export interface ExportedRun {
  readonly id: string;
  readonly status: RunStatus;
  readonly config: RunConfig;
  readonly labels: RunLabels;
  /** As Markdown; empty without any. */
  readonly notes: string;
  /** Of a run that has ended. */
  readonly summary: RunSummary | undefined;
  /** What was measured of the whole run, by the names of the metrics; what was not is left out. */
  readonly metrics: Readonly<Record<string, number>>;
  /** What was measured while it went on. */
  readonly series: readonly Series[];
  readonly epochs: Run['epochs'];
  /** What another tool told of it; undefined of a run that none recorded. */
  readonly recording: Recording | undefined;
  /** What other programs will not get of it, for a person. */
  readonly remarks: readonly string[];
}

/** What an exported run is made of. */
export interface RunParts {
  readonly id: string;
  readonly status: RunStatus;
  readonly config: RunConfig;
  readonly labels: RunLabels;
  readonly summary: RunSummary | undefined;
  readonly notes: string;
  readonly run: Pick<Run, 'batches' | 'epochs' | 'evaluated'>;
  readonly recording?: Recording | undefined;
  /** Its rows, where its series are wanted. */
  readonly rows?: RecordedRows | undefined;
}

/** A run as other programs are given it. */
export function exportedRun({ run, rows, recording, ...parts }: RunParts): ExportedRun {
  const { summary } = parts;
  const metrics = metricTable.flatMap(({ name, ofRun }) => {
    const value = summary ? ofRun(summary) : null;
    return value === null ? [] : [[name, value] as const];
  });
  const own = seriesOf(run);
  const recorded =
    recording && rows && recordedSeries(rows, { ...recording, beganMs: beganOf({ ...parts, recording }), endedMs: heardOf(recording) });
  const taken = new Set(recorded?.series.map(({ name }) => name));
  return {
    ...parts,
    metrics: Object.fromEntries(metrics),
    series: [...(recorded?.series ?? []), ...own.filter(({ name }) => !taken.has(name))],
    epochs: run.epochs,
    recording,
    remarks: recorded?.remarks ?? [],
  };
}

/** What a run is called elsewhere: its name, else its id. */
export function nameOf({ id, labels }: Pick<ExportedRun, 'id' | 'labels'>): string {
  return labels.name || id;
}

/** What a run was trained with: all settings of a script as it gave them, else the parameters that are known. */
export function settingsOf({ config, recording }: Pick<ExportedRun, 'config' | 'recording'>): readonly (readonly [string, JsonValue])[] {
  if (recording) return [...flatSettings(recording.config)];
  return parameterTable.flatMap(({ name }) => {
    const value = config.parameters[name];
    return value === undefined ? [] : [[name, value] as const];
  });
}

/** When a run began, in ms since 1970: the script, and not the import. */
export function beganOf({ config, recording }: Pick<ExportedRun, 'config' | 'recording'>): number {
  return Date.parse(recording?.startedAt ?? config.createdAt);
}

/** When a run ended, in ms since 1970; undefined of one that has not, or does not say. */
export function endOf({ summary, recording }: Pick<ExportedRun, 'summary' | 'recording'>): number | undefined {
  const time = recording ? heardOf(recording) : Date.parse(summary?.endedAt ?? '');
  return Number.isNaN(time) ? undefined : time;
}

function heardOf({ endedAt, heardAt }: Recording): number {
  return Date.parse(endedAt ?? heardAt);
}
