import type { LimitFunction } from 'p-limit';
import type { SyncState, TrackingMode } from '../contract/tracking';
import type { TrainerEvent } from '../contract/trainer';
import { isAlive, readOwner } from '../runFolder/owner';
import type { Clock } from '../util/clock';
import { Recording } from './recording';
import { stamped, type SinkTracking } from './sink';
import { TrackingState, type TrackingStateOptions } from './trackingState';
import { UploadSchedule } from './uploadSchedule';

export interface SinkRunOptions<Target> extends TrackingStateOptions<Target> {
  readonly clock: Clock;
  /** Runs that do not train wait for their turn. */
  readonly limit: LimitFunction;
}

/** One run at a sink: its record, its upload, and what is known of both. */
export class SinkRun<Target> {
  private readonly state: TrackingState<Target>;
  private readonly uploads: UploadSchedule<Target>;
  private readonly recording: Recording<Target>;
  /** Settles when it is decided whether a waiting upload is continued. */
  private resuming: Promise<void> = Promise.resolve();

  constructor(
    private readonly runFolder: string,
    private readonly options: SinkRunOptions<Target>,
  ) {
    const { sink, clock, limit } = options;
    const state = new TrackingState(runFolder, options, () => this.recording.isTraining || this.uploads.isSending);
    const uploads = new UploadSchedule(runFolder, { sink, clock, limit, state, onAgain: () => this.resume() });
    this.state = state;
    this.uploads = uploads;
    this.recording = new Recording(runFolder, { sink, state, uploads });
  }

  get tracking(): SinkTracking<Target> | undefined {
    return this.state.tracking;
  }

  /** Whether this user had it recorded or sent to where its folder says that it goes. */
  get isOwn(): boolean {
    return this.state.isOwn;
  }

  /** The target that the folder names, if this user never chose it and it differs from the one that is set now. */
  async claimAgainst(current: Target): Promise<Target | undefined> {
    await this.read();
    const { tracking, isOwn } = this.state;
    return tracking && !isOwn && !this.options.sink.isSame(tracking.target, current) ? tracking.target : undefined;
  }

  /** Reads what another process may have written. */
  read(): Promise<void> {
    return this.state.read();
  }

  /** A trainer works on the run from now on; see `Recording`. */
  begin(mode: TrackingMode, target: Target, isOwn = true): void {
    this.recording.begin(mode, target, isOwn);
  }

  record(event: TrainerEvent): void {
    this.recording.append(event);
  }

  /** The trainer has ended. Resolves when the record is whole. */
  end(): Promise<void> {
    return this.recording.end();
  }

  /**
   * Sends it once; resolves with how that ended, or with how it stands while the run trains.
   * @param current the target that is set now; what the folder says of another one is followed only if this user began it
   * @param chosen the target that a person has chosen, if they were asked
   */
  async sync(current: Target, chosen?: Target): Promise<SyncState> {
    const { state, uploads, recording } = this;
    if (recording.isTraining) return this.syncTraining();
    if (await isAlive(await readOwner(this.runFolder))) {
      return stamped({ status: 'queued', reason: 'another window or process is training it: sync it when it has ended.' });
    }
    await state.read();
    const whySent = await this.options.sink.whySent(this.runFolder);
    // Its training may have gone on while its folder was read.
    if (recording.isTraining) return this.syncTraining();
    // Another caller may have begun to send it meanwhile.
    if (!uploads.isSending) await this.syncEnded(this.targetFor(current, chosen), whySent);
    await this.settled();
    return state.tracking?.sync ?? stamped({ status: 'queued' });
  }

  /**
   * Continues a waiting upload, unless another process works on the run or has sent it meanwhile. A run that this user never asked to send
   * keeps waiting, whatever its folder states.
   */
  resume(): void {
    const resumed = this.resumeNow().catch((error: unknown) => this.options.onTrouble(`${this.runFolder}: ${String(error)}`));
    this.resuming = Promise.all([this.resuming, resumed]).then(() => undefined);
  }

  /** Resolves when nothing is being written or sent. */
  async settled(): Promise<void> {
    await this.recording.written();
    await this.resuming;
    await this.uploads.settled();
    await this.state.written();
  }

  async dispose(): Promise<void> {
    await this.uploads.dispose();
    await this.resuming;
    await this.recording.dispose();
    await this.state.written();
  }

  /** Another process has the run now, or its folder is gone: what is being recorded is left as it is, and nothing more is written. */
  async lose(): Promise<void> {
    this.state.close();
    await this.recording.abandon();
    await this.dispose();
  }

  private async syncEnded(target: Target, whySent: string | undefined): Promise<void> {
    const { state, uploads } = this;
    const { tracking } = state;
    await state.remember(target, whySent === undefined);
    if (whySent === undefined) {
      state.change({ mode: 'online', target, sync: { ...stamped({ status: 'queued' }), ...this.linkAt(target) } });
      uploads.start();
    } else if (tracking?.sync.status !== 'synced')
      state.change({ mode: tracking?.mode ?? 'online', target, sync: stamped({ status: 'synced', reason: whySent }) });
  }

  private async syncTraining(): Promise<SyncState> {
    const { state, uploads, recording } = this;
    await recording.written();
    const { tracking } = state;
    if (tracking) {
      await state.remember(tracking.target, true);
      state.change({ ...tracking, mode: 'online' });
    }
    uploads.start(recording.file);
    return state.tracking?.sync ?? stamped({ status: 'queued' });
  }

  private async resumeNow(): Promise<void> {
    const { state, uploads, recording } = this;
    if (!recording.isTraining) {
      await state.read();
      if (!state.isWaiting || (await isAlive(await readOwner(this.runFolder)))) return;
      if (!recording.isTraining) return uploads.start();
    }
    await recording.written();
    if (state.tracking?.mode === 'online') uploads.start(recording.file);
  }

  private targetFor(current: Target, chosen: Target | undefined): Target {
    const { sink } = this.options;
    const { tracking, isOwn } = this.state;
    if (!tracking) return chosen ?? current;
    if (chosen) return sink.isSame(tracking.target, chosen) ? tracking.target : chosen;
    return isOwn || sink.isSame(tracking.target, current) ? sink.targetNow(tracking, current) : current;
  }

  /** The run's page, if it is at that target. */
  private linkAt(target: Target): { readonly url?: string } {
    const { tracking } = this.state;
    const url = tracking && this.options.sink.isSame(tracking.target, target) ? tracking.sync.url : undefined;
    return url === undefined ? {} : { url };
  }
}
