import type { InferOutput } from 'valibot';
import type { slurmJob as slurmJobFormat } from '../contract/formats/owner';

/** A job of a Slurm cluster, as owner.json names it. */
export type SlurmJob = InferOutput<typeof slurmJobFormat>;

/**
 * The job that a process is part of, by the variables that Slurm gives it; undefined outside of Slurm. A task of an array is named by the array
 * and its place in it: one of them has the array's own job id.
 */
export function slurmJob(environment: NodeJS.ProcessEnv = process.env): SlurmJob | undefined {
  const { SLURM_JOB_ID, SLURM_ARRAY_JOB_ID, SLURM_ARRAY_TASK_ID, SLURM_RESTART_COUNT, SLURM_CLUSTER_NAME } = environment;
  const job = SLURM_ARRAY_JOB_ID && SLURM_ARRAY_TASK_ID ? `${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}` : SLURM_JOB_ID;
  if (!job) return undefined;
  // Slurm does not set it before the first restart.
  const restarts = /^\d{1,9}$/.test(SLURM_RESTART_COUNT ?? '') ? Number(SLURM_RESTART_COUNT) : 0;
  return { cluster: SLURM_CLUSTER_NAME || null, job, restarts };
}

/**
 * Whether one is a later start of the other. Slurm starts a job again when its node is lost to it, which may go on to compute, so that of two
 * that claim to be the same job only the count tells which one is.
 */
export function startsAgain(later: SlurmJob | undefined, earlier: SlurmJob | undefined): boolean {
  if (!later || !earlier) return false;
  return later.cluster === earlier.cluster && later.job === earlier.job && later.restarts > earlier.restarts;
}
