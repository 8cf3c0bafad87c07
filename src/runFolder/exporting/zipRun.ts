import path from 'node:path';
import { Zip, ZipDeflate } from 'fflate';
import { readRange, useFileIn } from '../../files/readFiles';
import { listFiles, type FoundFile } from '../../files/tree';
import { bytes as inWords } from '../../util/format';
import { RunFolderError } from '../runFolderError';

/** What is read, packed and written at a time. */
const CHUNK_BYTES = 1_000_000;

/** An archive without the extensions that not every program reads has less than 4 GiB. */
const MOST_BYTES = 4_000_000_000;

/** Folders of a run that are of no use elsewhere, as Git is told to leave them out. */
const LEFT_OUT = /^(?:checkpoint\/|wandb\/|owner\.json$)|\.tmp$/;

/** What one system takes for a file's name another takes for a path, or shows as something else. */
// oxlint-disable-next-line no-control-regex
const STRANGE = /[\\:\u0000-\u001f\u007f]/;

/** The files of a run that go into its archive. @throws {RunFolderError} if they are too many, or too large */
export async function filesToZip(folder: string): Promise<readonly FoundFile[]> {
  const { files, isCut } = await listFiles(folder);
  if (isCut) throw new RunFolderError(`${folder}: this folder has more files than a run has; it cannot be put into a zip.`);
  const chosen = files.filter(({ name }) => !LEFT_OUT.test(name) && !STRANGE.test(name)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const all = chosen.reduce((sum, { bytes }) => sum + bytes, 0);
  if (all > MOST_BYTES)
    throw new RunFolderError(`${folder}: its files have ${inWords(all)}; a zip of a run may have at most ${inWords(MOST_BYTES)}.`);
  return chosen;
}

/**
 * A zip of a run's folder, in pieces: unpacked beside other runs it is that run. No more than a piece of a file is in memory. The same folder
 * gives the same bytes.
 * @param createdAt of the run, which the files are dated with
 * @throws {RunFolderError} as `filesToZip`, or if a file changes meanwhile; {FileError}
 */
export async function* zipRun(folder: string, createdAt: string): AsyncGenerator<Uint8Array> {
  const files = await filesToZip(folder);
  let ready: Uint8Array[] = [];
  const zip = new Zip((error, data) => {
    if (error) throw error;
    ready.push(data);
  });
  for (const { name, bytes } of files) {
    const entry = new ZipDeflate(`${path.basename(folder)}/${name}`, { level: 6 });
    entry.mtime = dateOf(createdAt);
    zip.add(entry);
    for (let at = 0; at === 0 || at < bytes; at += CHUNK_BYTES) {
      const length = Math.min(CHUNK_BYTES, bytes - at);
      const chunk = await useFileIn(folder, name, file => readRange(file, at, length));
      if (chunk?.length !== length)
        throw new RunFolderError(`${path.join(folder, name)}: it was changed while it was exported. Try again.`);
      entry.push(chunk, at + length >= bytes);
      yield* ready;
      ready = [];
    }
  }
  zip.end();
  yield* ready;
}

/** The time in UTC as that of the machine's zone, since a zip knows no zones; it knows years from 1980. */
function dateOf(createdAt: string): Date {
  const at = new Date(createdAt);
  const year = Math.min(Math.max(at.getUTCFullYear(), 1980), 2099);
  return new Date(year, at.getUTCMonth(), at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds());
}
