import type { TaskPhase } from './slurm/taskState';

/**
 * What is known of a task: its phase by Slurm, or before that `planned` (its script is written), `submitting` (it is not known whether Slurm
 * has it) and `refused`; `forgotten`: Slurm does not know it any more, and its run's folder says what has become of it.
 */
export type ClusterPhase = TaskPhase | 'planned' | 'submitting' | 'refused' | 'forgotten';

/** A run of a plan as a task of a cluster: the last one that was submitted for it. */
export interface ClusterTask {
  readonly runId: string;
  /** The run's place in its plan. */
  readonly place: number;
  readonly job: { readonly name: string; /** Null before it is submitted. */ readonly jobId: number | null };
  /** Its number in the array. */
  readonly task: number;
  readonly phase: ClusterPhase;
  /** In Slurm's own words, `PENDING (Resources)`; empty where Slurm says nothing. */
  readonly state: string;
  /** How the batch script ended; undefined while it has not, or where Slurm has forgotten it. */
  readonly exit: { readonly code: number; readonly signal: number } | undefined;
  /** How often it was begun anew. */
  readonly restarts: number;
  /** Empty before it has one. */
  readonly nodes: string;
  /** What sbatch answered is not known: whether Slurm has it is looked up by its name. */
  readonly isUnanswered: boolean;
  /** The words of sbatch that refused it. */
  readonly refusal: string | undefined;
  readonly isDismissed: boolean;
}

/** Whether Slurm has it, or may have it: it waits, runs, or was submitted without an answer. */
export function isUnderWay({ phase }: Pick<ClusterTask, 'phase'>): boolean {
  return phase === 'waiting' || phase === 'running' || phase === 'unknown' || phase === 'submitting';
}
