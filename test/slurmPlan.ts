import { mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { BatchRequest } from '../src/cluster/slurm/batchRequest';
import type { Ledger } from '../src/cluster/slurm/ledger';
import { SlurmClient, type TasksOfJob } from '../src/cluster/slurm/slurmClient';
import { planSubmission, submitPlanned, type PlannedSubmission, type Submissions } from '../src/cluster/slurm/submissions';
import { phaseOf, stateInWords, TaskStates } from '../src/cluster/slurm/taskState';
import { tasksOf } from '../src/cluster/slurm/taskRanges';

export const request: BatchRequest = {
  minutes: 5,
  megabytes: 100,
  cpus: 1,
  throttle: null,
  partition: 'debug',
  account: null,
  qos: null,
  constraint: null,
  modules: [],
  container: null,
  graceSeconds: 30,
};

/** What a task does: notes its attempt in the folder and does as the file `task` says. In place of digits. */
const taskScript = `#!/bin/sh
# run-plan PLAN --index N
folder=$(dirname "$2")
echo "$SLURM_JOB_NAME $SLURM_CPUS_PER_TASK" >>"$folder/began.$4"
echo "this is run $4 of $2"
. "$folder/task"
`;

/** Plans in a folder of their own, with letters that a shell and Slurm could take for something. */
export class PlansOnSlurm {
  private readonly base = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'digits slurm plans-')));
  private count = 0;

  /** @param doing what each task does, for sh: it has `$folder`, the plan's folder, and `$4`, the number of the run */
  newPlan(doing: string, runs: number, more: Partial<PlannedSubmission> = {}): PlanOnSlurm {
    const folder = path.join(this.base, `plan ${++this.count} of "ada's" $HOME & co; #1`);
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'task'), doing);
    writeFileSync(path.join(this.base, 'digits.sh'), taskScript);
    // Slurm knows all jobs of a user by their names.
    const plan = `20260131-1200${String(this.count).padStart(2, '0')}-abcd`;
    return new PlanOnSlurm(folder, plan, {
      runs: Array.from({ length: runs }, (_, run) => run),
      request,
      planFile: path.join(folder, 'comparison.json'),
      runsFolder: path.join(folder, 'runs'),
      digits: ['/bin/sh', path.join(this.base, 'digits.sh')],
      ...more,
    });
  }

  remove(): void {
    rmSync(this.base, { recursive: true, force: true });
  }
}

export class PlanOnSlurm implements Submissions {
  /** More than is submitted of any. */
  readonly size = 1_000;
  readonly client: SlurmClient;

  constructor(
    readonly folder: string,
    readonly plan: string,
    readonly planned: PlannedSubmission,
  ) {
    this.client = new SlurmClient(folder);
  }

  async submit(more: Partial<PlannedSubmission> = {}): Promise<Ledger> {
    await planSubmission(this, { ...this.planned, ...more });
    return submitPlanned(this, { ...this.planned, ...more });
  }

  /** Of each run of the ledger, in order: what Slurm says of it. */
  async states(ledger: Ledger): Promise<string[]> {
    const states = new TaskStates(await this.client.queue());
    const words: [number, string][] = [];
    for (const { name, offset, tasks, submission } of ledger.jobs)
      for (const task of tasksOf(tasks)) {
        const record = submission.type === 'submitted' ? states.of({ name, jobId: submission.jobId }, task) : undefined;
        words.push([offset + task, record ? (phaseOf(record) === 'over' ? stateInWords(record) : record.state) : 'unknown']);
      }
    return words.toSorted(([a], [b]) => a - b).map(([, word]) => word);
  }

  /** The runs that were begun, each as often as it was. */
  attempts(): string[] {
    const began = readdirSync(this.folder).filter(name => name.startsWith('began.'));
    const each = began.flatMap(name =>
      readFileSync(path.join(this.folder, name), 'utf8')
        .trim()
        .split('\n')
        .map(() => name.slice('began.'.length)),
    );
    return each.toSorted((a, b) => Number(a) - Number(b));
  }
}

/** All tasks of all jobs of a ledger. */
export function jobsOf(ledger: Ledger): TasksOfJob[] {
  return ledger.jobs.map(({ name }, i) => ({ name, jobId: jobIdOf(ledger, i) }));
}

export function jobIdOf({ jobs }: Ledger, i = 0): number {
  const { submission } = jobs[i]!;
  if (submission.type === 'submitted') return submission.jobId;
  throw new Error(`${jobs[i]!.name} is ${submission.type}`);
}
