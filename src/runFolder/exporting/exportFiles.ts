import path from 'node:path';
import { eventFile, eventFileName } from '../../artifacts/tensorboard/eventFile';
import { checkedForExport, readEnded } from './readExported';
import type { Exporting } from './exporting';
import { jsonOfRuns } from './jsonOfRuns';
import { tablesOfRuns } from './tablesOfRuns';
import { writeExport, type ExportFile } from './writeExport';
import { filesToZip, zipRun } from './zipRun';

/** What a selection of runs is written as. */
export const fileFormats = ['tensorboard', 'csv', 'json', 'zip'] as const;
export type FileFormat = (typeof fileFormats)[number];

export interface ExportTarget {
  readonly format: FileFormat;
  /** A file, or a folder where `isFolderOf` says so; absolute. */
  readonly path: string;
  /** Whether files that are there are replaced. */
  readonly replaces: boolean;
  /** Stops between two runs. */
  readonly signal?: AbortSignal;
}

export interface ExportedFiles {
  /** Their paths. */
  readonly files: readonly string[];
  /** What of the runs is not in them, or not as it was, for a person. */
  readonly remarks: readonly string[];
}

/** Whether a format of so many runs is written into a folder that is named, rather than to a file. */
export function isFolderOf(format: FileFormat, count: number): boolean {
  return format === 'tensorboard' || (format === 'zip' && count > 1);
}

/**
 * Writes runs where a person says. No more than one of them is in memory.
 * @param folders of the runs
 * @throws {RunFolderError} if a run cannot be read or is still trained, a file is there already, or it cannot be written; the reason of the signal
 */
export async function exportFiles(
  folders: readonly string[],
  { format, path: to, replaces, signal }: ExportTarget,
): Promise<ExportedFiles> {
  const place = isFolderOf(format, folders.length) ? { folder: to, replaces } : { folder: path.dirname(to), replaces };
  // A run that is gone through twice says the same twice.
  const remarks = new Set<string>();
  const exporting: Exporting = {
    folders,
    check: () => signal?.throwIfAborted(),
    remark: (text, id) => remarks.add(id === undefined ? text : `${id}: ${text}`),
  };
  const files = await filesOf(format, exporting, path.basename(to));
  const stoppable = files.map(({ name, content }) => ({
    name,
    content: () => {
      exporting.check();
      return content();
    },
  }));
  return { files: await writeExport(place, stoppable), remarks: [...remarks] };
}

async function filesOf(format: FileFormat, exporting: Exporting, name: string): Promise<readonly ExportFile[]> {
  switch (format) {
    case 'tensorboard':
      return eventFiles(exporting);
    case 'zip':
      return zips(exporting, name);
    case 'csv':
      return tablesOfRuns(exporting, name);
    case 'json':
      return [{ name, content: () => jsonOfRuns(exporting) }];
  }
}

async function eventFiles({ folders, check, remark }: Exporting): Promise<ExportFile[]> {
  const files: ExportFile[] = [];
  for (const folder of folders) {
    check();
    const { id, config } = await checkedForExport(folder);
    files.push({
      name: `${id}/${eventFileName({ config })}`,
      // Read again when its turn comes, so that of many runs one is in memory.
      content: async function* () {
        const run = await readEnded(folder);
        for (const one of run.remarks) remark(one, id);
        yield* eventFile(run);
      },
    });
  }
  return files;
}

async function zips({ folders, check }: Exporting, name: string): Promise<ExportFile[]> {
  const files: ExportFile[] = [];
  for (const folder of folders) {
    check();
    const { id, config } = await checkedForExport(folder);
    await filesToZip(folder);
    files.push({ name: folders.length > 1 ? `${id}.zip` : name, content: () => zipRun(folder, config.createdAt) });
  }
  return files;
}
