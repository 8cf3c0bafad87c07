import path from 'node:path';
import type { WrittenReport } from '../../contract/inspection';
import { FileError } from '../../files/fileError';
import { readRange, useFileIn } from '../../files/readFiles';
import { writeFileIn } from '../../files/writeFiles';
import { REPORT_MARK } from '../../report/written/reportMark';
import type { Report } from '../../report/written/reportedRun';
import { messageOf } from '../../util/messageOf';
import { RunFolderError } from '../runFolderError';

/** Where a report is to lie. */
export interface ReportPlace {
  /** It must be there. */
  readonly folder: string;
  readonly name: string;
  /** The folder of its pictures, beside it. */
  readonly pictureFolder: string;
}

/**
 * Writes a report over the one that was there before; the pictures first, so that no report shows any that are not there yet.
 * @throws {RunFolderError} if it cannot be written, or a file of that name is not Digits Lab's
 */
export async function writeReport({ folder, name, pictureFolder }: ReportPlace, { markdown, pictures }: Report): Promise<WrittenReport> {
  const file = path.join(folder, name);
  try {
    await checkIsOurs(folder, name);
    for (const picture of pictures) await writeFileIn(folder, `${pictureFolder}/${picture.name}`, picture.svg);
    await writeFileIn(folder, name, markdown);
  } catch (error) {
    if (error instanceof RunFolderError) throw error;
    const message = error instanceof FileError ? error.message : `${file}: the report cannot be written: ${messageOf(error)}.`;
    throw new RunFolderError(message, { cause: error });
  }
  return { file, pictures: pictures.map(picture => path.join(folder, pictureFolder, picture.name)) };
}

/** The words that every report begins with, of whichever version. */
const BEGINNING = REPORT_MARK.slice(0, REPORT_MARK.indexOf(':'));

async function checkIsOurs(folder: string, name: string): Promise<void> {
  const head = await useFileIn(folder, name, file => readRange(file, 0, Math.min(file.size, BEGINNING.length)));
  if (head === undefined || head.length === 0 || head.toString('utf8') === BEGINNING) return;
  throw new RunFolderError(
    `${path.join(folder, name)}: this file is no report that Digits Lab wrote, and stays as it is. Move it, or have the report written elsewhere.`,
  );
}
