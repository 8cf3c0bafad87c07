import type { OwnWords, RunDraft } from '../../contract/runDraft';
import type { NewRun } from '../../runs/scheduler';
import { beginningOfNotes } from '../../wording/beginningOfNotes';

/** The run that was filled in. */
export function newRunOf({ parameters, parent, engine, ...words }: RunDraft): NewRun {
  return { parameters, ...inOwnWords(words), ...(engine !== null && { engine }), ...(parent !== null && { parent }) };
}

/** Labels and notes with which a run begins; what is empty is not there. */
export function inOwnWords({ name = '', tags = [], hypothesis = '' }: Partial<OwnWords>): Pick<NewRun, 'labels' | 'notes'> {
  return {
    labels: { ...(name !== '' && { name }), ...(tags.length > 0 && { tags }) },
    ...(hypothesis.trim() !== '' && { notes: beginningOfNotes(hypothesis) }),
  };
}
