import { isDeepStrictEqual } from 'node:util';
import { isUnderWay, type ClusterPhase, type ClusterTask } from './clusterTask';
import type { PlanWithLedger } from './plansWithLedger';
import type { LedgerJob } from './slurm/ledger';
import type { QueuedTasks } from './slurm/queueAnswer';
import { isOverdue } from './slurm/submissions';
import { tasksOf } from './slurm/taskRanges';
import { exitOf, phaseOf, stateInWords, type TaskStates } from './slurm/taskState';

/** What a task is made of. */
interface Facts {
  readonly job: LedgerJob;
  /** In the array. */
  readonly number: number;
  readonly phase: ClusterPhase;
  readonly jobId: number | null;
  readonly record: QueuedTasks | undefined;
}

interface KnownTask extends Facts {
  readonly task: ClusterTask;
}

/**
 * The tasks of a plan: for each run that counts, or is under way, the last one that was submitted for it. What is over does not hide what is
 * under way, and what was only planned hides nothing.
 */
export class PlanTasks {
  /** By their places. */
  private known: readonly (KnownTask | undefined)[] = [];
  private tasks: readonly ClusterTask[] = [];

  /**
   * @param states what Slurm says; undefined where it could not be asked, and what was known stays
   * @param now milliseconds since 1970
   * @returns by their places; the same list as before if nothing is different, and of what is the same the same objects
   */
  update({ plan, ledger }: PlanWithLedger, states: TaskStates | undefined, now: number): readonly ClusterTask[] {
    const chosen = plan.runs.map((): Facts | undefined => undefined);
    for (const job of ledger.jobs) {
      // The file may be a stranger's: nothing is beyond the plan.
      for (const number of tasksOf(job.tasks, plan.runs.length - job.offset)) {
        const place = job.offset + number;
        const found = this.find(job, { place, number }, { states, now });
        const earlier = chosen[place];
        if (!earlier || takesThePlace(found, earlier)) chosen[place] = found;
      }
    }
    const counted = new Set(plan.counted);
    const dismissed = new Map<LedgerJob, ReadonlySet<number>>();
    const isDismissed = ({ job, number }: Facts): boolean => {
      if (job.dismissed === undefined) return false;
      const numbers = dismissed.get(job) ?? new Set(tasksOf(job.dismissed, plan.runs.length - job.offset));
      dismissed.set(job, numbers);
      return numbers.has(number);
    };
    this.known = chosen.map((facts, place) => {
      // Of a run whose place another one has taken, there is nothing to be said.
      if (!facts || (!counted.has(place) && !isUnderWay(facts))) return undefined;
      return this.knownOf(facts, place, plan.runs[place]!.id, isDismissed(facts));
    });
    const tasks = this.known.flatMap(known => known?.task ?? []);
    if (tasks.length !== this.tasks.length || tasks.some((task, i) => task !== this.tasks[i])) this.tasks = tasks;
    return this.tasks;
  }

  private find(
    job: LedgerJob,
    { place, number }: { readonly place: number; readonly number: number },
    { states, now }: { readonly states: TaskStates | undefined; readonly now: number },
  ): Facts {
    const { name, submission } = job;
    const { type } = submission;
    if (type === 'planned' || type === 'refused') return { job, number, phase: type, jobId: null, record: undefined };
    const known = this.known[place];
    const before = known?.job.name === name ? known : undefined;
    // What sbatch did not answer is found by its name.
    const found = (): number | null => (states ? states.jobOf(name) : before?.jobId) ?? null;
    const jobId = type === 'submitted' ? submission.jobId : found();
    if (!states && before && jobId !== null && before.jobId === jobId) return before.job === job ? before : { ...before, job };
    const record = jobId === null ? undefined : states?.of({ name, jobId }, number);
    if (record) return before?.job === job && before.record === record ? before : { job, number, phase: phaseOf(record), jobId, record };
    const phase = (): ClusterPhase => {
      if (type === 'submitting' && jobId === null) return states && isOverdue(submission, now) ? 'planned' : 'submitting';
      return states ? 'forgotten' : 'unknown';
    };
    return { job, number, phase: phase(), jobId, record: undefined };
  }

  private knownOf(facts: Facts, place: number, runId: string, isDismissed: boolean): KnownTask {
    const before = this.known[place];
    if (before === facts && before.task.runId === runId) return before;
    const { job, number, phase, jobId, record } = facts;
    const { name, submission } = job;
    const task: ClusterTask = {
      runId,
      place,
      job: { name, jobId },
      task: number,
      phase,
      state: record ? stateInWords(record) : '',
      exit: record && exitOf(record),
      restarts: record?.restarts ?? 0,
      nodes: record?.nodes ?? '',
      isUnanswered: submission.type === 'submitting',
      refusal: submission.type === 'refused' ? submission.reason : undefined,
      isDismissed,
    };
    return { job, number, phase, jobId, record, task: before && isDeepStrictEqual(before.task, task) ? before.task : task };
  }
}

function takesThePlace(later: Facts, earlier: Facts): boolean {
  if (later.phase === 'planned') return earlier.phase === 'planned';
  return isHeld(later) || !isHeld(earlier);
}

/** Slurm has it, or may have it. */
function isHeld({ phase, record }: Facts): boolean {
  return phase === 'submitting' || (record !== undefined && isUnderWay({ phase }));
}
