import { existsSync } from 'node:fs';
import pLimit from 'p-limit';
import type { TrackingMode } from '../contract/tracking';
import type { TrainerEvent } from '../contract/trainer';
import { messageOf } from '../util/messageOf';
import { Versions } from '../util/versions';
import { stamped, type Sink, type SinkRecord } from './sink';
import type { TrackingState } from './trackingState';
import type { UploadSchedule } from './uploadSchedule';

export interface RecordingOptions<Target> {
  readonly sink: Sink<Target>;
  readonly state: TrackingState<Target>;
  readonly uploads: UploadSchedule<Target>;
}

/** A run's record while a trainer of this process works on the run. */
export class Recording<Target> {
  private record: SinkRecord | undefined;
  private isOpen = false;
  /** Of the trainers that worked on the run, one after the other. */
  private readonly trainings = new Versions();
  /** What the trainer says is written down in its order. */
  private readonly steps = pLimit(1);
  private lastStep: Promise<void> = Promise.resolve();
  private isAbandoned = false;

  constructor(
    private readonly runFolder: string,
    private readonly options: RecordingOptions<Target>,
  ) {}

  get isTraining(): boolean {
    return this.isOpen;
  }

  /** The record that is being written: its name in the run's folder. */
  get file(): string | undefined {
    return this.record?.file;
  }

  /** Settles when all that came so far is written. */
  written(): Promise<void> {
    return this.lastStep;
  }

  /**
   * A trainer works on the run from now on, for the first time or again.
   * @param isOwn whether it is this user who has it go there: else it is to be asked before it is sent
   */
  begin(mode: TrackingMode, target: Target, isOwn: boolean): void {
    const { sink, state, uploads } = this.options;
    this.trainings.begin();
    this.isOpen = mode !== 'off';
    this.step(async () => {
      await uploads.stop();
      await this.close();
      if (mode === 'off') return this.leaveBehind();
      if (isOwn) await state.remember(target, mode === 'online');
      else await state.disown();
      state.change({ mode, target, sync: stamped({ status: mode === 'online' ? 'queued' : 'notSynced' }) });
      this.record = await sink.openRecord(this.runFolder, target);
      if (mode === 'online') uploads.start(this.record.file);
    });
  }

  append(event: TrainerEvent): void {
    // Makes no record, and comes often.
    if (!this.isOpen || event.type === 'batchEnded') return;
    this.step(async () => {
      await this.record?.append(event);
      this.options.uploads.nudge();
    });
  }

  /** The trainer has ended. Resolves when the record is whole. */
  async end(): Promise<void> {
    if (!this.isOpen) return;
    const { sink, state, uploads } = this.options;
    const isLast = this.trainings.mark();
    this.step(async () => {
      const { tracking } = state;
      if (!tracking) return;
      if (!this.record) {
        // One that could not be written on while the run trained may be made now.
        this.record = await sink.openRecord(this.runFolder, tracking.target);
        state.change({ ...tracking, sync: stamped({ status: tracking.mode === 'online' ? 'queued' : 'notSynced' }) });
      }
      await this.record.finish();
      this.record = undefined;
      uploads.nudge();
    });
    await this.lastStep;
    if (!isLast()) return;
    this.isOpen = false;
    if (state.tracking?.mode === 'online' && state.tracking.sync.status === 'queued') uploads.start();
  }

  /** Another process has the run now, or its folder is gone: what is recorded is left as it is, and nothing more is written. */
  async abandon(): Promise<void> {
    this.isAbandoned = true;
    this.isOpen = false;
    await this.close().catch(() => undefined);
  }

  async dispose(): Promise<void> {
    await this.lastStep;
    await this.close().catch(() => undefined);
  }

  private async close(): Promise<void> {
    const { record } = this;
    this.record = undefined;
    await record?.dispose();
  }

  /** A run that was sent goes on, and that is not to be recorded. */
  private leaveBehind(): void {
    const { state } = this.options;
    if (state.tracking?.sync.status === 'synced')
      state.show({ status: 'notSynced', reason: 'the run went on after it was sent, with tracking off.' });
  }

  /** A record that cannot be written never disturbs the training. */
  private step(work: () => Promise<void> | void): void {
    this.lastStep = this.steps(async () => {
      if (this.isAbandoned) return;
      try {
        await work();
      } catch (error) {
        const message = messageOf(error);
        await this.close().catch(() => undefined);
        await this.options.uploads.stop();
        // Whoever trains it finds that too, and says so.
        if (!existsSync(this.runFolder)) return this.options.state.close();
        this.options.state.show({ status: 'failed', reason: `its record cannot be written: ${message}` });
      }
    });
  }
}
