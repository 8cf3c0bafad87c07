/** `owner.json`, its claims, and the locks of files: which process works on something. */
import * as v from 'valibot';
import { count, record, text, whole } from './basics';
import { attempt } from './events';

/** The job of a Slurm cluster that a process is part of. */
export const slurmJob = record({
  /** Null where Slurm does not name it. */
  cluster: v.nullable(text),
  /** `17`, or `17_3` of a task of an array. */
  job: text,
  /** How many times Slurm has started it again: whatever belongs to an earlier start has no say any more. */
  restarts: count,
});

export const owner = record({
  host: text,
  /** Different after every start of the machine, and in every container. */
  bootId: text,
  /** More would be a group of processes to some systems. */
  pid: whole(1, 2 ** 31 - 1),
  /** When the process began, as the system counts it; null where it does not tell. A pid alone is used again by later processes. */
  processStart: v.nullable(text),
  /** From 1; each resumption is one more. */
  attempt,
  /** ISO 8601, UTC; every five seconds. What is no time is no sign of life. */
  heartbeat: text,
  /** Absent outside of Slurm. */
  slurm: v.exactOptional(slurmJob),
});
