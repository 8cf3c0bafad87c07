/** The notes of a run, as host and page tell them to each other. */
import * as v from 'valibot';
import { record, text } from './basics';

/** Characters of notes that are shown and changed in a page. */
export const MOST_NOTES = 200_000;

/** Two versions of which both are kept may be longer than one. */
export const notesText = v.pipe(v.string('text'), v.maxLength(4 * MOST_NOTES, 'a shorter text'));

export const notes = record({
  text: notesText,
  /** Why they can only be read, for a person; null where they can be changed. */
  whyNotEdited: v.nullable(text),
});
