import path from 'node:path';
import { eventFile, eventFileName } from '../../artifacts/tensorboard/eventFile';
import type { ExportedRun } from '../../report/exported/exportedRun';
import { exportedCurvesCsv, runsCsv } from '../../report/exported/runsCsv';
import { runsJson } from '../../report/exported/runsJson';
import { readEnded, readExported } from './readExported';
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

/** Whether a format of so many runs is written into a folder that is named, rather than to a file. */
export function isFolderOf(format: FileFormat, count: number): boolean {
  return format === 'tensorboard' || (format === 'zip' && count > 1);
}

/**
 * Writes runs where a person says.
 * @param folders of the runs
 * @returns the files
 * @throws {RunFolderError} if a run cannot be read or is still trained, a file is there already, or it cannot be written; the reason of the signal
 */
export async function exportFiles(folders: readonly string[], { format, path: to, replaces, signal }: ExportTarget): Promise<string[]> {
  const place = isFolderOf(format, folders.length) ? { folder: to, replaces } : { folder: path.dirname(to), replaces };
  const files = await filesOf(format, folders, path.basename(to), signal);
  const stoppable = files.map(({ name, content }) => ({
    name,
    content: () => {
      signal?.throwIfAborted();
      return content();
    },
  }));
  return writeExport(place, stoppable);
}

async function filesOf(
  format: FileFormat,
  folders: readonly string[],
  name: string,
  signal: AbortSignal | undefined,
): Promise<readonly ExportFile[]> {
  switch (format) {
    case 'tensorboard': {
      const files: ExportFile[] = [];
      for (const folder of folders) {
        signal?.throwIfAborted();
        const run = await readEnded(folder);
        // Read again when its turn comes, so that of many runs one is in memory.
        files.push({ name: `${run.id}/${eventFileName(run)}`, content: async () => eventFile(await readEnded(folder)) });
      }
      return files;
    }
    case 'zip': {
      const files: ExportFile[] = [];
      for (const folder of folders) {
        signal?.throwIfAborted();
        const { id, config } = await readEnded(folder);
        await filesToZip(folder);
        files.push({ name: folders.length > 1 ? `${id}.zip` : name, content: () => zipRun(folder, config.createdAt) });
      }
      return files;
    }
    case 'csv': {
      const runs = await readAll(folders, signal);
      const curves = exportedCurvesCsv(runs);
      const { name: stem, ext } = path.parse(name);
      const ofCurves = curves === undefined ? [] : [{ name: `${stem}-curves${ext || '.csv'}`, content: async () => curves }];
      return [{ name, content: async () => runsCsv(runs) }, ...ofCurves];
    }
    case 'json': {
      const runs = await readAll(folders, signal);
      return [{ name, content: async () => runsJson(runs) }];
    }
  }
}

/** Without what was measured within epochs, which is most of it and stands in neither table. */
async function readAll(folders: readonly string[], signal: AbortSignal | undefined): Promise<ExportedRun[]> {
  const runs: ExportedRun[] = [];
  for (const folder of folders) {
    signal?.throwIfAborted();
    runs.push({ ...(await readExported(folder)), series: [] });
  }
  return runs;
}
