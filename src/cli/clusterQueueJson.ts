import path from 'node:path';
import type { ClusterSnapshot } from '../cluster/clusterQueue';
import { logFile } from '../cluster/slurm/folders';
import { partsOf } from '../cluster/slurm/taskState';
import { isTroubled, taskExplained, type TaskRun } from '../cluster/taskInWords';

/** What a cluster does of all plans, every task of them, as it is written as JSON. */
export function clusterQueueJson({ designs, problem }: ClusterSnapshot, find: (runId: string) => TaskRun): unknown {
  return {
    problem: problem ? { kind: problem.problem, message: problem.message } : null,
    plans: designs.map(({ plan, tasks }) => ({
      id: plan.id,
      design: plan.design,
      folder: plan.folder,
      runs: plan.counted.length,
      tasks: tasks.map(task => {
        const { runId, place, job, phase, state, exit, restarts, nodes, isDismissed } = task;
        const run = find(runId);
        const parts = partsOf(state);
        return {
          id: runId,
          index: place,
          status: run?.status ?? null,
          jobId: job.jobId,
          job: job.name,
          task: task.task,
          phase,
          state,
          slurmState: parts.state || null,
          reason: parts.reason || null,
          nodes,
          restarts,
          exit: exit ?? null,
          means: taskExplained(task, run),
          isTroubled: isTroubled(task, run),
          isDismissed,
          log: job.jobId === null ? null : path.join(plan.folder, logFile(job.name, job.jobId, task.task)),
        };
      }),
    })),
  };
}
