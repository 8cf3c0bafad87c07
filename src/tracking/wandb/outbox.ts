import { runConfigJson } from './runConfig';
import type {
  ArtifactRecord,
  HistoryRecord,
  Item,
  MetricRecord,
  OutputRawRecord,
  Record,
  RunRecord,
  StatsRecord,
  Timestamp,
} from './wandb_pb';
import { OutputRawRecord_OutputType } from './wandb_pb';

/** The files that a server keeps of a run and that consist of lines. */
export type LineFile = 'history' | 'console' | 'events';

/** What the records of a run say is to be sent, in the form in which a server takes it. */
export class Outbox {
  run: RunRecord | undefined;
  /** All lines since the run began; what follows another always has a higher index. */
  readonly lines: Readonly<{ [F in LineFile]: string[] }> = { history: [], console: [], events: [] };
  /** By their paths below `files`, in the order in which they became whole. */
  readonly files: string[] = [];
  readonly artifacts: ArtifactRecord[] = [];
  /** Of a run that has ended. */
  exitCode: number | undefined;
  private readonly configItems: Item[] = [];
  private readonly metrics: MetricRecord[] = [];
  /** The last value of everything that history has, until the run says how it sums itself up. */
  private readonly lastValues = new Map<string, string>();
  private finalSummary: string | undefined;

  /** JSON. */
  get config(): string {
    return runConfigJson(this.configItems, this.metrics);
  }

  /** JSON; undefined: there is nothing yet. */
  get summary(): string | undefined {
    if (this.finalSummary !== undefined) return this.finalSummary;
    return this.lastValues.size > 0 ? jsonObject([...this.lastValues]) : undefined;
  }

  add(records: readonly Record[]): void {
    for (const { recordType } of records) this.addOne(recordType);
  }

  private addOne(record: Record['recordType']): void {
    switch (record.case) {
      case 'run':
        this.run = record.value;
        for (const item of record.value.config?.update ?? []) this.configItems.push(item);
        break;
      case 'config':
        for (const item of record.value.update) this.configItems.push(item);
        break;
      case 'metric':
        this.metrics.push(record.value);
        break;
      case 'history':
        this.addHistory(record.value);
        break;
      case 'stats':
        this.lines.events.push(this.eventsLine(record.value));
        break;
      case 'outputRaw':
        this.lines.console.push(consoleLine(record.value));
        break;
      case 'files':
        for (const file of record.value.files) this.files.push(file.path);
        break;
      case 'artifact':
        this.artifacts.push(record.value);
        break;
      case 'summary':
        this.finalSummary = jsonObject(pairs(record.value.update));
        break;
      case 'exit':
        this.exitCode = record.value.exitCode;
        break;
      case 'header':
      case 'telemetry':
      case 'final':
      case 'footer':
      case undefined:
    }
  }

  private addHistory({ item }: HistoryRecord): void {
    this.lines.history.push(jsonObject(pairs(item)));
    for (const [key, json] of pairs(item)) this.lastValues.set(key, json);
  }

  private eventsLine({ timestamp, item }: StatsRecord): string {
    const at = secondsOf(timestamp);
    const step = { _wandb: true, _timestamp: at, _runtime: Math.round(1000 * (at - secondsOf(this.run?.startTime))) / 1000 };
    const own = Object.entries(step).map(([key, value]) => [key, JSON.stringify(value)] as const);
    return jsonObject([...own, ...pairs(item).map(([key, json]) => [`system.${key}`, json] as const)]);
  }
}

type Pair = readonly [key: string, json: string];

function pairs(items: readonly Item[]): Pair[] {
  return items.map(({ key, valueJson }) => [key, valueJson]);
}

/** Of values that are JSON already, or W&B's kind of it, with NaN. */
function jsonObject(members: readonly Pair[]): string {
  return `{${members.map(([key, json]) => `${JSON.stringify(key)}:${json}`).join(',')}}`;
}

function consoleLine({ outputType, timestamp, line }: OutputRawRecord): string {
  const at = `${new Date(Number(timestamp?.seconds ?? 0n) * 1000).toISOString().slice(0, 19)}.${micros(timestamp)}`;
  return `${outputType === OutputRawRecord_OutputType.STDERR ? 'ERROR ' : ''}${at} ${line.replace(/\n$/, '')}`;
}

function micros(timestamp: Timestamp | undefined): string {
  return String(Math.floor((timestamp?.nanos ?? 0) / 1000)).padStart(6, '0');
}

function secondsOf(timestamp: Timestamp | undefined): number {
  return Number(timestamp?.seconds ?? 0n) + (timestamp?.nanos ?? 0) / 1e9;
}
