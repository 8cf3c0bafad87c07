/** Writes a run of another tool into a folder of its own beside the others, so that what it was read from may go. */
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { RecordedRow } from '../contract/recording';
import { readRange, useFileIn } from '../files/readFiles';
import { removeTree } from '../files/tree';
import type { RecordedFacts } from '../runFolder/recording/newRecording';
import { nameDraft } from '../runFolder/importing/drafts';
import { RecordingWriter, type RecordingOptions } from '../runFolder/recording/recordingWriter';
import { RunFolderError } from '../runFolder/runFolderError';
import { messageOf } from '../util/messageOf';
import { ForeignError } from './foreignError';
import type { ForeignArtifact, ForeignFile, ForeignRun, JsonObject } from './foreignRun';
import { ROWS_AT_ONCE } from './growingRun';

export interface WrittenRun {
  readonly id: string;
  readonly folder: string;
  readonly rows: number;
  readonly missing: readonly string[];
}

/** Settings and summary may have so many bytes of JSON each. */
const MOST_BYTES = 5_000_000;
const PART_BYTES = 1_000_000;
/** Of what a terminal showed, at a time. */
const PART_LENGTH = 100_000;
/** A terminal's line. */
const LONGEST_LINE = 100_000;

/** Before it no tool was there that is read. */
const EARLIEST_MS = Date.UTC(1990, 0);
const DAY_MS = 86_400_000;

/** What tells a run in one state from the same run in another, and from others: what it is called, its settings and its last values. */
export function digestOf({ tool, source, state, config, summary }: ForeignRun): string {
  // Of the tool not the version: a later one of ours may know it.
  return createHash('sha256')
    .update(JSON.stringify([tool.split(' ')[0], source, state, config, summary]))
    .digest('hex');
}

export interface Destination extends Pick<RecordingOptions, 'readKnownLabels'> {
  readonly runsFolder: string;
  /** What its folder is called by until it has its name. */
  readonly draftId: string;
  readonly name: string;
}

/**
 * Under the name of a draft until it is whole.
 * @throws {ForeignError | RunFolderError} if it cannot be read to its end, or cannot be written; nothing of it is left then
 */
export async function writeForeignRun(run: ForeignRun, { runsFolder, draftId, name, readKnownLabels }: Destination): Promise<WrittenRun> {
  const missing: string[] = [...run.missing];
  const { begun, heard } = timesOf(run);
  let now = begun;
  const { source, tool, tags, notes } = run;
  const writer = await RecordingWriter.create(
    {
      runsFolder,
      draftId,
      source: { tool, run: source, digest: digestOf(run) },
      name,
      tags,
      notes,
      facts: { startedAt: begun.toISOString(), ...factsOf(run, missing) },
    },
    { now: () => now, ...(readKnownLabels && { readKnownLabels }) },
  );
  now = heard;
  let isWhole = false;
  try {
    const rows = await addRows(run.rows(), part => writer.appendRows(part));
    await addRows(run.system(), part => writer.appendSystemRows(part));
    await addRest(writer, run, { missing, heard });
    await writer.release();
    const { id, recording } = writer;
    const folder = await nameDraft(runsFolder, id, draftId);
    isWhole = true;
    return { id, folder, rows, missing: recording.missing };
  } finally {
    await writer.release().catch(() => undefined);
    // The error that is thrown counts.
    if (!isWhole) await removeTree(writer.folder).catch(() => undefined);
  }
}

interface Rest {
  /** What is missing already, for a person; what is not taken over is added. */
  readonly missing: string[];
  /** When the run was last heard of. */
  readonly heard: Date;
}

/** Adds what a run has besides its rows, and how it ended. What is there already, under the same names, is not added again. */
export async function addRest(writer: RecordingWriter, run: ForeignRun, { missing, heard }: Rest): Promise<void> {
  await addConsole(writer, run.console());
  for (const file of run.files) await addFile(file, content => writer.addFile(file.path, content), missing);
  const there = new Set(writer.recording.artifacts.map(nameOf));
  for (const artifact of run.artifacts) if (!there.has(nameOf(artifact))) await addArtifact(writer, artifact, missing);
  for (const one of missing) writer.noteMissing(one);
  const endedAt = plausible(run.endedAt ?? heard, heard).toISOString();
  if (run.state === 'running') await writer.save();
  else await writer.end({ state: run.state, exitCode: run.exitCode, endedAt });
}

function nameOf({ name, version }: { readonly name: string; readonly version: string }): string {
  return `${name}:${version}`;
}

/** What its tool says of a run, as far as it fits; what does not is said to be missing. */
export function factsOf(run: ForeignRun, missing: string[]): Omit<RecordedFacts, 'startedAt'> {
  const { entity, project, group, jobType, host, program, metrics } = run;
  const config = bounded(run.config, 'Settings', missing);
  const summary = bounded(run.summary, 'Values of the summary', missing);
  return { entity, project, group, jobType, host, program, config, summary, metrics };
}

async function addRows(rows: AsyncIterable<RecordedRow>, append: (rows: readonly RecordedRow[]) => void): Promise<number> {
  let waiting: RecordedRow[] = [];
  let count = 0;
  for await (const row of rows) {
    count++;
    if (waiting.push(row) < ROWS_AT_ONCE) continue;
    append(waiting);
    waiting = [];
    // Rows that are in memory already come at once: others would have no turn.
    await setImmediate();
  }
  if (waiting.length > 0) append(waiting);
  return count;
}

/** A line that was written over again and again, as a progress bar's is, has its last state. */
async function addConsole(writer: RecordingWriter, parts: AsyncIterable<string>): Promise<void> {
  let open = '';
  let count = 0;
  const add = (lines: readonly string[]): void => {
    if (lines.length === 0) return;
    writer.writeConsole(count, lines.map(lastState));
    count += lines.length;
  };
  for await (const part of parts)
    for (let at = 0; at < part.length; at += PART_LENGTH) {
      const lines = (open + part.slice(at, at + PART_LENGTH)).split('\n');
      open = lines.pop() ?? '';
      if (open.length > LONGEST_LINE) {
        lines.push(open);
        open = '';
      }
      add(lines);
    }
  if (open !== '') add([open]);
}

function lastState(line: string): string {
  const shown = line.endsWith('\r') ? line.slice(0, -1) : line;
  const begin = shown.lastIndexOf('\r') + 1;
  return shown.slice(begin, begin + LONGEST_LINE);
}

async function addFile(
  file: ForeignFile,
  add: (content: AsyncIterable<Uint8Array>) => Promise<unknown>,
  missing: string[],
): Promise<boolean> {
  try {
    await add(contentOf(file));
    return true;
  } catch (error) {
    // A full disk ends the import; a file that is too large, or is called as none may be, does not.
    if (!(error instanceof RunFolderError || error instanceof ForeignError) || isFull(error)) throw error;
    missing.push(`Left out: ${messageOf(error)}`);
    return false;
  }
}

function isFull(error: Error): boolean {
  const { code } = (error.cause ?? {}) as { readonly code?: unknown };
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EROFS';
}

async function addArtifact(writer: RecordingWriter, artifact: ForeignArtifact, missing: string[]): Promise<void> {
  const { name, type, version, aliases, description } = artifact;
  const lacking = [...artifact.missing];
  const files: { readonly path: string; readonly bytes: number }[] = [];
  const incoming = version;
  try {
    for (const file of artifact.files) {
      const add = async (content: AsyncIterable<Uint8Array>): Promise<unknown> =>
        files.push(await writer.addToArtifact(name, incoming, file.path, content));
      await addFile(file, add, lacking);
    }
    await writer.commitArtifact({ name, type, version, aliases, description, files, missing: lacking.slice(0, 1000) }, incoming);
    for (const one of lacking) missing.push(`Artifact ${name}: ${one}`);
  } catch (error) {
    if (!(error instanceof RunFolderError) || isFull(error)) throw error;
    missing.push(`Artifact ${name.slice(0, 100)} was left out: ${messageOf(error)}`);
  }
}

/** The bytes of a file; it is opened for each part, so that none stays open. @throws {ForeignError} if they are not what they should be */
async function* contentOf({ folder, name, path: called, md5 }: ForeignFile): AsyncGenerator<Uint8Array> {
  const sum = createHash('md5');
  for (let position = 0; ;) {
    const part = await useFileIn(folder, name, file => readRange(file, position, Math.min(PART_BYTES, Math.max(0, file.size - position))));
    if (!part) throw new ForeignError(`${called}: there is no such file any more.`);
    if (part.length === 0) break;
    position += part.length;
    sum.update(part);
    yield part;
  }
  if (md5 !== undefined && sum.digest('base64') !== md5)
    throw new ForeignError(`${called}: it is not the file that was recorded: its MD5 is another one.`);
}

/** When a run began, and was last heard of, as far as a tool can have written it; else now. */
export function timesOf({ startedAt, heardAt }: ForeignRun): { readonly begun: Date; readonly heard: Date } {
  const begun = plausible(startedAt, new Date());
  return { begun, heard: plausible(heardAt, begun) };
}

/** A time that a tool can have written; otherwise another one. */
function plausible(time: Date, otherwise: Date): Date {
  const ms = time.getTime();
  return ms >= EARLIEST_MS && ms <= Date.now() + DAY_MS ? time : otherwise;
}

/** The values that fit; of the others it is said that they are missing. */
export function bounded(values: JsonObject, what: string, missing: string[]): JsonObject {
  const sizes = Object.entries(values).map(([key, value]) => ({ key, value, bytes: JSON.stringify(value).length + key.length }));
  let total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total <= MOST_BYTES) return values;
  const left = new Set<string>();
  for (const { key, bytes } of sizes.toSorted((a, b) => b.bytes - a.bytes)) {
    if (total <= MOST_BYTES) break;
    left.add(key);
    total -= bytes;
  }
  const named = [...left].slice(0, 5).map(key => key.slice(0, 60));
  missing.push(`${what} that are too long were left out (${named.join(', ')}${left.size > named.length ? ', …' : ''}).`);
  return Object.fromEntries(Object.entries(values).filter(([key]) => !left.has(key)));
}
