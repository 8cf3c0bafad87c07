import { existsSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import pLimit from 'p-limit';
import { runPaths } from '../runFolder/paths';
import { Versions } from '../util/versions';
import type { BegunUploads } from './begunUploads';
import { INTERRUPTED, stamped, type BegunUpload, type NewState, type Sink, type SinkTracking } from './sink';

export interface TrackingStateOptions<Target> {
  readonly sink: Sink<Target>;
  /** What this user asked for. */
  readonly begun: BegunUploads<Target>;
  readonly onChanged: () => void;
  /** A line for a person. */
  readonly onTrouble: (line: string) => void;
}

/** What is known of one run at a sink: read from its folder, and written there when it changes. */
export class TrackingState<Target> {
  private known: SinkTracking<Target> | undefined;
  /** What this user asked for; what else is known the folder says alone. */
  private begun: BegunUpload<Target> | undefined;
  /** Of what is known. */
  private readonly versions = new Versions();
  /** One after the other, so that an older reading does not replace a newer one. */
  private readonly readings = pLimit(1);
  private readonly writes = pLimit(1);
  private lastWrite: Promise<void> = Promise.resolve();
  private readonly reported = new Set<string>();
  private isClosed = false;

  /** @param isOurs whether this process is at work on the run, and knows better than its folder */
  constructor(
    private readonly runFolder: string,
    private readonly options: TrackingStateOptions<Target>,
    private readonly isOurs: () => boolean,
  ) {}

  get tracking(): SinkTracking<Target> | undefined {
    return this.known;
  }

  /** Whether this user had it recorded or sent to where its folder says that it goes. */
  get isOwn(): boolean {
    return this.known !== undefined && isDeepStrictEqual(this.known.target, this.begun?.target);
  }

  /** Whether it is still to be sent, and this user has asked for that. */
  get isWaiting(): boolean {
    return this.isOwn && this.begun?.isWaiting === true && this.known?.mode === 'online' && this.known.sync.status === 'queued';
  }

  /** Reads what another process may have written; what this one does it knows better. */
  read(): Promise<void> {
    return this.readings(() => this.readNow());
  }

  /** Settles when what is known is written down. */
  written(): Promise<void> {
    return this.lastWrite;
  }

  change(tracking: SinkTracking<Target>): void {
    if (this.isClosed) return;
    this.versions.begin();
    this.known = tracking;
    this.options.onChanged();
    this.write(async () => {
      // A folder that was deleted is not made again.
      if (tracking === this.known && existsSync(runPaths(this.runFolder).config))
        await this.options.sink.writeTracking(this.runFolder, tracking);
    }).catch((error: unknown) => {
      if (existsSync(this.runFolder)) this.options.onTrouble(`${this.runFolder}: ${String(error)}`);
    });
  }

  /** How far it has come, of a run that is tracked; tells a person, once, why it waits or failed. */
  show(state: NewState): void {
    const { known } = this;
    if (!known) return;
    const { status, reason, url = known.sync.url } = state;
    if (status === known.sync.status && reason === known.sync.reason && url === known.sync.url) return;
    this.change({ ...known, sync: stamped({ ...state, ...(url !== undefined && { url }) }) });
    if (reason !== undefined && status !== 'synced' && status !== 'notSynced') this.report(reason);
  }

  /** This user has it recorded for a target, or sent there. */
  async remember(target: Target, isWaiting: boolean): Promise<void> {
    const begun: BegunUpload<Target> = { target, isWaiting };
    if (isDeepStrictEqual(this.begun, begun)) return;
    this.versions.begin();
    this.begun = begun;
    await this.write(() => this.options.begun.remember(this.runFolder, begun)).catch((error: Error) =>
      this.report(`another process will not know that it was begun here: ${error.message}`),
    );
  }

  /** It was not this user who had it recorded. @throws the system's error, if that cannot be kept */
  async disown(): Promise<void> {
    this.versions.begin();
    this.begun = undefined;
    await this.write(() => this.options.begun.forget(this.runFolder));
  }

  /** What has arrived, or was refused, is sent again only when a person says so. */
  endWaiting(): void {
    if (this.begun) void this.remember(this.begun.target, false);
  }

  /** The run is another process's now, or its folder is gone: nothing is known or written any more. */
  close(): void {
    this.isClosed = true;
    this.known = undefined;
  }

  private async readNow(): Promise<void> {
    // Not while something is being written: the file says what was before.
    for (let seen: Promise<void> | undefined; seen !== this.lastWrite; await seen) seen = this.lastWrite;
    if (this.isOurs()) return;
    const { sink, begun: uploads } = this.options;
    const isNewest = this.versions.mark();
    const found = await sink.readTracking(this.runFolder);
    const begun = found && (await uploads.find(this.runFolder));
    const isBroken = found?.sync.status === 'syncing' && !(await sink.isSending(this.runFolder));
    const tracking = found && isBroken ? { ...found, sync: { ...found.sync, status: 'queued' as const, reason: INTERRUPTED } } : found;
    if (this.isClosed || this.isOurs() || !isNewest()) return;
    if (isDeepStrictEqual([tracking, begun], [this.known, this.begun])) return;
    this.known = tracking;
    this.begun = begun;
    this.options.onChanged();
  }

  private write(work: () => Promise<void>): Promise<void> {
    const done = this.writes(work);
    this.lastWrite = done.catch(() => undefined);
    return done;
  }

  private report(what: string): void {
    if (this.reported.has(what)) return;
    this.reported.add(what);
    this.options.onTrouble(`${path.basename(this.runFolder)} at ${this.options.sink.name}: ${what}`);
  }
}
