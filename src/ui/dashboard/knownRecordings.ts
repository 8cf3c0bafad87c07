import type { FromDashboard } from '../../contract/dashboard';
import type {
  DrawnCurve,
  RecordedConsole,
  RecordedFacts,
  RecordedRun,
  RecordedScalars,
  ScalarSource,
  ScalarUnit,
  ScalarValues,
} from '../../contract/recorded';
import type { RecordedRow } from '../../contract/recording';
import { keysInBrief } from '../../experiment/recorded/keysInBrief';
import { MetricAxes, nameOfAxis } from '../../experiment/recorded/metricAxes';
import { recordedFactsOf } from '../../experiment/recorded/recordedFacts';
import { RowStore } from '../../experiment/recorded/rowStore';
import { pointsOf } from '../../experiment/recorded/scalarPoints';
import { fileStampIn } from '../../files/readFiles';
import { drawnScalars } from '../../report/recorded/drawnScalars';
import { readConsoleTail } from '../../runFolder/recording/consoleTail';
import { readRecording, recordingFiles } from '../../runFolder/recording/readRecording';
import { RowsFollower } from '../../runFolder/recording/rowsFollower';
import { messageOf } from '../../util/messageOf';
import { visible } from '../../util/shownText';

export type CurvesRequest = Omit<Extract<FromDashboard, { type: 'scalarCurves' }>, 'type'>;
export type ValuesRequest = Omit<Extract<FromDashboard, { type: 'scalarValues' }>, 'type'>;

/** What other tools recorded of the runs that panels show: each file is read once, and then what was added to it. */
export class KnownRecordings {
  private readonly known = new Map<string, KnownRecording>();

  of(folder: string): KnownRecording {
    let found = this.known.get(folder);
    if (!found) this.known.set(folder, (found = new KnownRecording(folder)));
    return found;
  }

  /** Forgets all other runs. */
  keepOnly(folders: ReadonlySet<string>): void {
    for (const folder of this.known.keys()) if (!folders.has(folder)) this.known.delete(folder);
  }
}

/** What was read of a recording by now. */
export interface ReadRecording {
  /** Its parts are the same objects as long as they are the same; null if nothing was recorded of the run. */
  readonly shown: RecordedRun | null;
  /** Whether more is to be read at once. */
  readonly hasMore: boolean;
}

/** What another tool recorded of one run. */
export class KnownRecording {
  private readonly metrics: KnownRows;
  private readonly system: KnownRows;
  private readonly stamps = new Map<string, string>();
  private axes = new MetricAxes([]);
  private facts: RecordedFacts | undefined;
  private scalars: RecordedScalars | undefined;
  private console: RecordedConsole = { lines: [], hasMore: false };
  /** Why a file could not be read, by its name. */
  private readonly troubles = new Map<string, string>();
  /** One after the other, so that nothing is read twice. */
  private reading: Promise<unknown> = Promise.resolve();

  constructor(private readonly folder: string) {
    this.metrics = new KnownRows(folder, recordingFiles.history);
    this.system = new KnownRows(folder, recordingFiles.system);
  }

  /** Reads what is new, of long files a part. What cannot be read is among the remarks. */
  read(): Promise<ReadRecording> {
    const read = this.reading.then(() => this.readOn());
    this.reading = read;
    return read;
  }

  /** The curves of those keys that there are, as they are drawn. The keys are as they are shown. */
  curves({ source, keys, xUnit, smoothing, range }: CurvesRequest): DrawnCurve[] {
    const rows = this.rowsOf(source);
    return keys.flatMap(shown => {
      const key = rows.keyShownAs(shown);
      if (key === undefined) return [];
      const axis = this.axisOf(source, key, xUnit);
      return [{ key: shown, axis: nameOfAxis(axis), ...drawnScalars(rows.store, key, { axis, smoothing, range }) }];
    });
  }

  /** All points of a key. @throws {Error} if there is none of that name */
  values({ source, key: shown, xUnit }: ValuesRequest): ScalarValues {
    const rows = this.rowsOf(source);
    const key = rows.keyShownAs(shown);
    if (key === undefined) throw new Error(`The run has no metric ${shown}.`);
    const axis = this.axisOf(source, key, xUnit);
    const { steps, values } = pointsOf(rows.store, key, axis);
    // Copies: of an array within a larger one VS Code would send all.
    return { axis: nameOfAxis(axis), steps: steps.slice(), values: values.slice() };
  }

  private rowsOf(source: ScalarSource): KnownRows {
    return source === 'system' ? this.system : this.metrics;
  }

  /** Steps of the machine's rows count nothing that a person knows. */
  private axisOf(source: ScalarSource, key: string, unit: ScalarUnit): ReturnType<MetricAxes['axisOf']> {
    return source === 'system' ? { over: 'time' } : this.axes.axisOf(key, unit, this.metrics.store);
  }

  private async readOn(): Promise<ReadRecording> {
    const before = this.state;
    const isDescribed = await this.ifChanged(recordingFiles.recording, () => this.readFacts());
    if (!this.facts) return { shown: null, hasMore: false };
    await this.ifChanged(recordingFiles.console, async () => {
      this.console = await readConsoleTail(this.folder);
    });
    const more = [
      await this.try(recordingFiles.history, () => this.metrics.readMore()),
      await this.try(recordingFiles.system, () => this.system.readMore()),
    ];
    if (!this.scalars || before !== this.state || isDescribed) this.scalars = this.describeScalars();
    return { shown: { facts: this.facts, scalars: this.scalars, console: this.console }, hasMore: more.includes(true) };
  }

  private async readFacts(): Promise<void> {
    const recording = await readRecording(this.folder);
    this.facts = recording && recordedFactsOf(recording);
    this.axes = new MetricAxes(recording?.metrics ?? []);
  }

  /** Looks at a file that is another one than at the last look. @returns whether it was */
  private async ifChanged(name: string, look: () => Promise<void>): Promise<boolean> {
    const stamp = (await fileStampIn(this.folder, name))?.text ?? '';
    if (stamp === this.stamps.get(name)) return false;
    await this.try(name, look);
    this.stamps.set(name, stamp);
    return true;
  }

  private async try<T>(name: string, act: () => Promise<T>): Promise<T | undefined> {
    try {
      const done = await act();
      this.troubles.delete(name);
      return done;
    } catch (error) {
      this.troubles.set(name, messageOf(error));
      return undefined;
    }
  }

  /** Another one whenever the scalars are described otherwise. */
  private get state(): string {
    return [this.metrics.version, this.system.version, ...this.leftOut].join('\n');
  }

  private get leftOut(): readonly string[] {
    return [...this.troubles.values(), ...this.metrics.leftOut, ...this.system.leftOut];
  }

  private describeScalars(): RecordedScalars {
    const { store } = this.metrics;
    return {
      rows: store.rows,
      metrics: keysInBrief(store, this.axes),
      system: keysInBrief(this.system.store, new MetricAxes([])),
      remarks: this.leftOut,
    };
  }
}

/** The rows of one file. */
class KnownRows {
  private readonly follower: RowsFollower;
  private kept = new RowStore();
  private restarts = 0;
  private shownKeys = new Map<string, string>();

  constructor(folder: string, name: string) {
    this.follower = new RowsFollower(folder, name, {
      onRow: (row: RecordedRow) => this.kept.add(row),
      onRestart: () => {
        this.kept = new RowStore();
        this.shownKeys = new Map();
        this.restarts++;
      },
    });
  }

  get store(): RowStore {
    return this.kept;
  }

  /** Another one after every change. */
  get version(): string {
    return `${this.restarts} ${this.kept.rows}`;
  }

  get leftOut(): readonly string[] {
    return [...this.follower.leftOut, ...this.kept.leftOut];
  }

  readMore(): Promise<boolean> {
    return this.follower.readMore();
  }

  /** The key that a page knows by its text that may be shown. */
  keyShownAs(shown: string): string | undefined {
    if (this.kept.keys.has(shown)) return shown;
    if (this.shownKeys.size !== this.kept.keys.size) this.shownKeys = new Map([...this.kept.keys.keys()].map(key => [visible(key), key]));
    return this.shownKeys.get(shown);
  }
}
