/** What a window keeps in the editor's state: the runs that it was training. */
import * as v from 'valibot';
import { record, text } from './basics';
import { owner } from './owner';
import { queuedRun } from './queue';

/** Each of them is parsed separately, so that one that cannot be read does not affect the others. */
export const rememberedRun = record({
  ...queuedRun.entries,
  runsFolder: text,
  /** The process that was to train it. */
  keeper: v.optional(owner),
});
