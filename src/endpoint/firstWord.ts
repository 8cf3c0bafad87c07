import type { UpsertBucketInput } from './protocol/inputs';
import { readSentConfig } from './sentConfig';

/** What tells whether a script goes on with a run. */
export interface KnownRun {
  readonly hasEnded: boolean;
  /** When the script began that spoke of it last, in ms since 1970. */
  readonly begunAt: number;
}

/**
 * Whether an UpsertBucket is the first word of a script that begins anew under the id of a run that is there, as 0.16.2, 0.29.0 and 0.31.0
 * send it. Those who resume have asked for the run's last row before (RunResumeStatus), which is not seen here.
 * - The newer ones name the run by its `id` in everything that they say of it later, and in the first word of a script that resumes it. The
 *   first word of one that begins has the host and the program without it; what only changes the config has neither.
 * - 0.16.2 never has the `id`. Its config has the time when the script began.
 * @throws {ProtocolError} if its config is none
 */
export function beginsAnew(input: UpsertBucketInput, { hasEnded, begunAt }: KnownRun): boolean {
  if (input.id) return false;
  const begins = input.config ? readSentConfig(input.config).startedAt : undefined;
  if (begins) return begins.getTime() !== begunAt;
  // A client has said everything before it says that the script has ended.
  return hasEnded || Boolean(input.host) || Boolean(input.jobProgram);
}
