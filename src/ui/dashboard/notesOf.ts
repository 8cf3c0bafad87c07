import type { Notes } from '../../contract/notes';
import { readNotesToEdit } from '../../runFolder/notes';
import type { LabRun } from '../../runs/labRun';

/** The notes of a run, and why they can only be read. */
export async function notesOf({ folder, config, readOnly }: LabRun, isTrusted: boolean): Promise<Notes> {
  if (!config) return { text: '', whyNotEdited: 'The run has no folder for notes.' };
  const notes = await readNotesToEdit(folder);
  if (notes.whyNotEdited !== null) return notes;
  return { ...notes, whyNotEdited: readOnly ?? (isTrusted ? null : 'Notes can be changed when the folder is trusted.') };
}
