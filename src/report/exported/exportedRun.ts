import { metricTable } from '../../contract/metrics';
import type { RunConfig } from '../../contract/run';
import type { RunLabels } from '../../contract/labels';
import type { Run, RunStatus } from '../../contract/runState';
import type { RunSummary } from '../../contract/summary';
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
  /** What was measured while it went on, in the order of its steps. */
  readonly series: readonly Series[];
  readonly epochs: Run['epochs'];
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
}

/** A run as other programs are given it. */
export function exportedRun({ run, ...parts }: RunParts): ExportedRun {
  const { summary } = parts;
  const metrics = metricTable.flatMap(({ name, ofRun }) => {
    const value = summary ? ofRun(summary) : null;
    return value === null ? [] : [[name, value] as const];
  });
  return { ...parts, metrics: Object.fromEntries(metrics), series: seriesOf(run), epochs: run.epochs };
}

/** What a run is called elsewhere: its name, else its id. */
export function nameOf({ id, labels }: Pick<ExportedRun, 'id' | 'labels'>): string {
  return labels.name || id;
}

/** When a run ended, in ms since 1970; undefined of one that has not, or does not say. */
export function endOf({ summary }: Pick<ExportedRun, 'summary'>): number | undefined {
  const time = Date.parse(summary?.endedAt ?? '');
  return Number.isNaN(time) ? undefined : time;
}
