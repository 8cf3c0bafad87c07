import pLimit from 'p-limit';
import { noLabels } from '../contract/labels';
import type { RecordedArtifact } from '../contract/recording';
import { changeNotes } from '../runFolder/notes';
import type { RecordedFacts } from '../runFolder/recording/newRecording';
import type { FileContent } from '../runFolder/recording/recordedFiles';
import { RecordingWriter, type RecordingOptions } from '../runFolder/recording/recordingWriter';
import { readLabels } from '../runFolder/readRun';
import type { FileStreamMessage } from './protocol/fileStream';
import type { UpsertBucketInput } from './protocol/inputs';
import { ProtocolError } from './protocol/protocolError';
import type { RunFace } from './protocol/views';
import { writeStream } from './writeStream';
import { readSentConfig, writableObject } from './sentConfig';
import { parseLooseJson, isObject } from './protocol/looseJson';

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

interface Said {
  readonly displayName: string | null;
  readonly notes: string;
  readonly tags: readonly string[];
}

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
  /** What is known of it while its folder is closed. */
  private lastFace: RunFace | undefined;

  private constructor(
    readonly run: RunName,
    readonly folder: string,
    private said: Said,
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
    const said = { displayName: input.displayName ?? null, notes: input.notes ?? '', tags: input.tags ?? [] };
    const writer = await RecordingWriter.create(
      {
        runsFolder,
        source: { tool: version === undefined ? 'wandb' : `wandb ${version}`, run: keyOf(run) },
        name: said.displayName ?? '',
        tags: said.tags,
        notes: said.notes,
        facts: {
          entity: run.entity,
          project: run.project,
          ...factsOf(input),
          startedAt: (sent?.startedAt ?? new Date()).toISOString(),
        },
      },
      options,
    );
    const tracked = new TrackedRun(run, writer.folder, said, options);
    tracked.writer = writer;
    tracked.opening = Promise.resolve(writer);
    return tracked;
  }

  /** A run whose folder is there already. */
  static async found(run: RunName, folder: string, options: RecordingOptions): Promise<TrackedRun> {
    const { name, tags } = await readLabels(folder).catch(() => noLabels);
    return new TrackedRun(run, folder, { displayName: name || null, notes: '', tags }, options);
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
        writer.change(factsOf(input));
        await this.label(writer, input);
        // The answer says that it is kept.
        await writer.save();
      }),
    );
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

  async addToArtifact(artifact: string, incoming: string, name: string, content: FileContent): Promise<void> {
    await this.use(writer => writer.addToArtifact(artifact, incoming, name, content));
  }

  async commitArtifact(artifact: RecordedArtifact, incoming: string): Promise<void> {
    await this.use(async writer => {
      await writer.commitArtifact(artifact, incoming);
      await late(writer);
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

  /** Gives its folder up as it is. */
  async release(): Promise<void> {
    const { writer } = this;
    if (!writer) return;
    this.lastFace = this.faceOf(writer);
    this.writer = undefined;
    this.opening = undefined;
    this.closing = writer.release();
    await this.closing;
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
      if (this.users === 0 && !this.isLive) await this.release().catch(() => undefined);
    }
  }

  private async open(): Promise<RecordingWriter> {
    await this.closing.catch(() => undefined);
    return (this.writer = await RecordingWriter.reopen(this.folder, this.options));
  }

  private async label(writer: RecordingWriter, { displayName, tags, notes }: UpsertBucketInput): Promise<void> {
    const before = this.said;
    this.said = { displayName: displayName ?? before.displayName, tags: tags ?? before.tags, notes: notes ?? before.notes };
    const isNamed = displayName && displayName !== before.displayName;
    const isTagged = tags && tags.join('\n') !== before.tags.join('\n');
    if (isNamed || isTagged) await writer.label({ ...(isNamed && { name: displayName }), ...(isTagged && { tags }) });
    if (this.said.notes !== before.notes) await changeNotes(this.folder, { before: before.notes, text: this.said.notes });
  }

  private faceOf({ recording, historyLines, systemLines, consoleLines }: RecordingWriter): RunFace {
    const { state, config, summary, group, jobType } = recording;
    return {
      ...this.run,
      displayName: this.said.displayName,
      description: null,
      notes: this.said.notes,
      tags: this.said.tags,
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

/** What comes after the end of a run may be what its evaluation is made of. */
async function late(writer: RecordingWriter): Promise<void> {
  if (writer.recording.state !== 'running') await writer.writeEnd();
}

function factsOf(input: UpsertBucketInput): Partial<RecordedFacts> {
  const sent = input.config ? readSentConfig(input.config) : undefined;
  const { groupName, jobType, host, jobProgram, summaryMetrics } = input;
  return {
    ...(sent && { config: sent.config, metrics: sent.metrics }),
    ...(summaryMetrics && { summary: readSummary(summaryMetrics) }),
    ...(groupName && { group: groupName }),
    ...(jobType && { jobType }),
    ...(host && { host }),
    ...(jobProgram && { program: jobProgram }),
  };
}

function readSummary(text: string): RecordedFacts['summary'] {
  let value: unknown;
  try {
    value = parseLooseJson(text);
  } catch (error) {
    throw new ProtocolError(`UpsertBucket: the summary is no JSON (${String(error)})`);
  }
  if (!isObject(value)) throw new ProtocolError('UpsertBucket: the summary is no object');
  return writableObject(value);
}
