import { isDeepStrictEqual } from 'node:util';
import { MOST_ALIASES, type JsonValue } from '../../contract/formats/recording';
import type { ImportedConfig } from '../../contract/run';
import type { Followed, RecordedArtifact, RecordedRow, Recording } from '../../contract/recording';
import { removeFileIn } from '../../files/tree';
import { removeUnfinished } from '../../files/writeFiles';
import { systemClock, type Clock } from '../../util/clock';
import { bytes as bytesInWords } from '../../util/format';
import { toJson } from '../../util/json';
import { changeLabels } from '../labels';
import { takeOwnership, type Ownership } from '../ownership';
import { readOverview } from '../readRun';
import { RunFolderError, storageError } from '../runFolderError';
import { ConsoleFile } from './consoleFile';
import { writeRecordedEnd } from './recordedEnd';
import { whyNoFileName } from './fileName';
import { knownParametersOf } from './knownParameters';
import type { ReadKnownLabels } from './knownTestLabels';
import { isSameContent, linesOf } from './lineContent';
import { LineFile } from './lineFile';
import { beginRecording, type BegunRecording, type NewRecording, type RecordedFacts } from './newRecording';
import { readRecording, recordingFiles } from './readRecording';
import { RecordedFiles, RecordingLimitError, type FileContent, type StoredFile } from './recordedFiles';
import { bytesOfRecording, recordingLimits, tooLarge, type RecordingLimits } from './recordingLimits';

/** `recording.json` is written anew so often at most while a run goes on; its rows are written at once. */
const SAVE_MS = 2000;
/** What stands around a member of a list there. */
const AROUND_BYTES = 200;
/** More sentences about what is missing than a person reads. */
const MOST_MISSING = 1000;

export interface RecordingOptions {
  readonly limits?: RecordingLimits;
  readonly clock?: Clock;
  readonly now?: () => Date;
  /** For predictions that come without their true classes; absent: they are not evaluated. */
  readonly readKnownLabels?: ReadKnownLabels;
}

/** How a script ended. */
export interface RecordedEnd {
  readonly state: 'finished' | 'failed';
  readonly exitCode: number | null;
  /** Absent: now. */
  readonly endedAt?: string;
}

/**
 * Writes the folder of a run that another tool trains, while this process owns it: what a call was given is in the folder when it has
 * returned, or its promise is kept. A process that is killed leaves a run that reads as interrupted, and that `reopen` goes on with.
 */
export class RecordingWriter {
  private current: Recording;
  private config: ImportedConfig;
  private history: LineFile;
  private system: LineFile;
  private readonly terminal: ConsoleFile;
  private readonly stored: RecordedFiles;
  private callOff: (() => void) | undefined;
  private saving: Promise<void> = Promise.resolve();
  private isOpen = true;
  /** `recording.json` has no more. */
  private mostBytes = Infinity;
  /** Whether `recording.json` lacks something. */
  private isUnsaved = false;
  /** Whether it could not be written when it was to be. */
  private isBehind = false;
  private readonly limits: RecordingLimits;
  private readonly clock: Clock;
  private readonly now: () => Date;
  private readonly readKnownLabels: ReadKnownLabels | undefined;

  private constructor(
    readonly folder: string,
    private readonly ownership: Ownership,
    { config, recording }: Pick<BegunRecording, 'config' | 'recording'>,
    { limits = recordingLimits, clock = systemClock, now = () => new Date(), readKnownLabels }: RecordingOptions,
  ) {
    [this.config, this.current] = [config, recording];
    [this.limits, this.clock, this.now] = [limits, clock, now];
    this.readKnownLabels = readKnownLabels;
    this.stored = new RecordedFiles(folder, limits, () => this.check());
    this.history = LineFile.open(folder, recordingFiles.history);
    this.system = LineFile.open(folder, recordingFiles.system);
    this.terminal = ConsoleFile.open(folder, recordingFiles.console);
  }

  /** Makes the folder of a new run. @throws {RunFolderError} if it cannot be written; {RecordingLimitError} if what is known of it is too much */
  static async create(what: NewRecording, options: RecordingOptions = {}): Promise<RecordingWriter> {
    const begun = await beginRecording(what, options.now?.() ?? new Date(), options.limits);
    return RecordingWriter.opened(begun.folder, begun.ownership, begun, options);
  }

  /**
   * Takes up a run that no process works on: a last line that is torn is cut off, and what was not whole is removed and said to be missing.
   * Its state stays what it was until `goOn` or `end`.
   * @throws {RunFolderError} if another process works on it, if it is no run of another tool, or cannot be read
   */
  static async reopen(folder: string, options: RecordingOptions = {}): Promise<RecordingWriter> {
    const { config, readOnly } = await readOverview(folder);
    if (readOnly !== null) throw new RunFolderError(readOnly);
    if (config.kind !== 'imported') throw new RunFolderError(`${folder}: this run was trained here; no other tool writes into it.`);
    const ownership = await takeOwnership(folder);
    let recording: Recording | undefined;
    try {
      // Of a process that was killed, or is slow and will find them gone.
      await removeUnfinished(folder, [...Object.values(recordingFiles), 'labels.json']);
      recording = await readRecording(folder);
      if (!recording) throw new RunFolderError(`${folder}: it has no ${recordingFiles.recording}; nothing can be added to it.`);
    } catch (error) {
      await ownership.release();
      throw error;
    }
    const writer = await RecordingWriter.opened(folder, ownership, { config, recording }, options);
    try {
      const { files, lost } = await writer.stored.reopen();
      if (!isDeepStrictEqual(byPath(files), byPath(recording.files))) {
        writer.current = { ...writer.current, files };
        writer.isUnsaved = true;
      }
      for (const one of lost) writer.noteMissing(one);
      return writer;
    } catch (error) {
      await writer.release();
      throw error;
    }
  }

  private static async opened(
    folder: string,
    ownership: Ownership,
    begun: Pick<BegunRecording, 'config' | 'recording'>,
    options: RecordingOptions,
  ): Promise<RecordingWriter> {
    try {
      return new RecordingWriter(folder, ownership, begun, options);
    } catch (error) {
      await ownership.release();
      throw error;
    }
  }

  get id(): string {
    return this.config.id;
  }

  get source(): ImportedConfig['source'] {
    return this.config.source;
  }

  /** What is known of the run now. */
  get recording(): Recording {
    return this.current;
  }

  /** Aborted as soon as it is found that another process has the run now, or that its folder is gone. */
  get lost(): AbortSignal {
    return this.ownership.lost;
  }

  get historyLines(): Pick<LineFile, 'count' | 'first' | 'last' | 'isFirst'> {
    return this.history;
  }

  get systemLines(): Pick<LineFile, 'count' | 'last'> {
    return this.system;
  }

  get consoleLines(): Pick<ConsoleFile, 'count'> {
    return this.terminal;
  }

  /** Adds rows to `history.jsonl`, all or none; NaN and the infinities become texts, as JSON has no such numbers. @throws {RunFolderError} */
  appendRows(rows: readonly Readonly<Record<string, unknown>>[]): void {
    this.append(this.history, recordingFiles.history, rows);
  }

  /** The same for `system.jsonl`. */
  appendSystemRows(rows: readonly Readonly<Record<string, unknown>>[]): void {
    this.append(this.system, recordingFiles.system, rows);
  }

  /**
   * Has `history.jsonl` have exactly these rows; where it has them already it stays as it is.
   * @param rows given anew at each call
   * @throws {RunFolderError} if they cannot be written; what the rows throw
   */
  async replaceRows(rows: () => AsyncIterable<RecordedRow>): Promise<void> {
    this.history = await this.replaced(this.history, recordingFiles.history, rows);
  }

  /** The same for `system.jsonl`. */
  async replaceSystemRows(rows: () => AsyncIterable<RecordedRow>): Promise<void> {
    this.system = await this.replaced(this.system, recordingFiles.system, rows);
  }

  /**
   * Writes lines of the terminal, from the one of that number on; what lies between the last one and it is left empty.
   * @throws {RunFolderError}
   */
  writeConsole(first: number, lines: readonly string[]): void {
    this.check();
    const gap = Math.max(0, first - this.terminal.count);
    const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0) + gap;
    if (this.terminal.size + bytes > this.limits.consoleBytes || first + lines.length > this.limits.consoleLines) {
      this.noteMissing(`${recordingFiles.console}: what came after ${bytesInWords(this.terminal.size)} is left out.`);
      return;
    }
    this.terminal.write(first - gap, [...Array.from({ length: gap }, () => ''), ...lines]);
    this.changed();
  }

  /**
   * Says what is new of the run. Within two seconds it is in `recording.json`; `save` waits for that.
   * @throws {RecordingLimitError} if that would be too much; then all stays as it was
   */
  change(facts: Partial<RecordedFacts>): void {
    this.take({ ...this.current, ...facts });
  }

  /** The tool was heard of, whatever it said. */
  hear(): void {
    this.changed();
  }

  /** The run goes on, whatever was said of its end. */
  async goOn(): Promise<void> {
    if (this.current.state === 'running') return;
    this.check();
    const { understood: _, ...rest } = this.current;
    this.current = { ...rest, state: 'running', exitCode: null, endedAt: null };
    await this.save();
    await removeFileIn(this.folder, 'summary.json');
  }

  /** Name and tags; a person's other labels stay. */
  async label(labels: { readonly name?: string; readonly tags?: readonly string[] }): Promise<void> {
    this.check();
    await changeLabels(this.folder, labels);
  }

  /** Says that something is not there that should be, in a sentence for a person. */
  noteMissing(what: string): void {
    const { missing } = this.current;
    if (missing.includes(what) || missing.length >= MOST_MISSING) return;
    try {
      this.take({ ...this.current, missing: [...missing, what] }, what);
    } catch (error) {
      if (!(error instanceof RecordingLimitError)) throw error;
    }
  }

  /** Says all that is not there anew, whatever was said before. */
  retellMissing(missing: readonly string[] = []): void {
    this.current = { ...this.current, missing: missing.slice(0, MOST_MISSING) };
    this.mostBytes = Infinity;
    this.changed();
  }

  /** Writes down anew what it is called in its tool, and what tells it from others as it is now. */
  async identify(source: ImportedConfig['source']): Promise<void> {
    this.check();
    await this.configure({ source });
  }

  /** Writes down which files it is written from. */
  async follow(followed: Followed): Promise<void> {
    await this.ownership.write(recordingFiles.followed, toJson(followed));
  }

  /** It is written from no files any more. */
  async unfollow(): Promise<void> {
    this.check();
    await removeFileIn(this.folder, recordingFiles.followed);
  }

  /** Stores a file below `files/`. @throws {RunFolderError} which says why it is not taken */
  async addFile(name: string, content: FileContent): Promise<void> {
    const { files } = this.current;
    if (files.length >= this.limits.files && !files.some(({ path }) => path === name))
      throw new RecordingLimitError(`${name}: this run has ${this.limits.files} files already, which is the most that are kept.`);
    const file = await this.stored.add(name, content);
    this.take({ ...this.current, files: [...this.current.files.filter(({ path }) => path !== file.path), file] }, file);
  }

  /** Stores a file of an artifact that `commitArtifact` will give its name to. @param incoming letters and digits that tell it from others */
  async addToArtifact(artifact: string, incoming: string, name: string, content: FileContent): Promise<StoredFile> {
    checkPart(artifact);
    checkPart(incoming);
    return this.stored.addToArtifact(artifact, incoming, name, content);
  }

  /**
   * Makes an artifact of what came for it; its aliases are taken from the other versions.
   * @returns in sentences which of its files are not there, which the recording says too
   * @throws {RunFolderError}
   */
  async commitArtifact(artifact: RecordedArtifact, incoming: string): Promise<readonly string[]> {
    checkPart(artifact.name);
    checkPart(artifact.version);
    const { artifacts } = this.current;
    if (artifacts.length >= this.limits.artifacts)
      throw new RecordingLimitError(
        `${artifact.name}: this run has ${this.limits.artifacts} artifacts already, which is the most that are kept.`,
      );
    const withArtifact = (one: RecordedArtifact): Recording => {
      return { ...this.current, artifacts: [...moveAliases(this.current.artifacts, artifact.name, artifact.aliases), one] };
    };
    // Before its folder has its name.
    this.checkSize(withArtifact(artifact));
    const { files, lost } = await this.stored.commit(artifact, incoming);
    this.mostBytes = Infinity;
    this.current = withArtifact({ ...artifact, files, missing: firstOf([...lost, ...artifact.missing]) });
    await this.save();
    return lost;
  }

  /** Gives a version of an artifact further aliases; of more than are kept it has the last. */
  moveAliases(name: string, version: string, aliases: readonly string[]): void {
    const moved = moveAliases(this.current.artifacts, name, aliases);
    const artifacts = moved.map(one =>
      one.name === name && one.version === version ? { ...one, aliases: [...one.aliases, ...aliases].slice(-MOST_ALIASES) } : one,
    );
    this.take({ ...this.current, artifacts });
  }

  /** Removes what came for an artifact that will not be whole, and says so. */
  async giveUpArtifact(name: string, incoming: string): Promise<void> {
    checkPart(name);
    checkPart(incoming);
    await this.stored.discard(name, incoming);
    this.noteMissing(`artifact ${name}: its upload was broken off; none of it is kept.`);
  }

  /** Writes down how the script ended, with the evaluation of what it left. The run may go on later. @throws {RunFolderError} */
  async end({ state, exitCode, endedAt = this.now().toISOString() }: RecordedEnd): Promise<void> {
    this.check();
    this.current = { ...this.current, state, exitCode, endedAt, heardAt: endedAt };
    await this.writeEnd();
  }

  /** The same for a run that had ended, after something of it came late. */
  async writeEnd(): Promise<void> {
    this.history.sync();
    const { dataset, understood } = await writeRecordedEnd(this.folder, {
      id: this.id,
      recording: this.current,
      first: rowOf(this.history.first),
      readKnownLabels: this.readKnownLabels,
      write: (name, content) => this.ownership.write(name, content),
    });
    if (dataset) await this.configure({ dataset });
    const { understood: _, ...rest } = this.current;
    this.current = { ...rest, ...(understood.length > 0 && { understood: understood.slice(0, MOST_MISSING) }) };
    await this.save();
  }

  /** Writes `recording.json`, and `config.json` where the settings made it another one. @throws {RunFolderError} */
  async save(): Promise<void> {
    this.isUnsaved = true;
    this.callOff?.();
    this.callOff = undefined;
    // One after the other: a slow one would put an older state over a newer.
    const saved = this.saving.then(() => this.saveNow());
    this.saving = saved.catch(() => {
      this.isBehind = true;
    });
    await saved;
  }

  /** Writes what could not be written when it was to be: before something more is said to be kept. @throws {RunFolderError} */
  async keepUp(): Promise<void> {
    await this.saving;
    if (this.isBehind) await this.save();
  }

  /** Gives the folder up as it is: a run that was going on reads as interrupted. May be called again. */
  async release(): Promise<void> {
    if (!this.isOpen) return;
    try {
      if (!this.lost.aborted && this.isUnsaved) await this.save();
    } finally {
      this.isOpen = false;
      this.callOff?.();
      for (const file of [this.history, this.system, this.terminal]) file.close();
      await this.ownership.release();
    }
  }

  private async replaced(lines: LineFile, name: string, rows: () => AsyncIterable<RecordedRow>): Promise<LineFile> {
    this.check();
    const { rowsBytes } = this.limits;
    if (await isSameContent(this.folder, name, linesOf(rows(), { rowsBytes }))) return lines;
    const onFull = (count: number): void => this.noteMissing(`${name}: the rows after ${count} are left out.`);
    await this.ownership.write(name, linesOf(rows(), { rowsBytes, onFull }));
    lines.close();
    this.changed();
    return LineFile.open(this.folder, name);
  }

  private append(lines: LineFile, name: string, rows: readonly Readonly<Record<string, unknown>>[]): void {
    this.check();
    const texts = rows.map(textOf);
    const longest = texts.map(text => Buffer.byteLength(text)).find(bytes => bytes > this.limits.rowBytes);
    if (longest !== undefined)
      throw new RecordingLimitError(`${name}: a row has ${bytesInWords(longest)}; expected at most ${bytesInWords(this.limits.rowBytes)}.`);
    if (lines.size + texts.reduce((sum, text) => sum + Buffer.byteLength(text) + 1, 0) > this.limits.rowsBytes) {
      this.noteMissing(`${name}: the rows after ${lines.count} are left out: the file has ${bytesInWords(lines.size)} already.`);
      return;
    }
    lines.append(texts);
    this.changed();
  }

  /**
   * @param added what of it is new, where that is little beside the rest: not all of it is counted each time then
   * @throws {RecordingLimitError} if it is too much; then all stays as it was
   */
  private take(next: Recording, added?: StoredFile | string): void {
    const most = this.mostBytes + (added === undefined ? Infinity : Buffer.byteLength(JSON.stringify(added)) + AROUND_BYTES);
    if (most <= this.limits.recordingBytes) this.mostBytes = most;
    else this.mostBytes = this.checkSize(next);
    this.current = next;
    this.changed();
  }

  private checkSize(next: Recording): number {
    const bytes = bytesOfRecording(next);
    if (bytes > this.limits.recordingBytes) throw new RecordingLimitError(`${this.folder}: ${tooLarge(bytes, this.limits)}`);
    return bytes;
  }

  private changed(): void {
    this.check();
    this.current = { ...this.current, heardAt: this.now().toISOString() };
    this.isUnsaved = true;
    // What cannot be written now is tried with the next change, and by `keepUp` and at the end, where it is said.
    this.callOff ??= this.clock.after(SAVE_MS, () => void this.save().catch(() => undefined));
  }

  private async saveNow(): Promise<void> {
    this.check();
    const saved = this.current;
    try {
      await this.ownership.write(recordingFiles.recording, toJson(saved));
      const { dataset } = this.config;
      // Of data that are known here the parameter says which they are.
      const data = dataset?.sha256 !== undefined && dataset.name !== undefined ? { dataset: dataset.name } : {};
      await this.configure({ parameters: { ...knownParametersOf(saved.config), ...data } });
      this.isUnsaved = this.current !== saved;
      this.isBehind = false;
    } catch (error) {
      throw storageError(`${this.folder}: the run cannot be written`, error);
    }
  }

  private async configure(changed: Partial<ImportedConfig>): Promise<void> {
    const config = { ...this.config, ...changed };
    if (isDeepStrictEqual(config, this.config)) return;
    await this.ownership.write('config.json', toJson(config));
    this.config = config;
  }

  private check(): void {
    if (!this.isOpen) throw new RunFolderError(`${this.folder}: the run was closed.`);
    this.ownership.checkOften();
  }
}

function byPath(files: Recording['files']): Recording['files'] {
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** Each alias is had by one version of an artifact. */
function moveAliases(artifacts: readonly RecordedArtifact[], name: string, aliases: readonly string[]): RecordedArtifact[] {
  return artifacts.map(one => (one.name === name ? { ...one, aliases: one.aliases.filter(alias => !aliases.includes(alias)) } : one));
}

/** As many sentences as are kept. */
function firstOf(missing: readonly string[]): readonly string[] {
  if (missing.length <= MOST_MISSING) return missing;
  return [...missing.slice(0, MOST_MISSING - 1), `${missing.length - MOST_MISSING + 1} further files are not here either.`];
}

function checkPart(name: string): void {
  const why = name.includes('/') ? 'it has a slash' : whyNoFileName(name);
  if (why !== undefined) throw new RunFolderError(`${JSON.stringify(name.slice(0, 200))}: no artifact of this name is written: ${why}.`);
}

function textOf(row: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(row, (_, value: unknown) => (isUnwritten(value) ? String(value) : value));
}

function isUnwritten(value: unknown): value is number {
  return typeof value === 'number' && !Number.isFinite(value);
}

function rowOf(line: string | undefined): RecordedRow | undefined {
  try {
    const row: JsonValue = JSON.parse(line ?? 'null');
    return typeof row === 'object' && row !== null && !Array.isArray(row) ? (row as RecordedRow) : undefined;
  } catch {
    // It was too long to be kept.
    return undefined;
  }
}
