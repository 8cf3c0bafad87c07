import { existsSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { SyncState, Tracking, WandbMode, WandbTarget } from '../contract/tracking';
import type { TrainerEvent } from '../contract/trainer';
import { listFiles } from '../files/tree';
import { isFileLocked } from '../runFolder/fileLock';
import { isAlive, readOwner } from '../runFolder/owner';
import { runPaths } from '../runFolder/paths';
import { Versions } from '../util/versions';
import { isSamePlace, type BegunUpload, type BegunUploads } from './begunUploads';
import { INTERRUPTED, sendingLock, sendRun, type NewState, type Outcome, type SenderOptions } from './sender';
import { writeTracking } from './trackingFile';
import type { Turns } from './turns';
import { OfflineRun } from './wandb/offlineRun';
import type { Upload } from './wandb/upload';

export interface TrackedRunOptions extends SenderOptions {
  /** Runs that do not train wait for theirs. */
  readonly turns: Turns;
  /** What this user asked for. */
  readonly begun: BegunUploads;
  /** What a run's folder says of it. */
  readonly read: (runFolder: string) => Promise<Tracking | undefined>;
  readonly onChanged: () => void;
  /** A line for a person. */
  readonly onTrouble: (line: string) => void;
}

/** One run's record, its upload, and what is known of both. */
export class TrackedRun {
  private known: Tracking | undefined;
  /** What this user asked for; what else is known the folder says alone. */
  private begun: BegunUpload | undefined;
  private isTraining = false;
  private record: OfflineRun | undefined;
  /** Settles when all that was taken so far is written. */
  private recording: Promise<void> = Promise.resolve();
  private upload: Upload | undefined;
  private attempt: Promise<void> | undefined;
  private aborter = new AbortController();
  private isDisposed = false;
  private callOffNext: () => void = () => undefined;
  /** Settles when what is known stands in the folder. */
  private noting: Promise<void> = Promise.resolve();
  private reading: Promise<void> = Promise.resolve();
  /** Of what is known. */
  private readonly versions = new Versions();
  private readonly said = new Set<string>();

  constructor(
    private readonly folder: string,
    private readonly options: TrackedRunOptions,
  ) {}

  get tracking(): Tracking | undefined {
    return this.known;
  }

  /** Whether this user had it recorded or sent to where its folder says that it goes. */
  get isOwn(): boolean {
    return this.known !== undefined && isDeepStrictEqual(this.known.target, this.begun?.target);
  }

  /** Where the folder says that it goes, if this user never said so and that is not the place that is set now. */
  async claimAgainst(current: WandbTarget): Promise<WandbTarget | undefined> {
    await this.read();
    const { known } = this;
    return known && !this.isOwn && !isSamePlace(known.target, current) ? known.target : undefined;
  }

  /**
   * Reads what another process may have written; what this one does it knows better. One after the other, so that an older reading does
   * not replace a newer one.
   */
  read(): Promise<void> {
    const done = this.reading.then(() => this.readNow());
    this.reading = done.catch(() => undefined);
    return done;
  }

  /**
   * A trainer works on the run from now on, for the first time or again.
   * @param isOwn whether it is this user who has it go there: else it is to be asked before it is sent
   */
  begin(mode: WandbMode, target: WandbTarget, isOwn = true): void {
    this.isTraining = mode !== 'off';
    this.write(async () => {
      await this.stopSending();
      await this.letGo();
      if (mode === 'off') return this.leaveBehind();
      if (isOwn) await this.remember(target, mode === 'online');
      else await this.disown();
      this.change({ mode, target, sync: stamped(mode === 'online' ? { status: 'queued' } : { status: 'notSynced' }) });
      this.record = await OfflineRun.open(this.folder, target);
      if (mode === 'online') this.send();
    });
  }

  take(event: TrainerEvent): void {
    // Makes no record, and comes often.
    if (!this.isTraining || event.type === 'batchEnded') return;
    this.write(async () => {
      await this.record?.take(event);
      this.upload?.nudge();
    });
  }

  /** The trainer has ended. Resolves when the record is whole. */
  async end(): Promise<void> {
    if (!this.isTraining) return;
    this.write(async () => {
      const { known } = this;
      if (!known) return;
      if (!this.record) {
        // One that could not be written on while the run trained may be made now.
        this.record = await OfflineRun.open(this.folder, known.target);
        this.change({ ...known, sync: stamped({ status: known.mode === 'online' ? 'queued' : 'notSynced' }) });
      }
      await this.record.finish();
      this.record = undefined;
      this.upload?.nudge();
    });
    await this.recording;
    this.isTraining = false;
    if (this.known?.mode === 'online' && this.known.sync.status === 'queued') this.send();
  }

  /**
   * Sends it once; resolves with how that ended, or with how it stands while the run trains.
   * @param current the place that is set now; what the folder says of another one is followed only if this user began it
   * @param chosen the place that a person has chosen, if they were asked
   */
  async sync(current: WandbTarget, chosen?: WandbTarget): Promise<SyncState> {
    if (this.isTraining) return this.syncTraining();
    if (await isAlive(await readOwner(this.folder))) {
      return stamped({ status: 'queued', reason: 'another window or process is training it: sync it when it has ended.' });
    }
    await this.read();
    const isSent = await hasMark(this.folder);
    // It may have been gone on with while its folder was read.
    if (this.isTraining) return this.syncTraining();
    // Whoever else asked meanwhile has begun.
    if (!this.attempt) {
      const { known } = this;
      const target = this.targetFor(current, chosen);
      await this.remember(target, !isSent);
      if (isSent) {
        if (known?.sync.status !== 'synced') this.change({ mode: known?.mode ?? 'online', target, sync: stamped(SENT_BY_ANOTHER) });
      } else {
        this.change({ mode: 'online', target, sync: { ...stamped({ status: 'queued' }), ...linkThere(known, target) } });
        this.send();
      }
    }
    await this.settled();
    return this.known?.sync ?? stamped({ status: 'queued' });
  }

  private async syncTraining(): Promise<SyncState> {
    await this.recording;
    if (this.known) {
      await this.remember(this.known.target, true);
      this.change({ ...this.known, mode: 'online' });
    }
    this.send();
    return this.known?.sync ?? stamped({ status: 'queued' });
  }

  /**
   * Goes on with what waits, unless another process works on it or has sent it meanwhile. What this user never asked to send waits on,
   * whatever its folder says.
   */
  resume(): void {
    this.write(async () => {
      if (this.isTraining) return this.send();
      await this.read();
      if (this.known?.mode !== 'online' || this.known.sync.status !== 'queued') return;
      if (!this.isOwn || !this.begun?.isWaiting) return;
      if (!(await isAlive(await readOwner(this.folder)))) this.send();
    });
  }

  /** Resolves when nothing is being written or sent. */
  async settled(): Promise<void> {
    await this.recording;
    await this.attempt;
    await this.noting;
  }

  async dispose(): Promise<void> {
    this.isDisposed = true;
    await this.stopSending();
    await this.recording;
    await this.letGo().catch(() => undefined);
    await this.noting;
  }

  private async readNow(): Promise<void> {
    // Not while something is being noted: the file says what was before.
    for (let noted: Promise<void> | undefined; noted !== this.noting; await noted) noted = this.noting;
    if (this.isTraining || this.attempt) return;
    const isNewest = this.versions.mark();
    const found = await this.options.read(this.folder);
    const begun = found && (await this.options.begun.find(this.folder));
    const isBroken = found?.sync.status === 'syncing' && !(await isFileLocked(sendingLock(this.folder)));
    const tracking: Tracking | undefined =
      found && isBroken ? { ...found, sync: { ...found.sync, status: 'queued', reason: INTERRUPTED } } : found;
    if (this.isTraining || this.attempt || !isNewest()) return;
    if (isDeepStrictEqual([tracking, begun], [this.known, this.begun])) return;
    this.known = tracking;
    this.begun = begun;
    this.options.onChanged();
  }

  /** Another process has the run now, or its folder is gone: what is being recorded is left as it is, and nothing more is written. */
  async lose(): Promise<void> {
    this.known = undefined;
    this.isTraining = false;
    await this.letGo().catch(() => undefined);
    await this.dispose();
  }

  private send(): void {
    const { known } = this;
    this.callOffNext();
    if (this.attempt || !known || this.isDisposed) return;
    const { signal } = (this.aborter = new AbortController());
    const sending = {
      runFolder: this.folder,
      baseUrl: known.target.baseUrl,
      record: async () => {
        // Before anything is at the server it stands in the folder that it is to go there.
        await this.noting;
        return this.record?.record ?? (await this.makeRecord(known.target));
      },
      signal,
      onState: (state: NewState) => this.show(state),
      onUpload: (upload: Upload) => void (this.upload = upload),
    };
    const attempt = (): Promise<Outcome> => sendRun(sending, this.options);
    const interrupted = (): Outcome => ({ status: 'queued', reason: INTERRUPTED });
    const ended = this.isTraining ? attempt() : this.options.turns.take(attempt, signal).catch(interrupted);
    this.attempt = ended.then(({ againAfterMs, ...state }) => {
      this.attempt = undefined;
      this.upload = undefined;
      this.show(state);
      // What has arrived, or was refused, is sent again only when a person says so.
      if (state.status !== 'queued' && this.begun) void this.remember(this.begun.target, false);
      if (againAfterMs !== undefined) this.callOffNext = this.options.clock.after(againAfterMs, () => this.resume());
    });
  }

  private targetFor(current: WandbTarget, chosen: WandbTarget | undefined): WandbTarget {
    const { known } = this;
    if (!known) return chosen ?? current;
    if (chosen) return isSamePlace(known.target, chosen) ? known.target : chosen;
    return this.isOwn || isSamePlace(known.target, current) ? targetNow(known, current) : current;
  }

  private async disown(): Promise<void> {
    this.begun = undefined;
    await this.options.begun.forget(this.folder);
  }

  private async remember(target: WandbTarget, isWaiting: boolean): Promise<void> {
    if (isDeepStrictEqual(this.begun, { target, isWaiting })) return;
    this.begun = { target, isWaiting };
    await this.options.begun.remember(this.folder, this.begun).catch((error: Error) => {
      this.options.onTrouble(`${path.basename(this.folder)}: that it was begun here cannot be kept: ${error.message}`);
    });
  }

  /** Anew, so that it has the labels and notes of today, and its end even if its trainer was killed. */
  private async makeRecord(target: WandbTarget): Promise<string> {
    const record = await OfflineRun.open(this.folder, target);
    await record.finish();
    return record.record;
  }

  private async stopSending(): Promise<void> {
    this.callOffNext();
    this.aborter.abort();
    await this.attempt;
  }

  private async letGo(): Promise<void> {
    const { record } = this;
    this.record = undefined;
    await record?.dispose();
  }

  /** A run that was sent goes on, and nobody wants that recorded. */
  private leaveBehind(): void {
    if (this.known?.sync.status === 'synced')
      this.show({ status: 'notSynced', reason: 'the run went on after it was sent, with tracking off.' });
  }

  /** Nothing that goes wrong in writing the record is the training's affair. */
  private write(work: () => Promise<void> | void): void {
    this.recording = this.recording.then(work).catch(async (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      await this.letGo().catch(() => undefined);
      await this.stopSending();
      this.show({ status: 'failed', reason: `its record cannot be written: ${message}` });
    });
  }

  private show(state: NewState): void {
    const { known } = this;
    if (!known) return;
    const { status, reason, url = known.sync.url } = state;
    if (status === known.sync.status && reason === known.sync.reason && url === known.sync.url) return;
    this.change({ ...known, sync: stamped({ ...state, ...(url !== undefined && { url }) }) });
    if (reason === undefined || status === 'synced' || status === 'notSynced' || this.said.has(reason)) return;
    this.said.add(reason);
    this.options.onTrouble(`${path.basename(this.folder)} at W&B: ${reason}`);
  }

  private change(tracking: Tracking): void {
    this.versions.begin();
    this.known = tracking;
    this.options.onChanged();
    this.noting = this.noting.then(async () => {
      // A folder that was deleted is not made again.
      if (tracking === this.known && existsSync(runPaths(this.folder).config)) await writeTracking(this.folder, tracking);
    });
    this.noting = this.noting.catch((error: unknown) => this.options.onTrouble(`${this.folder}: ${String(error)}`));
  }
}

const SENT_BY_ANOTHER: NewState = { status: 'synced', reason: 'the official wandb sync has sent it.' };

function stamped(state: NewState): SyncState {
  return { ...state, changedAt: new Date().toISOString() };
}

/** The run's page, if it is at that place. */
function linkThere(tracking: Tracking | undefined, target: WandbTarget): { readonly url?: string } {
  const url = tracking && isSamePlace(tracking.target, target) ? tracking.sync.url : undefined;
  return url === undefined ? {} : { url };
}

/**
 * Where a run that was recorded goes. Where a part of it is, there goes the rest. Else what it was recorded for stays, but the server is the
 * one that is set now; and so are entity and project, if those it was recorded for were refused.
 */
function targetNow({ target, sync }: Tracking, current: WandbTarget): WandbTarget {
  if (sync.url !== undefined) return target;
  const { baseUrl, entity, project } = current;
  if (sync.status === 'failed') return { ...target, baseUrl, entity, project };
  return { ...target, baseUrl, entity: target.entity || entity };
}

/** Whether a whole run was sent, by whomever. */
async function hasMark(runFolder: string): Promise<boolean> {
  const { files } = await listFiles(path.join(runFolder, 'wandb')).catch(() => ({ files: [] }));
  return files.some(({ name }) => /^offline-run-[^/]+\/run-[^/]+\.wandb\.synced$/.test(name));
}
