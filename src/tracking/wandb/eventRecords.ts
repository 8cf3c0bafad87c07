import type { EpochEnded, Evaluated, ResourcesSampled, TrainerEvent } from '../../contract/trainer';
import { CONFUSION_TABLE, confusionChart } from './confusionChart';
import { consoleLines } from './consoleLines';
import { closingRow, epochRow, stepRow, type HistoryStep } from './rows';
import { items, seconds, timestamp, type RecordBody } from './recordBody';
import type { RunFacts } from './runFacts';
import { OutputRawRecord_OutputType } from './wandb_pb';

/** What is to be written down for some events. */
export interface EventRecords {
  /** By their paths in the folder of W&B's run, with slashes: to be there before the records say so. */
  readonly files: ReadonlyMap<string, string>;
  readonly records: readonly RecordBody[];
}

/** What a run's history has come to. */
export interface HistoryEnd {
  /** Undefined: no row yet. */
  readonly lastRow: HistoryStep | undefined;
  /** Seconds that the run has been worked on. */
  readonly runtime: number;
  /** The table of the last evaluation, as a row of history names it. */
  readonly confusionTable: object | undefined;
}

/** Samples of the trainer's processor and memory are taken down no more often. */
const SAMPLE_MS = 10_000;

/**
 * Converts a run's events, one after another, to records for W&B. Each epoch and each evaluation is a row of history; the step of a row is
 * its number, from 0. Rows are never changed: when a run is resumed, new rows follow the old ones.
 */
export class EventRecorder {
  private lastRow: HistoryStep | undefined;
  private lastTime: string;
  /** Seconds between an interruption and the resumption. */
  private paused = 0;
  private sampledAt = -Infinity;
  private confusionTable: object | undefined;

  /** @param folder of W&B's run, absolute */
  constructor(
    private readonly facts: RunFacts,
    private readonly folder: string,
  ) {
    this.lastTime = facts.config.createdAt;
  }

  get end(): HistoryEnd {
    return { lastRow: this.lastRow, runtime: this.runtime(this.lastTime), confusionTable: this.confusionTable };
  }

  /** The events that came, in their order; to be written down in theirs. */
  record(events: readonly TrainerEvent[]): EventRecords {
    const files = new Map<string, string>();
    const records: RecordBody[] = [];
    const add = (more: readonly RecordBody[]): void => more.forEach(record => records.push(record));
    const repeated = repeatedEpochs(events);
    for (const event of events) {
      if (event.type === 'runResumed') this.paused += Math.max(0, seconds(event.time) - seconds(this.lastTime));
      this.lastTime = event.time;
      if (event.type === 'epochEnded' && !repeated.has(event)) records.push(this.row(epochRow(event), event.time));
      else if (event.type === 'resourcesSampled') add(this.sample(event));
      else if (event.type === 'evaluated') add(this.evaluated(event, files));
      add(consoleLines(event).map(line => outputRecord(line, event.time)));
    }
    return { files, records };
  }

  /** The row that ends a run, as the script that this product began from logged it, with the confusion matrix. */
  private evaluated(event: Evaluated, files: Map<string, string>): RecordBody[] {
    const chart = confusionChart(event.scores, this.nextStep, this.facts, this.folder);
    for (const [name, content] of chart.files) files.set(name, content);
    this.confusionTable = chart.value;
    const values = { ...closingRow(this.facts.config.parameters, event), [CONFUSION_TABLE]: chart.value };
    return [...chart.records, this.row(values, event.time)];
  }

  private row(values: Readonly<Record<string, unknown>>, time: string): RecordBody {
    const last: HistoryStep = { timestamp: seconds(time), runtime: this.runtime(time), step: this.nextStep };
    this.lastRow = last;
    const item = items({ ...values, ...stepRow(last) });
    return { recordType: { case: 'history', value: { item, step: { num: BigInt(last.step) } } } };
  }

  private get nextStep(): number {
    return (this.lastRow?.step ?? -1) + 1;
  }

  private sample({ time, cpuPercent, residentBytes }: ResourcesSampled): RecordBody[] {
    if (Date.parse(time) - this.sampledAt < SAMPLE_MS) return [];
    this.sampledAt = Date.parse(time);
    // Under the names that W&B has charts for: of a process, its share of all cores and its memory.
    const cores = Number.parseInt(this.facts.config.environment.cpu);
    const item = items({ cpu: cores > 0 ? cpuPercent / cores : undefined, 'proc.memory.rssMB': residentBytes / 2 ** 20 });
    return [{ recordType: { case: 'stats', value: { timestamp: timestamp(time), item } } }];
  }

  private runtime(time: string): number {
    return Math.round(1000 * (seconds(time) - seconds(this.facts.config.createdAt) - this.paused)) / 1000;
  }
}

function outputRecord(line: string, time: string): RecordBody {
  return {
    recordType: {
      case: 'outputRaw',
      value: { outputType: OutputRawRecord_OutputType.STDOUT, timestamp: timestamp(time), line: `${line}\n` },
    },
  };
}

/** Epochs that were whole, but not kept when the run was resumed: they are done again, and have one row of history all the same. */
function repeatedEpochs(events: readonly TrainerEvent[]): Set<EpochEnded> {
  const repeated = new Set<EpochEnded>();
  let kept = Infinity;
  for (const event of events.toReversed()) {
    if (event.type === 'runResumed') kept = Math.min(kept, event.epoch);
    else if (event.type === 'epochEnded' && event.epoch > kept) repeated.add(event);
  }
  return repeated;
}
