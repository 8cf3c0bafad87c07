import type { InferOutput } from 'valibot';
import type { runLabels } from './formats/labels';

/** What a person may change about a run. */
export type RunLabels = InferOutput<typeof runLabels>;

export const noLabels: RunLabels = { name: '', tags: [], pinned: false, archived: false };

/** The tag of a run that was trained to find out whether it gives the same result again. */
export const REPRODUCTION = 'reproduction';
