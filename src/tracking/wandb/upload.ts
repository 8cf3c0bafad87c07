import { createHash } from 'node:crypto';
import path from 'node:path';
import { locate } from '../../files/location';
import { readFileIn } from '../../files/readFiles';
import type { Clock } from '../../util/clock';
import type { RequestError } from '../requestError';
import { withRetries, type Retrying } from '../retry';
import { LARGEST_FILE } from './artifacts';
import { putRunFile, upsertRun, type LineCounts, type RunPath } from './api';
import { LineStream } from './lineStream';
import { Outbox } from './outbox';
import { RecordReader } from './recordFile';
import type { Requests } from './requests';
import { sendArtifact } from './sendArtifact';
import type { ArtifactManifestEntry } from './wandb_pb';

/** Lines of a run that trains are sent together, so often; earlier if there are many. */
export const REST_MS = 15_000;
const MANY_LINES = 100;
/** After so many rests without anything new the server is told that the run is still there. */
const QUIET_RESTS = 2;

export interface UploadOptions {
  /** Absolute: what is sent lies in it. */
  readonly runFolder: string;
  /** The `.wandb` file, which may still be growing: its name in the run's folder, with slashes. */
  readonly record: string;
  readonly requests: Requests;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The server knows the run now. */
  readonly onPath: (runPath: RunPath) => void;
  /** Something went wrong and will be tried again. */
  readonly onRetry: (error: RequestError) => void;
  /** It goes on. */
  readonly onRecovered: () => void;
}

/**
 * Sends a run from its `.wandb` file. The server is asked where to begin: what it has already is not sent, so it does not matter how an
 * earlier upload ended.
 */
export class Upload {
  private readonly outbox = new Outbox();
  private readonly reader: RecordReader;
  private readonly retrying: Retrying;
  private runPath: RunPath | undefined;
  private stream: LineStream | undefined;
  private sentConfig = '';
  private quietRests = 0;
  private isResting = false;
  private isNudged = false;
  private wake: () => void = () => undefined;

  constructor(private readonly options: UploadOptions) {
    this.reader = new RecordReader(options.runFolder, options.record);
    this.retrying = options;
  }

  /** There is more in the file. */
  nudge(): void {
    this.isNudged = true;
    this.wake();
  }

  /**
   * Resolves when the server has the whole run, its end included.
   * @throws {WandbError} what does not pass; {RecordFileError} if the file was written anew or is damaged; {FileError} if one that is named
   * is not the run's; the system's error, if a file cannot be read; the signal's reason
   */
  async run(): Promise<void> {
    const stopResting = { call: (): void => undefined };
    try {
      for (;;) {
        this.isNudged = false;
        this.outbox.add(await this.reader.read());
        const { exitCode } = this.outbox;
        if (this.outbox.run && (exitCode !== undefined || !this.isResting || this.hasMany)) {
          const stream = await this.send();
          if (exitCode !== undefined) return await stream.complete(exitCode);
          stopResting.call();
          stopResting.call = this.rest();
        }
        await this.nudged();
      }
    } finally {
      stopResting.call();
    }
  }

  private get hasMany(): boolean {
    return (this.stream?.waiting ?? 0) >= MANY_LINES;
  }

  /** Sends everything that is in the outbox. */
  private async send(): Promise<LineStream> {
    const { outbox } = this;
    if (outbox.config !== this.sentConfig) await this.upsert();
    const { runPath, stream } = this;
    if (!runPath || !stream) throw new Error(`${this.options.record}: lines came before the run.`);
    for (let name = outbox.files[0]; name !== undefined; name = outbox.files[0]) {
      await this.sendFile(runPath, name);
      stream.hasFile(name);
      outbox.files.shift();
    }
    for (let artifact = outbox.artifacts[0]; artifact; artifact = outbox.artifacts[0]) {
      const sent = { artifact, read: (entry: ArtifactManifestEntry) => this.readEntry(entry) };
      await withRetries(() => sendArtifact(this.options.requests, runPath, sent), this.retrying);
      outbox.artifacts.shift();
    }
    const hadAny = await stream.flush();
    this.quietRests = hadAny ? 0 : this.quietRests + 1;
    if (this.quietRests < QUIET_RESTS || outbox.exitCode !== undefined) return stream;
    await stream.beat();
    this.quietRests = 0;
    return stream;
  }

  /** Makes the run at the server, or tells it of a config that has changed. */
  private async upsert(): Promise<void> {
    const { outbox } = this;
    const { run, config } = outbox;
    if (!run) return;
    const input = {
      entity: run.entity,
      project: run.project,
      name: run.runId,
      displayName: run.displayName,
      notes: run.notes,
      tags: run.tags,
      groupName: run.runGroup,
      jobType: run.jobType,
      host: run.host,
      commit: run.git?.commit ?? '',
      repo: run.git?.remoteUrl ?? '',
      config,
    };
    const { path: runPath, counts } = await withRetries(() => upsertRun(this.options.requests, input), this.retrying);
    this.sentConfig = config;
    this.runPath ??= runPath;
    this.stream ??= this.newStream(runPath, counts);
    this.options.onPath(runPath);
  }

  private newStream(runPath: RunPath, counts: LineCounts): LineStream {
    return new LineStream({ requests: this.options.requests, outbox: this.outbox, runPath, counts, retrying: this.retrying });
  }

  private async sendFile(runPath: RunPath, name: string): Promise<void> {
    const content = await this.readWhole(`${path.posix.dirname(this.options.record)}/files/${name}`);
    await withRetries(() => putRunFile(this.options.requests, runPath, { name, content }), this.retrying);
  }

  private async readEntry({ localPath, digest }: ArtifactManifestEntry): Promise<Uint8Array<ArrayBuffer>> {
    const { runFolder } = this.options;
    const content = await this.readWhole(path.relative(runFolder, localPath).split(path.sep).join('/'));
    const found = createHash('md5').update(content).digest('base64');
    if (found !== digest)
      throw new Error(`${localPath}: it was changed after it was recorded: its MD5 is ${found}; expected ${digest}. Sync again.`);
    return content;
  }

  /** @param name in the run's folder, with slashes */
  private async readWhole(name: string): Promise<Uint8Array<ArrayBuffer>> {
    const { runFolder } = this.options;
    const content = await readFileIn(runFolder, name, LARGEST_FILE);
    if (!content) throw new Error(`${locate(runFolder, name)}: it was recorded, and is not there any more. Sync again.`);
    return new Uint8Array(content);
  }

  /** @returns how to call it off */
  private rest(): () => void {
    this.isResting = true;
    return this.options.clock.after(REST_MS, () => {
      this.isResting = false;
      this.nudge();
    });
  }

  private async nudged(): Promise<void> {
    const { signal } = this.options;
    signal.throwIfAborted();
    if (this.isNudged) return;
    await new Promise<void>((resolve, reject) => {
      const abort = (): void => reject(signal.reason as Error);
      signal.addEventListener('abort', abort, { once: true });
      this.wake = () => {
        signal.removeEventListener('abort', abort);
        resolve();
      };
    });
  }
}
