import { LONGEST_KEY, MOST_KEYS, type JsonValue } from '../../contract/formats/recording';
import type { DefinedMetric, RecordedRow } from '../../contract/recording';
import type { ArtifactRecord, HistoryRecord, MetricRecord, Record, RunRecord, StatsRecord, Timestamp } from '../../tracking/wandb/wandb_pb';
import { objectOf, putItems, removeItems, type Nested } from './items';

/** No run has more artifacts, nor more files in all of them. */
const MOST_ARTIFACTS = 10_000;
const MOST_ARTIFACT_FILES = 100_000;

/** What the records of a run say besides its rows. */
export class WandbFacts {
  run: RunRecord | undefined;
  /** Of the client; empty where it does not say. */
  version = '';
  readonly config: Nested = new Map();
  readonly metrics = new Map<string, DefinedMetric>();
  readonly artifacts: ArtifactRecord[] = [];
  /** Artifacts that are not among them. */
  artifactsLeftOut = 0;
  /** Undefined of a run that has not ended. */
  exitCode: number | undefined;
  /** Of the last row, in seconds since 1970. */
  lastTime: number | undefined;
  rows = 0;
  private artifactFiles = 0;
  private readonly summed: Nested = new Map();
  /** The last value of each key, for a run that was ended before it had a summary. */
  private readonly lastValues = new Map<string, JsonValue>();

  add({ recordType: { case: what, value } }: Record): void {
    switch (what) {
      case 'header':
        this.version ||= value.versionInfo?.producer ?? '';
        break;
      case 'telemetry':
        this.version ||= value.cliVersion;
        break;
      case 'run':
        this.run = value;
        this.version ||= value.telemetry?.cliVersion ?? '';
        putItems(this.config, value.config?.update ?? []);
        break;
      case 'config':
        putItems(this.config, value.update);
        removeItems(this.config, value.remove);
        break;
      case 'summary':
        putItems(this.summed, value.update);
        removeItems(this.summed, value.remove);
        break;
      case 'metric':
        this.define(value);
        break;
      case 'history':
        this.addRow(rowOf(value));
        break;
      case 'artifact':
        this.addArtifact(value);
        break;
      case 'exit':
        this.exitCode = value.exitCode;
        break;
      case 'files':
      case 'stats':
      case 'outputRaw':
      case 'final':
      case 'footer':
      case undefined:
        break;
    }
  }

  /** As its client ended with; of a run that was ended before, the last values. */
  get summary(): Nested {
    return this.summed.size > 0 ? this.summed : this.lastValues;
  }

  private addRow(row: RecordedRow): void {
    this.rows++;
    for (const [key, value] of Object.entries(row))
      if (this.lastValues.has(key) || this.lastValues.size < MOST_KEYS) this.lastValues.set(key, value);
    const time = row['_timestamp'];
    if (typeof time === 'number') this.lastTime = time;
  }

  private addArtifact(record: ArtifactRecord): void {
    const files = this.artifactFiles + (record.manifest?.contents.length ?? 0);
    if (this.artifacts.length >= MOST_ARTIFACTS || files > MOST_ARTIFACT_FILES) {
      this.artifactsLeftOut++;
      return;
    }
    this.artifactFiles = files;
    this.artifacts.push(record);
  }

  private define(record: MetricRecord): void {
    const name = record.globName === '' ? record.name : record.globName;
    if (name === '' || name.startsWith('_') || name.length > LONGEST_KEY || this.metrics.size >= MOST_KEYS) return;
    const { summary, goal, options } = record;
    const better = ({ 1: 'lower', 2: 'higher' } as const)[goal as number];
    const kept = summary && (['none', 'best', 'min', 'max', 'mean', 'last'] as const).find(one => summary[one]);
    this.metrics.set(name, {
      name,
      ...(record.stepMetric !== '' && { step: record.stepMetric }),
      ...(kept && { summary: kept }),
      ...(better && { better }),
      ...(options?.hidden === true && { hidden: true }),
    });
  }
}

/** A row of what was logged, with its step. */
export function rowOf({ item, step }: HistoryRecord): RecordedRow {
  const row: Nested = new Map();
  putItems(row, item);
  return { ...(step && { _step: Number(step.num) }), ...objectOf(row) };
}

/** A row of the machine's metrics, their names as W&B has them. */
export function systemRowOf({ item, timestamp }: StatsRecord): RecordedRow {
  const row: Nested = new Map();
  putItems(row, item);
  const named = Object.entries(objectOf(row)).map(([key, value]): [string, JsonValue] => [
    key.startsWith('_') ? key : `system.${key}`,
    value,
  ]);
  return { ...(timestamp && { _timestamp: secondsOf(timestamp) }), ...Object.fromEntries(named) };
}

/** Since 1970. */
export function secondsOf({ seconds, nanos }: Timestamp): number {
  return Number(seconds) + nanos / 1e9;
}
