import { existsSync } from 'node:fs';
import { MOST_NOTES, type Notes } from '../contract/notes';
import { writeFileIn } from '../files/writeFiles';
import { mergeTexts } from '../util/mergeTexts';
import { messageOf } from '../util/messageOf';
import { visible, withoutUnseen } from '../util/shownText';
import { withFileLock } from './fileLock';
import { runPaths } from './paths';
import { limits, readBytes } from './readFile';
import { RunFolderError, storageError } from './runFolderError';

const NAME = 'notes.md';

/** The notes of a run for a place where they can be changed, with `\n` between their lines. */
export async function readNotesToEdit(folder: string): Promise<Notes> {
  try {
    const bytes = await readBytes(folder, NAME, limits.medium);
    const text = bytes?.toString('utf8') ?? '';
    return { text: withLineFeeds(text).slice(0, MOST_NOTES), whyNotEdited: bytes ? whyNotEdited(bytes, text) : null };
  } catch (error) {
    return { text: '', whyNotEdited: messageOf(error) };
  }
}

/** What could not be shown and saved again as it is in the file. */
function whyNotEdited(bytes: Buffer, text: string): string | null {
  const shown = withLineFeeds(text);
  if (shown.length > MOST_NOTES) return `${NAME} is too long to be changed here.`;
  if (!Buffer.from(text).equals(bytes)) return `${NAME} is not UTF-8 text: it cannot be changed here.`;
  return visible(shown) === shown ? null : `${NAME} has characters that cannot be seen: it cannot be changed here.`;
}

/**
 * Changes the notes of a run. What was changed in the file meanwhile stays beside what is new.
 * @param before the notes that `text` was made of
 * @returns what they are now
 * @throws {RunFolderError} if they cannot be changed
 */
export async function changeNotes(folder: string, { before, text }: { readonly before: string; readonly text: string }): Promise<string> {
  const { notes: file, config } = runPaths(folder);
  if (!existsSync(config)) throw new RunFolderError(`${folder}: the run is not there any more, so that its notes cannot be changed.`);
  try {
    return await withFileLock(file, async () => {
      const there = await readNotesToEdit(folder);
      if (there.whyNotEdited !== null) throw new RunFolderError(there.whyNotEdited);
      const merged = mergeTexts(before, withoutUnseen(text), there.text);
      if (merged === there.text) return merged;
      const hadCarriageReturns = (await readBytes(folder, NAME, limits.medium))?.includes('\r\n') ?? false;
      await writeFileIn(folder, NAME, hadCarriageReturns ? merged.replaceAll('\n', '\r\n') : merged);
      return merged;
    });
  } catch (error) {
    if (error instanceof RunFolderError) throw error;
    throw storageError(`${file}: cannot be written`, error);
  }
}

function withLineFeeds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
