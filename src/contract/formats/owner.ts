/** `owner.json`, its claims, and the locks of files: which process works on something. */
import * as v from 'valibot';
import { record, text, time, whole } from './basics';
import { attempt } from './events';

export const owner = record({
  host: text,
  /** Different after every start of the machine, and in every container. */
  bootId: text,
  pid: whole(1, 2 ** 32 - 1),
  /** When the process began, as the system counts it; null where it does not tell. A pid alone is used again by later processes. */
  processStart: v.nullable(text),
  /** From 1; each resumption is one more. */
  attempt,
  /** ISO 8601, UTC; every five seconds. */
  heartbeat: time,
});
