import type { InferOutput } from 'valibot';
import type { notes } from './formats/notes';

export { MOST_NOTES } from './formats/notes';

/** The notes of a run, as they can be shown and changed beside their file. */
export type Notes = InferOutput<typeof notes>;
