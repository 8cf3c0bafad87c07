import { isDeepStrictEqual } from 'node:util';
import { homeOf } from '../runFolder/home';
import { messageOf } from '../util/messageOf';
import type { ClusterPlan } from './clusterPlan';
import type { ClusterTask } from './clusterTask';
import { PlansWithLedger, type BrokenPlan, type PlanWithLedger } from './plansWithLedger';
import { PlanTasks } from './planTasks';
import type { LedgerJob } from './slurm/ledger';
import type { QueuedTasks } from './slurm/queueAnswer';
import { SlurmClient } from './slurm/slurmClient';
import { SlurmError } from './slurm/slurmError';
import { isOverdue } from './slurm/submissions';
import { TaskStates } from './slurm/taskState';

/** A plan of which something was, or is to be, submitted; the same object as long as nothing of it is different. */
export interface ClusterDesign {
  readonly plan: ClusterPlan;
  /** By their places; a task of which nothing has changed is the same object as before. */
  readonly tasks: readonly ClusterTask[];
}

/** What is known of a cluster's work on the plans of some folders. */
export interface ClusterSnapshot {
  /** The oldest first. */
  readonly designs: readonly ClusterDesign[];
  /** Why Slurm could not be asked; the states are then those of before. */
  readonly problem: SlurmError | undefined;
  /** Plans whose files cannot be read. */
  readonly broken: readonly BrokenPlan[];
}

export const noCluster: ClusterSnapshot = { designs: [], problem: undefined, broken: [] };

/** What was made of a plan at the last look, and of what. */
interface Seen {
  readonly tasks: PlanTasks;
  readonly of: PlanWithLedger;
  readonly states: TaskStates | undefined;
  readonly design: ClusterDesign;
  /** It will be another one without any change. */
  readonly isPassing: boolean;
}

const nothingAsked = new TaskStates([]);

/**
 * Looks what a cluster does of the plans beside some folders of runs: one `squeue` for all of them, and none where nothing can be under way.
 * What is as it was is neither read nor made anew.
 */
export class ClusterQueue {
  private readonly plans: PlansWithLedger;
  /** By the plans' folders. */
  private seen = new Map<string, Seen>();
  private states = nothingAsked;
  /** Jobs of which Slurm has forgotten everything. */
  private readonly forgotten = new Set<string>();
  private snapshot = noCluster;

  /**
   * @param queue asks Slurm; of an answer that is the same as before it gives the same object
   * @param now milliseconds since 1970
   */
  constructor(
    runsFolders: readonly string[],
    private readonly queue: () => Promise<readonly QueuedTasks[]> = asking(runsFolders),
    private readonly now = Date.now,
  ) {
    this.plans = new PlansWithLedger(runsFolders);
  }

  /** @returns the same object as before if nothing is different. Never rejects for what is in the folders, or what Slurm answers */
  async look(): Promise<ClusterSnapshot> {
    const { found, broken } = await this.plans.find();
    const asked = found.flatMap(({ ledger }) => ledger.jobs.filter(job => mayBeKnown(job) && !this.forgotten.has(keyOf(job))));
    const { states, problem } = await this.ask(asked.length > 0);
    const now = this.now();
    const seen = new Map<string, Seen>();
    for (const of of found) seen.set(of.plan.folder, this.see(of, states, now));
    this.seen = seen;
    if (states)
      for (const job of asked)
        if (!states.has(job.name) && (job.submission.type !== 'submitting' || isOverdue(job.submission, now)))
          this.forgotten.add(keyOf(job));
    this.snapshot = sameIfEqual(this.snapshot, { designs: Array.from(seen.values(), ({ design }) => design), problem, broken });
    return this.snapshot;
  }

  private async ask(isNeeded: boolean): Promise<{ readonly states?: TaskStates; readonly problem: SlurmError | undefined }> {
    if (!isNeeded) return { states: nothingAsked, problem: undefined };
    try {
      const records = await this.queue();
      if (records !== this.states.records) this.states = new TaskStates(records);
      return { states: this.states, problem: undefined };
    } catch (error) {
      if (error instanceof SlurmError) return { problem: error };
      return { problem: new SlurmError('unreachable', `Slurm gave no answer that can be used: ${messageOf(error)}`) };
    }
  }

  private see(of: PlanWithLedger, states: TaskStates | undefined, now: number): Seen {
    const { plan } = of;
    const before = this.seen.get(plan.folder);
    if (before?.of === of && before.states === states && !before.isPassing) return before;
    const planTasks = before?.tasks ?? new PlanTasks();
    const tasks = planTasks.update(of, states, now);
    const design = before?.design.plan === plan && before.design.tasks === tasks ? before.design : { plan, tasks };
    return { tasks: planTasks, of, states, design, isPassing: tasks.some(({ phase }) => phase === 'submitting') };
  }
}

function asking(runsFolders: readonly string[]): () => Promise<readonly QueuedTasks[]> {
  const client = new SlurmClient(homeOf(runsFolders[0] ?? '.'));
  return () => client.queue();
}

function mayBeKnown({ submission: { type } }: LedgerJob): boolean {
  return type === 'submitted' || type === 'submitting';
}

function keyOf({ name, submission }: LedgerJob): string {
  const { type } = submission;
  return `${name} ${type === 'submitted' ? submission.jobId : type === 'submitting' ? submission.at : ''}`;
}

function sameIfEqual(before: ClusterSnapshot, after: ClusterSnapshot): ClusterSnapshot {
  const isEqual =
    before.problem?.message === after.problem?.message &&
    before.designs.length === after.designs.length &&
    after.designs.every((design, i) => design === before.designs[i]) &&
    isDeepStrictEqual(before.broken, after.broken);
  return isEqual ? before : after;
}
