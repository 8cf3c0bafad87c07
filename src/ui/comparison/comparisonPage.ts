import { batchesOf } from '../../contract/batches';
import type { ComparedCurve, ComparedRun, ComparisonChange, ComparisonMode, ComparisonState } from '../../contract/comparison';
import { applyComparisonChange } from '../../contract/comparisonState';
import type { Tracking } from '../../contract/tracking';
import type { TrainerEvent } from '../../contract/trainer';
import type { Lab } from '../../runs/lab';
import type { LabRun } from '../../runs/labRun';
import type { Disposable } from '../../util/emitter';
import { mapAtOnce } from '../../util/mapAtOnce';
import { messageOf } from '../../util/messageOf';
import type { CheckedRuns } from '../checkedRuns';
import type { Following } from '../panels/pageStream';
import type { RunNames } from '../runNames';
import type { ComparedRuns } from './comparedRuns';
import type { KnownEpochs } from './knownEpochs';
import type { TableViews } from './tableViews';

export interface ComparisonPageOptions {
  readonly mode: ComparisonMode;
  /** The runs that are compared, by their ids; asked anew each time. Of a table it is all. */
  readonly members: () => readonly string[];
  readonly lab: Pick<Lab, 'runs' | 'find' | 'onEvents' | 'onChanged'>;
  readonly names: Pick<RunNames, 'fullOf'>;
  readonly known: Pick<KnownEpochs, 'read'>;
  readonly rows: ComparedRuns;
  readonly checked: Pick<CheckedRuns, 'ids' | 'onChanged'>;
  readonly views: Pick<TableViews, 'all' | 'onChanged'>;
  readonly trackingOf: (run: LabRun) => Tracking | undefined;
  readonly log: (line: string) => void;
  readonly tell: (change: ComparisonChange) => void;
}

/** Files that are read at a time. */
export const READ_AT_ONCE = 4;

type CurveEvent = Extract<ComparisonChange, { type: 'events' }>['events'][number];

/** What a page of several runs shows, followed from the moment at which the page is there: the rows at once, then the curves as they are read. */
export class ComparisonPage implements Following<ComparisonState> {
  readonly loaded: Promise<void> = Promise.resolve();
  private readonly listening: readonly Disposable[];
  private shown: ComparisonState;
  /** The runs whose curves are read, or will be. */
  private readonly curves = new Set<string>();
  private isDisposed = false;

  constructor(private readonly options: ComparisonPageOptions) {
    const { lab, checked, views, mode } = options;
    this.shown = { mode, runs: this.describe(), checked: checked.ids, curves: [], views: views.all };
    this.listening = [
      lab.onChanged(() => this.look()),
      lab.onEvents(({ id, events }) => this.hear(id, events)),
      checked.onChanged(() => this.look()),
      views.onChanged(() => this.tell({ type: 'views', views: views.all })),
    ];
    this.readCurves();
  }

  get state(): ComparisonState {
    return this.shown;
  }

  dispose(): void {
    this.isDisposed = true;
    for (const one of this.listening) one.dispose();
  }

  /** Tells what is different of the rows and of what is checked. */
  look(): void {
    const before = new Map(this.shown.runs.map(run => [run.id, run]));
    const now = this.describe();
    const runs = now.filter(run => before.get(run.id) !== run);
    const there = new Set(now.map(({ id }) => id));
    const gone = this.shown.runs.flatMap(({ id }) => (there.has(id) ? [] : [id]));
    for (const id of gone) this.curves.delete(id);
    if (runs.length > 0 || gone.length > 0) this.tell({ type: 'runs', runs, gone });
    const checked = this.options.checked.ids;
    if (checked.length !== this.shown.checked.length || checked.some((id, i) => id !== this.shown.checked[i]))
      this.tell({ type: 'checked', checked });
    // A run that has ended, and one of another process whose end was not heard, is read once more.
    for (const run of runs) if (before.has(run.id) && this.options.lab.find(run.id)?.live === undefined) this.curves.delete(run.id);
    this.readCurves();
  }

  private hear(id: string, events: readonly TrainerEvent[]): void {
    const heard = events.filter((event): event is CurveEvent => ['runStarted', 'runResumed', 'epochEnded'].includes(event.type));
    if (heard.length === 0) return;
    if (this.shown.curves.some(({ runId }) => runId === id)) this.tell({ type: 'events', runId: id, events: heard });
    if (this.shown.runs.some(run => run.id === id)) this.look();
  }

  private tell(change: ComparisonChange): void {
    if (this.isDisposed) return;
    this.shown = applyComparisonChange(this.shown, change);
    this.options.tell(change);
  }

  private describe(): ComparedRun[] {
    const { lab, names, rows, trackingOf, mode, members } = this.options;
    const runs = mode === 'table' ? lab.runs : members().flatMap(id => lab.find(id) ?? []);
    return runs.map(run => rows.rowOf(run, { label: names.fullOf(run.id), tracking: trackingOf(run) }));
  }

  private readCurves(): void {
    if (this.options.mode === 'table') return;
    const missing = this.shown.runs.flatMap(({ id }) => (this.curves.has(id) ? [] : [id]));
    for (const id of missing) this.curves.add(id);
    void mapAtOnce(missing, READ_AT_ONCE, id => this.readCurve(id));
  }

  private async readCurve(id: string): Promise<void> {
    const { lab, known, log } = this.options;
    const run = lab.find(id);
    if (!run || this.isDisposed) return;
    try {
      const read = run.live?.epochs ?? (await known.read(run));
      // What happened while the file was read is in the newer state.
      const epochs = lab.find(id)?.live?.epochs ?? read;
      const isShown = this.shown.runs.some(one => one.id === id);
      if (!isShown || this.shown.curves.some(curve => curve.runId === id && isSame(curve, epochs))) return;
      this.tell({ type: 'curve', curve: curveOf(run, epochs) });
    } catch (error) {
      log(`The curve of ${id}: ${messageOf(error)}`);
      this.tell({ type: 'curve', curve: curveOf(run, []) });
    }
  }
}

function curveOf({ id, config }: LabRun, epochs: ComparedCurve['epochs']): ComparedCurve {
  return { runId: id, epochs, ...(config?.kind === 'trained' && { batchesPerEpoch: batchesOf(config) }) };
}

function isSame({ epochs }: ComparedCurve, now: ComparedCurve['epochs']): boolean {
  return epochs.length === now.length && epochs.at(-1)?.time === now.at(-1)?.time;
}
