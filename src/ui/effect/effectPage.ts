import { batchesOf } from '../../contract/batches';
import type { EffectChange, EffectCurve, EffectState, ShownEffect } from '../../contract/effectPage';
import { applyEffectChange } from '../../contract/effectState';
import type { TrainerEvent } from '../../contract/trainer';
import type { Lab } from '../../runs/lab';
import type { LabRun } from '../../runs/labRun';
import type { Disposable, Event } from '../../util/emitter';
import { mapAtOnce } from '../../util/mapAtOnce';
import { messageOf } from '../../util/messageOf';
import type { KnownEpochs } from '../comparison/knownEpochs';
import type { Following } from '../panels/pageStream';

export interface EffectPageOptions {
  /** What is shown but the curves, asked anew each time; undefined once the comparison is gone. */
  readonly shown: () => ShownEffect | undefined;
  /** Something else than the runs is different. */
  readonly onChanged: Event<unknown>;
  readonly lab: Pick<Lab, 'find' | 'onEvents' | 'onChanged'>;
  readonly known: Pick<KnownEpochs, 'read'>;
  readonly log: (line: string) => void;
  readonly tell: (change: EffectChange) => void;
}

/** Files that are read at a time. */
const READ_AT_ONCE = 4;

type CurveEvent = Extract<EffectChange, { type: 'events' }>['events'][number];

/** What the page of a comparison shows, followed from the moment at which the page is there. */
export class EffectPage implements Following<EffectState> {
  readonly loaded: Promise<void> = Promise.resolve();
  private readonly listening: readonly Disposable[];
  private now: EffectState;
  private told: string;
  /** The runs whose curves are read, by how they were then. */
  private readonly curves = new Map<string, string>();
  private isDisposed = false;

  constructor(
    private readonly options: EffectPageOptions,
    first: ShownEffect,
  ) {
    const { lab, onChanged } = options;
    this.now = { shown: first, curves: [] };
    this.told = JSON.stringify(first);
    this.listening = [
      lab.onChanged(() => this.look()),
      onChanged(() => this.look()),
      lab.onEvents(({ id, events }) => this.hear(id, events)),
    ];
    this.readCurves();
  }

  get state(): EffectState {
    return this.now;
  }

  dispose(): void {
    this.isDisposed = true;
    for (const one of this.listening) one.dispose();
  }

  private look(): void {
    const shown = this.options.shown();
    if (!shown || this.isDisposed) return;
    const text = JSON.stringify(shown);
    if (text !== this.told) {
      this.told = text;
      this.tell({ type: 'shown', shown });
    }
    this.readCurves();
  }

  private hear(id: string, events: readonly TrainerEvent[]): void {
    const heard = events.filter((event): event is CurveEvent => ['runStarted', 'runResumed', 'epochEnded'].includes(event.type));
    if (heard.length > 0 && this.now.curves.some(({ runId }) => runId === id)) this.tell({ type: 'events', runId: id, events: heard });
  }

  private tell(change: EffectChange): void {
    if (this.isDisposed) return;
    this.now = applyEffectChange(this.now, change);
    this.options.tell(change);
  }

  /** A run that has begun is read, and once more when it has ended. */
  private readCurves(): void {
    const { lab } = this.options;
    const stale = this.now.shown.runs.flatMap(({ id }) => {
      const run = lab.find(id);
      if (!run?.config) return [];
      const how = `${run.status} ${run.live === undefined}`;
      if (this.curves.get(id) === how) return [];
      this.curves.set(id, how);
      return [id];
    });
    void mapAtOnce(stale, READ_AT_ONCE, id => this.readCurve(id));
  }

  private async readCurve(id: string): Promise<void> {
    const { lab, known, log } = this.options;
    const run = lab.find(id);
    if (!run || this.isDisposed) return;
    try {
      const read = run.live?.epochs ?? (await known.read(run));
      // What happened while the file was read is in the newer state.
      const epochs = lab.find(id)?.live?.epochs ?? read;
      const before = this.now.curves.find(({ runId }) => runId === id);
      const isSame = before?.epochs.length === epochs.length && before.epochs.at(-1)?.time === epochs.at(-1)?.time;
      if (!isSame) this.tell({ type: 'curve', curve: curveOf(run, epochs) });
    } catch (error) {
      log(`The curve of ${id}: ${messageOf(error)}`);
    }
  }
}

function curveOf({ id, config }: LabRun, epochs: EffectCurve['epochs']): EffectCurve {
  return { runId: id, epochs, ...(config?.kind === 'trained' && { batchesPerEpoch: batchesOf(config) }) };
}
