import pLimit from 'p-limit';
import type { RecordedArtifact } from '../contract/recording';
import type { FileContent } from '../runFolder/recording/recordedFiles';
import { RecordingWriter, type RecordingOptions } from '../runFolder/recording/recordingWriter';
import { changeFacts, createWithin } from './factsWithin';
import type { RecordedFacts } from '../runFolder/recording/newRecording';
import { beginsAnew } from './firstWord';
import { recordingFiles } from '../runFolder/recording/readRecording';
import { copyHashed, hashedFile, type HashedFile } from './hashedFile';
import { ProtocolError } from './protocol/protocolError';
import type { FileStreamMessage } from './protocol/fileStream';
import type { UpsertBucketInput } from './protocol/inputs';
import type { RunFace } from './protocol/views';
import { writeStream } from './writeStream';
import { readSentConfig } from './sentConfig';
import { factsOf } from './sentFacts';
import { keepLabels, noSentLabels, sentLabels } from './sentLabels';

/** The names that a client knows a run by. */
export interface RunName {
  readonly entity: string;
  readonly project: string;
  /** The run's id. */
  readonly name: string;
}

export function keyOf({ entity, project, name }: RunName): string {
  return `${entity}/${project}/${name}`;
}

/** So long after a script has asked for a run's last row its first word is one that goes on with the run. */
const GOES_ON_MS = 10_000;

/**
 * A run that clients send, and its folder. The folder is this process's own from the first word of a client until the run has ended, or was
 * not heard of for long; with the next word it is opened again.
 */
export class TrackedRun {
  private writer: RecordingWriter | undefined;
  private opening: Promise<RecordingWriter> | undefined;
  private closing: Promise<void> = Promise.resolve();
  private users = 0;
  private readonly inTurn = pLimit(1);
  private heard = Date.now();
  /** Artifacts that are not whole yet, as the folder calls them, with their names: while there are any, it stays open. */
  private readonly pending = new Map<string, string>();
  /** What is known of it while its folder is closed. */
  private lastFace: RunFace | undefined;
  /** Until when a first word goes on with it, in ms since 1970. */
  private goesOnUntil = 0;
  /** When the script began that spoke of it last, where that is known. */
  private begunAt: number | undefined;
  /** Another run goes by its name now. */
  private isGivenUp = false;

  private constructor(
    readonly run: RunName,
    readonly folder: string,
    private readonly options: RecordingOptions,
  ) {}

  /** A run that begins with its first UpsertBucket, or without one where it was made elsewhere. @throws {RunFolderError} */
  static async begin(
    run: RunName,
    input: UpsertBucketInput,
    {
      runsFolder,
      client,
      options,
    }: { readonly runsFolder: string; readonly client: string | undefined; readonly options: RecordingOptions },
  ): Promise<TrackedRun> {
    const sent = input.config ? readSentConfig(input.config) : undefined;
    const version = sent?.clientVersion ?? client;
    const labels = sentLabels(input);
    const source = { tool: version === undefined ? 'wandb' : `wandb ${version}`, run: keyOf(run) };
    const startedAt = (sent?.startedAt ?? new Date()).toISOString();
    const { entity, project } = run;
    const create = (facts: Partial<RecordedFacts>): Promise<RecordingWriter> =>
      RecordingWriter.create({ runsFolder, source, ...labels, facts: { labels, entity, project, ...facts, startedAt } }, options);
    const writer = await createWithin(factsOf(input), create);
    const tracked = new TrackedRun(run, writer.folder, options);
    tracked.begunAt = sent?.startedAt?.getTime();
    tracked.writer = writer;
    tracked.opening = Promise.resolve(writer);
    return tracked;
  }

  /** A run whose folder is there already. */
  static found(run: RunName, folder: string, options: RecordingOptions): TrackedRun {
    return new TrackedRun(run, folder, options);
  }

  /** Whether its folder is open here, and the run goes on. */
  get isLive(): boolean {
    return this.writer?.recording.state === 'running';
  }

  get isOpen(): boolean {
    return this.writer !== undefined;
  }

  /** When a client last said something of it, in ms since 1970. */
  get heardAt(): number {
    return this.users > 0 ? Date.now() : this.heard;
  }

  /** The artifacts that are whole. */
  async artifacts(): Promise<readonly RecordedArtifact[]> {
    return this.use(writer => Promise.resolve(writer.recording.artifacts));
  }

  /** Takes what an UpsertBucket says. @throws {ProtocolError | RunFolderError} */
  async upsert(input: UpsertBucketInput): Promise<void> {
    await this.use(async writer =>
      this.inTurn(async () => {
        changeFacts(writer, factsOf(input));
        await keepLabels(writer, input);
        // The answer says that it is kept.
        await writer.save();
      }),
    );
    this.begunAt = (input.config ? readSentConfig(input.config).startedAt?.getTime() : undefined) ?? this.begunAt;
    this.goesOnUntil = 0;
  }

  /** A script has asked for the last row, as one does that goes on. */
  willGoOn(): void {
    this.goesOnUntil = Date.now() + GOES_ON_MS;
  }

  /** Whether what an UpsertBucket says is of a script that begins anew, so that this run is to stay as it is. @throws {ProtocolError | RunFolderError} */
  async isLeftBy(input: UpsertBucketInput): Promise<boolean> {
    if (Date.now() < this.goesOnUntil) {
      // It may have to be sent again, until it is taken.
      this.goesOnUntil = Infinity;
      return false;
    }
    return this.use(async writer => {
      const { recording } = writer;
      const known = { hasEnded: recording.state !== 'running', begunAt: this.begunAt ?? Date.parse(recording.startedAt) };
      // Of one that nothing came of but its first word, the answer may have been lost.
      return beginsAnew(input, known) && !isUntouched(writer);
    });
  }

  /** Takes what a request of file_stream says. @returns false if another run begins under this name, and nothing was taken */
  async stream(message: FileStreamMessage): Promise<boolean> {
    return this.use(writer => this.inTurn(() => writeStream(writer, message)));
  }

  async addFile(name: string, content: FileContent): Promise<void> {
    await this.use(async writer => {
      await writer.addFile(name, content);
      await late(writer);
    });
  }

  /** Keeps the folder open until an artifact is whole, or nothing was heard of it for long, also when the run has ended. */
  beginArtifact(name: string, incoming: string): void {
    this.pending.set(incoming, name);
  }

  async addToArtifact(artifact: string, incoming: string, name: string, content: FileContent): Promise<void> {
    // It may have been given up meanwhile.
    this.beginArtifact(artifact, incoming);
    await this.use(writer => writer.addToArtifact(artifact, incoming, name, content));
  }

  /** Copies a file of an artifact, of this run or another one, into one that is not whole yet. @returns undefined if it is another file */
  async bringToArtifact(
    to: { readonly name: string; readonly incoming: string; readonly path: string; readonly digest: string | undefined },
    from: ArtifactFile & { readonly folder: string },
  ): Promise<HashedFile | undefined> {
    return this.use(writer =>
      copyHashed(from.folder, placeOf(from), to.digest, content => writer.addToArtifact(to.name, to.incoming, to.path, content)),
    );
  }

  /** Base64. @throws {ProtocolError} if the file is not there */
  async md5InArtifact(file: ArtifactFile): Promise<string> {
    const found = await hashedFile(this.folder, placeOf(file));
    if (!found) throw new ProtocolError(`${placeOf(file)}: there is no such file any more`, 404);
    return found.md5;
  }

  /** @returns in sentences which of its files are not there */
  async commitArtifact(artifact: RecordedArtifact, incoming: string): Promise<readonly string[]> {
    return this.use(async writer => {
      const lost = await writer.commitArtifact(artifact, incoming);
      this.pending.delete(incoming);
      await late(writer);
      return lost;
    });
  }

  async moveAliases(name: string, version: string, aliases: readonly string[]): Promise<void> {
    await this.use(writer => Promise.resolve(writer.moveAliases(name, version, aliases)));
  }

  /** Says in its recording what will not be there. */
  async noteMissing(what: string): Promise<void> {
    await this.use(writer => Promise.resolve(writer.noteMissing(what)));
  }

  async face(): Promise<RunFace> {
    return this.writer ? this.faceOf(this.writer) : (this.lastFace ?? this.use(writer => Promise.resolve(this.faceOf(writer))));
  }

  /** Lets another run go by its name. What is being written into it still comes to its end. */
  async giveUp(): Promise<void> {
    this.isGivenUp = true;
    if (this.users === 0 && this.pending.size === 0) await this.release();
  }

  /** Gives its folder up as it is. */
  async release(): Promise<void> {
    const { writer } = this;
    if (!writer) return;
    this.lastFace = this.faceOf(writer);
    this.writer = undefined;
    this.opening = undefined;
    this.closing = this.close(writer);
    await this.closing;
  }

  private async close(writer: RecordingWriter): Promise<void> {
    try {
      for (const [incoming, name] of this.pending) await writer.giveUpArtifact(name, incoming);
    } finally {
      this.pending.clear();
      await writer.release();
    }
  }

  private async use<T>(work: (writer: RecordingWriter) => Promise<T>): Promise<T> {
    this.heard = Date.now();
    this.users++;
    try {
      this.opening ??= this.open();
      const writer = await this.opening.catch((error: unknown) => {
        this.opening = undefined;
        throw error;
      });
      return await work(writer);
    } catch (error) {
      // Another process has it, or it was removed: a later word tries again.
      if (this.writer?.lost.aborted) await this.release().catch(() => undefined);
      throw error;
    } finally {
      this.users--;
      this.heard = Date.now();
      if (this.users === 0 && this.pending.size === 0 && (!this.isLive || this.isGivenUp)) await this.release().catch(() => undefined);
    }
  }

  private async open(): Promise<RecordingWriter> {
    await this.closing.catch(() => undefined);
    return (this.writer = await RecordingWriter.reopen(this.folder, this.options));
  }

  private faceOf({ recording, historyLines, systemLines, consoleLines }: RecordingWriter): RunFace {
    const { state, config, summary, group, jobType, labels = noSentLabels } = recording;
    return {
      ...this.run,
      displayName: labels.name || null,
      description: null,
      notes: labels.notes,
      tags: labels.tags,
      group,
      jobType,
      state,
      config: JSON.stringify(Object.fromEntries(Object.entries(config).map(([key, value]) => [key, { value }]))),
      summary: JSON.stringify(summary),
      lines: { history: historyLines.count, console: consoleLines.count, events: systemLines.count },
      lastRow: historyLines.last,
      lastEvent: systemLines.last,
    };
  }
}

/** Whether nothing came of a run but what an UpsertBucket says. */
function isUntouched({ recording, historyLines, systemLines, consoleLines }: RecordingWriter): boolean {
  const { state, summary, files, artifacts } = recording;
  const lines = historyLines.count + systemLines.count + consoleLines.count;
  return state === 'running' && lines + files.length + artifacts.length + Object.keys(summary).length === 0;
}

/** A file of an artifact that is whole. */
interface ArtifactFile {
  readonly name: string;
  readonly version: string;
  readonly path: string;
}

function placeOf({ name, version, path }: ArtifactFile): string {
  return `${recordingFiles.artifacts}/${name}/${version}/${path}`;
}

/** What comes after the end of a run may be what its evaluation is made of. */
async function late(writer: RecordingWriter): Promise<void> {
  if (writer.recording.state !== 'running') await writer.writeEnd();
}
