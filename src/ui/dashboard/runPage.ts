import type { BesidesRun, DashboardChange, DashboardState, ParentRun } from '../../contract/dashboard';
import { applyChange, withFewBatches } from '../../contract/dashboardState';
import { noLabels } from '../../contract/labels';
import { batchesOf } from '../../contract/batches';
import { initialRun, type Run } from '../../contract/runState';
import type { TrainerEvent } from '../../contract/trainer';
import { listArtifacts } from '../../runFolder/artifacts';
import type { Lab } from '../../runs/lab';
import type { LabRun } from '../../runs/labRun';
import { systemClock, type Clock } from '../../util/clock';
import type { Disposable } from '../../util/emitter';
import type { RunNames } from '../runNames';
import type { KnownRecordings } from './knownRecordings';
import type { KnownRuns } from './knownRuns';
import { notesOf } from './notesOf';
import type { Following } from '../panels/pageStream';
import { actionsOf } from '../runActions';
import { RecordingPage } from './recordingPage';
import { RunComparison } from './runComparison';

export interface RunPageOptions {
  readonly lab: Pick<Lab, 'find' | 'onEvents' | 'onChanged'>;
  /** What runs are called. */
  readonly names: Pick<RunNames, 'fullOf'>;
  readonly known: KnownRuns;
  readonly recordings: Pick<KnownRecordings, 'of'>;
  readonly clock?: Clock;
  /** Whether anything may be trained or changed; asked anew each time. */
  readonly isTrusted: () => boolean;
  readonly tell: (change: DashboardChange) => void;
}

/** More events than this at once are told by the run that they come to, thinned out. */
const MOST_EVENTS = 4_000;

/** What is described whenever something of the run is different. */
type Described = Omit<BesidesRun, 'recorded'>;

/** Before anything is known of it. */
const nothing: Described = {
  label: '',
  status: 'starting',
  labels: noLabels,
  parent: null,
  comparison: null,
  imported: null,
  notes: { text: '', whyNotEdited: null },
  artifacts: [],
  stderrTail: '',
  actions: [],
};

/** What the page of one run shows: the run, its parent and its files, followed from the moment at which a page is there. */
export class RunPage implements Following<DashboardState> {
  readonly loaded: Promise<void>;
  private readonly listening: readonly Disposable[];
  private readonly runId: string;
  /** As the page has it after all changes that were told. */
  private shown: DashboardState | undefined;
  /** What was described last. */
  private described = nothing;
  private readonly comparison: RunComparison;
  /** Of a run of another tool. */
  private readonly recording: RecordingPage | undefined;
  /** What was read of the run's file last. */
  private history: Run | undefined;
  private isStale = false;
  private refreshing: Promise<void> | undefined;
  private isDisposed = false;

  constructor(
    run: LabRun,
    private readonly options: RunPageOptions,
  ) {
    const { lab } = options;
    this.runId = run.id;
    this.comparison = new RunComparison(
      id => lab.find(id),
      () => void this.refresh(),
    );
    this.listening = [
      lab.onEvents(({ id, events }) => this.hear(id, events)),
      lab.onChanged(() => {
        if (this.shown) void this.refresh();
      }),
    ];
    this.recording = run.config?.kind === 'imported' ? this.followRecording(run.folder) : undefined;
    this.loaded = this.load(run);
  }

  get state(): DashboardState {
    if (!this.shown) throw new Error(`The run ${this.runId} is not read yet.`);
    return this.shown;
  }

  dispose(): void {
    this.isDisposed = true;
    this.recording?.dispose();
    for (const one of this.listening) one.dispose();
  }

  private async load(run: LabRun): Promise<void> {
    const { lab, known } = this.options;
    const history = run.live ?? (this.history = await known.read(run));
    const recorded = (await this.recording?.load()) ?? null;
    // What happened while the files were read is in the newer state.
    const live = lab.find(this.runId)?.live;
    this.shown = { ...nothing, runId: this.runId, run: withFewBatches(live ?? history), recorded };
    await this.refresh();
  }

  private followRecording(folder: string): RecordingPage {
    const { lab, recordings, clock = systemClock } = this.options;
    return new RecordingPage({
      recording: recordings.of(folder),
      clock,
      isRunning: () => lab.find(this.runId)?.status === 'running',
      tellWhole: recorded => this.tellRecorded({ type: 'changed', changes: { recorded } }),
      tell: changes => this.tellRecorded({ type: 'recorded', changes }),
    });
  }

  /** What comes before there is a state is told as soon as there is one. */
  private tellRecorded(change: DashboardChange): void {
    if (this.shown) this.tell(change);
    else void this.loaded.then(() => this.tell(change));
  }

  private tell(change: DashboardChange): void {
    if (this.isDisposed) return;
    this.shown = applyChange(this.state, change);
    this.options.tell(change);
  }

  private hear(id: string, events: readonly TrainerEvent[]): void {
    if (!this.shown) return;
    if (id === this.shown.parent?.runId) {
      const heard = events.filter(({ type }) => ['runStarted', 'runResumed', 'epochEnded'].includes(type));
      if (heard.length > 0) this.tell({ type: 'events', runId: id, events: heard });
    }
    if (id !== this.runId) return;
    // What is shown is no longer what was read.
    this.history = undefined;
    if (events.length <= MOST_EVENTS) return this.tell({ type: 'events', runId: id, events });
    const { run, status } = applyChange(this.shown, { type: 'events', runId: id, events });
    this.tell({ type: 'run', run: withFewBatches(run), status });
  }

  /** Settles when nothing is different any more: one look after the other, so that an older one never comes after a newer one. */
  private refresh(): Promise<void> {
    this.isStale = true;
    return (this.refreshing ??= this.lookAgain());
  }

  private async lookAgain(): Promise<void> {
    try {
      while (this.isStale && !this.isDisposed) {
        this.isStale = false;
        await this.look();
      }
    } finally {
      this.refreshing = undefined;
    }
  }

  private async look(): Promise<void> {
    const { lab, known, isTrusted } = this.options;
    const run = lab.find(this.runId);
    if (!run) return;
    // A long recording keeps nothing else waiting.
    void this.recording?.look();
    await this.readUnheard(run);
    const parent = run.parent === null ? undefined : lab.find(run.parent);
    const ofParent = parent && !parent.live ? await known.read(parent) : undefined;
    const artifacts = await listArtifacts(run.folder);
    const notes = await notesOf(run, isTrusted());
    // As they are by now.
    this.describe(lab.find(this.runId) ?? run, { artifacts, notes, ofParent });
  }

  /** Of a run that another process has trained the end was written after the last look at its events, and of a crash it is not told. */
  private async readUnheard(run: LabRun): Promise<void> {
    if (run.live || this.state.run.ended || this.state.run.failed) return;
    const history = await this.options.known.read(run);
    const now = this.options.lab.find(this.runId);
    if (history === this.history || !now || now.live) return;
    this.history = history;
    // What was heard of a run that was refused stands in no file.
    if (history === initialRun) return;
    this.tell({ type: 'run', run: withFewBatches(history), status: now.status });
  }

  private describe(run: LabRun, read: Pick<BesidesRun, 'artifacts' | 'notes'> & { readonly ofParent: Run | undefined }): void {
    const { labels, status } = run;
    const { log } = this.state.run;
    const last = log.at(-1);
    const now: Described = {
      label: this.options.names.fullOf(run.id),
      status,
      labels,
      parent: this.describeParent(run, read.ofParent),
      comparison: this.comparison.of(run),
      imported: run.config?.kind === 'imported' ? run.config : null,
      notes: read.notes,
      artifacts: read.artifacts,
      stderrTail: run.stderrTail || (status === 'failed' && last?.level === 'error' ? last.message : ''),
      actions: actionsOf(run, this.options.isTrusted()),
    };
    // Events have changed what is shown of the parent and the status. They tell of a run's end before its process is gone, so that the status
    // of a run that is live counts only where it is described as another one than before.
    const shown = { parent: this.state.parent, status: run.live ? this.described.status : this.state.status };
    const changes = differences({ ...this.described, ...shown }, now);
    this.described = now;
    if (Object.keys(changes).length > 0) this.tell({ type: 'changed', changes });
  }

  private describeParent({ parent }: LabRun, read: Run | undefined): ParentRun | null {
    const found = parent === null ? undefined : this.options.lab.find(parent);
    if (!found) return null;
    const run = found.live ?? read;
    const batchesPerEpoch = run?.config ? batchesOf(run.config) : this.state.parent?.batchesPerEpoch;
    return {
      runId: found.id,
      label: this.options.names.fullOf(found.id),
      parameters: found.parameters,
      epochs: run?.epochs ?? this.state.parent?.epochs ?? [],
      ...(batchesPerEpoch !== undefined && { batchesPerEpoch }),
    };
  }
}

/** What is different, by its fields. */
function differences(before: Described, now: Described): Partial<Described> {
  const names = Object.keys(now) as (keyof Described)[];
  return Object.fromEntries(names.filter(name => inShort(before[name]) !== inShort(now[name])).map(name => [name, now[name]]));
}

/** What changes whenever something of a field does: the epochs of a parent only grow, so that the last of them says so. */
function inShort(field: Described[keyof Described]): string {
  return JSON.stringify(field, (name, value: unknown) =>
    name === 'epochs' && Array.isArray(value) ? [value.length, value.at(-1)] : value,
  );
}
