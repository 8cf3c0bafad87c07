/** What a window keeps in the editor's state: the runs that it moved to the trash. */
import * as v from 'valibot';
import { record, runId, text, time } from './basics';

const name = 'the name of a run in the trash such as 20260131-120000-abcd.0123abcd';

/** Each of them is parsed separately, so that one that cannot be read does not affect the others. */
export const trashedRun = record({
  id: runId,
  runsFolder: text,
  entry: v.pipe(v.string(name), v.regex(/^\d{8}-\d{6}-[a-z2-7]{4}\.[0-9a-f]{8}$/, name)),
  /** What it was called. */
  label: text,
  deletedAt: time,
});
