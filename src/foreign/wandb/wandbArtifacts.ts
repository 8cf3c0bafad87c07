import path from 'node:path';
import { fileSizeIn } from '../../files/readFiles';
import type { ArtifactManifestEntry, ArtifactRecord } from '../../tracking/wandb/wandb_pb';
import { counted } from '../../util/format';
import type { ForeignArtifact, ForeignFile } from '../foreignRun';

/** Kinds that W&B makes for itself. */
const OWN = /^(job$|code$|wandb-)/;

/** No artifact has more files. */
const MOST_FILES = 10_000;
const MOST_NAMED = 5;

/**
 * The artifacts that a run's records name, with those of their files that lie in the run's own folder. Others stay where they are: a record may
 * name any file of the machine.
 * @param folder of the run
 */
export async function wandbArtifacts(folder: string, records: readonly ArtifactRecord[]): Promise<ForeignArtifact[]> {
  const artifacts: ForeignArtifact[] = [];
  const versions = new Map<string, number>();
  for (const { name, type, aliases, description, manifest } of records) {
    if (name === '' || OWN.test(type)) continue;
    const version = versions.get(name) ?? 0;
    versions.set(name, version + 1);
    const { files, missing } = await filesOf(folder, manifest?.contents ?? []);
    artifacts.push({
      name,
      type,
      version: `v${version}`,
      aliases: aliases.slice(0, 1000),
      description: description || null,
      files,
      missing,
    });
  }
  return artifacts;
}

async function filesOf(
  folder: string,
  entries: readonly ArtifactManifestEntry[],
): Promise<{ readonly files: ForeignFile[]; readonly missing: string[] }> {
  const files: ForeignFile[] = [];
  const elsewhere: string[] = [];
  const gone: string[] = [];
  const missing = entries.length > MOST_FILES ? [`Only its first ${MOST_FILES} files go along.`] : [];
  for (const { path: called, ref, digest, localPath } of entries.slice(0, MOST_FILES)) {
    const name = ref === '' ? ownName(folder, localPath) : undefined;
    if (name === undefined) {
      elsewhere.push(called);
      continue;
    }
    // Through a link, or out of the folder: as if it were not there.
    const bytes = await fileSizeIn(folder, name).catch(() => undefined);
    if (bytes === undefined) gone.push(called);
    else files.push({ path: called, bytes, folder, name, ...(digest !== '' && { md5: digest }) });
  }
  if (elsewhere.length > 0)
    missing.push(
      `${named(elsewhere)} outside of the folder of the run, where nothing is copied from. Copy such files into it, or import them as arrays.`,
    );
  if (gone.length > 0) missing.push(`${named(gone)} no more in the folder of the run.`);
  return { files, missing };
}

function named(files: readonly string[]): string {
  const shown = files.slice(0, MOST_NAMED).map(file => file.slice(0, 100));
  const more = files.length > shown.length ? `, and ${counted(files.length - shown.length, 'more file')}` : '';
  return `${shown.join(', ')}${more}: ${files.length === 1 ? 'it lies' : 'they lie'}`;
}

/**
 * The name of a file in the folder of its run, as a record says where it is: relative, or in full, also where the folder has been moved
 * since. Undefined for one that lies elsewhere.
 */
function ownName(folder: string, localPath: string): string | undefined {
  if (localPath === '') return undefined;
  const parts = localPath.split(/[\\/]/);
  if (!path.isAbsolute(localPath) && !/^[a-z]:/i.test(localPath)) return isName(parts) ? parts.join('/') : undefined;
  const at = parts.lastIndexOf(path.basename(folder));
  const below = at < 0 ? [] : parts.slice(at + 1);
  return isName(below) ? below.join('/') : undefined;
}

function isName(parts: readonly string[]): boolean {
  return parts.length > 0 && parts.every(part => part !== '' && part !== '.' && part !== '..');
}
