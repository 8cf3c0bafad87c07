import { RunPlanExit } from '../contract/runPlanExit';
import type { SlurmJob } from '../runFolder/slurmJob';
import { hasEnded, nextStep, type FoundRun } from '../runs/designs/nextStep';
import { isUnderWay, type ClusterTask } from './clusterTask';
import { partsOf } from './slurm/taskState';

/** The run of a task, as its folder tells, with the job of Slurm that trains it; undefined: it has none. */
export type TaskRun = (FoundRun & { readonly slurm?: SlurmJob | undefined }) | undefined;

/** Whether a person is to be told of a task that goes on no more by itself: its run has not come to its end, and nothing is at work on it. */
export function isTroubled(task: ClusterTask, run: TaskRun): boolean {
  return !task.isDismissed && !isAwaited(task) && task.phase !== 'planned' && !isWell(task, run);
}

/** Whether it is worth while to wait for a task: Slurm has it, and it does not wait for what does not come about by itself. */
export function isAwaited(task: ClusterTask): boolean {
  return isUnderWay(task) && !isStuck(task);
}

/** Whether it waits for what does not come about by itself. */
export function isStuck(task: ClusterTask): boolean {
  return reasonOf(task)?.isStuck === true;
}

/** Whether the batch script says that all went well: what it has written may be seen here a moment later. */
export function isCompleted({ phase, state }: ClusterTask): boolean {
  return phase === 'over' && state.startsWith('COMPLETED');
}

/** Whether a run is at its end, or at work. */
function isWell(task: ClusterTask, run: TaskRun): boolean {
  return hasEnded(run) || (nextStep(run) === 'nothing' && !wasKilled(task, run));
}

/** Whether it has ended without a result so lately that its run still counts as at work. */
export function wasJustKilled(task: ClusterTask, run: TaskRun): boolean {
  return run?.status === 'running' && isTroubled(task, run);
}

/** A process that was killed leaves a run that is taken for one at work, until its last sign of life is old. */
function wasKilled(task: ClusterTask, run: TaskRun): boolean {
  return task.phase === 'over' && !isCompleted(task) && run?.slurm?.job === `${task.job.jobId}_${task.task}`;
}

/** A task in a few words: Slurm's own state and reason, the node, how often it was begun anew. */
export function taskInBrief(task: ClusterTask): string {
  const { phase, nodes } = task;
  const words = [stateInBrief(task), phase === 'running' && nodes !== '' && `on ${nodes}`];
  return [words.filter(Boolean).join(' '), restartsInWords(task)].filter(Boolean).join(' · ');
}

/** `begun again 2 times`; empty of one that was not. */
export function restartsInWords({ restarts }: ClusterTask): string {
  return restarts === 0 ? '' : `begun again ${restarts === 1 ? 'once' : `${restarts} times`}`;
}

/** The same words for all tasks of one state and reason. */
export function stateInBrief({ phase, state }: ClusterTask): string {
  switch (phase) {
    case 'planned':
      return 'not submitted yet';
    case 'submitting':
      return 'submitted, no answer yet';
    case 'refused':
      return 'refused by sbatch';
    case 'forgotten':
      return 'over';
    case 'unknown':
      return state === '' ? 'state not known' : state;
    case 'waiting':
    case 'running':
    case 'over':
      return state;
  }
}

/** What a state means and what to do about it, as a sentence or two; empty where there is nothing to add. */
export function taskExplained(task: ClusterTask, run: TaskRun): string {
  const { phase, state, refusal } = task;
  switch (phase) {
    case 'planned':
      return 'Its batch script is written and can be read; Slurm does not have it.';
    case 'submitting':
      return 'sbatch was started and did not answer. Whether Slurm has it is looked up by its name before anything is submitted again.';
    case 'refused':
      // The state says that it refused.
      return (refusal ?? '').replace(/^sbatch refused: /, '');
    case 'waiting':
      return reasonOf(task)?.words ?? '';
    case 'running':
      return running[partsOf(state).state] ?? '';
    case 'unknown':
      return '';
    case 'over':
      return isWell(task, run) ? '' : `${endExplained(task)} ${savedInWords(run)}`.trim();
    case 'forgotten':
      return isWell(task, run) ? '' : `${forgottenExplained(run)} ${savedInWords(run)}`.trim();
  }
}

function forgottenExplained(run: TaskRun): string {
  return run === undefined
    ? 'Slurm does not know it any more: it was cancelled before it began, or ended long ago.'
    : 'Slurm does not know it any more; its log may say more.';
}

/** What a task does that has a node and does not simply run (squeue(1), JOB STATE CODES). */
const running: Readonly<Record<string, string>> = {
  CONFIGURING: 'Its node is being made ready.',
  COMPLETING: 'It has ended, and its node is being cleared.',
  STAGE_OUT: 'It has ended, and its files are being taken off its node.',
  SUSPENDED: 'It stands still so that another job can run, and goes on by itself.',
  STOPPED: 'Its processes were stopped: scancel --signal=CONT lets them go on.',
  REVOKED: 'Another cluster of the federation has begun it.',
};

interface Reason {
  readonly pattern: RegExp;
  readonly words: string;
  /** It will not begin by itself. */
  readonly isStuck?: true;
}

/** Of reasons, and of states of what waits, that a person can do something about, or that are not what they seem (squeue(1)). */
const reasons: readonly Reason[] = [
  { pattern: /^Resources\b/, words: 'It is next, and waits for a node that is free.' },
  { pattern: /^Priority\b/, words: 'Others are before it.' },
  { pattern: /^JobArrayTaskLimit\b/, words: 'As many tasks of this plan run as it lets at once (throttle).' },
  {
    pattern: /^(QOSMax|AssocMax)\w*PerJob/,
    words:
      'It asks for more than your account or quality of service gives a task and will not begin: cancel it, ask for less, and submit it again.',
    isStuck: true,
  },
  {
    pattern: /^Invalid(Account|QOS)\b/,
    words: 'Its account or quality of service is not valid any more: cancel it, name another one, and submit it again.',
    isStuck: true,
  },
  { pattern: /^(QOSMax|QOSGrp|Assoc|Max\w*Per)/, words: 'You have as much at work as your account or quality of service lets.' },
  {
    pattern: /^(PartitionTimeLimit|PartitionNodeLimit)\b/,
    words: 'It asks for more than the partition gives and will not begin: cancel it, ask for less time, and submit it again.',
    isStuck: true,
  },
  { pattern: /^(ReqNodeNotAvail|PartitionDown|PartitionInactive|Reservation)/, words: 'The nodes that it asks for are down or reserved.' },
  {
    pattern: /^BadConstraints\b/,
    words: 'No node has what it asks for: cancel it, change constraint, cpus or memory, and submit it again.',
    isStuck: true,
  },
  {
    pattern: /^launch[ _]failed[ _]requeued[ _]held/i,
    words: 'A node could not begin it, and Slurm holds it: cancel it and submit it again, or let it go on with scontrol release.',
    isStuck: true,
  },
  { pattern: /^JobHeldAdmin\b/, words: 'An administrator of the cluster holds it, and can let it go on.', isStuck: true },
  {
    pattern: /^(JobHeldUser|REQUEUE_HOLD|SPECIAL_EXIT|RESV_DEL_HOLD)\b|^job[ _]requeued[ _]in[ _](held|special[ _]exit)[ _]state/,
    words: 'It is held: scontrol release lets it go on.',
    isStuck: true,
  },
  { pattern: /^(BeginTime|Cleaning|REQUEUED)\b/, words: 'It was begun anew and waits a moment before it does.' },
];

/** Of several reasons the one that does not pass by itself. */
function reasonOf({ phase, state }: ClusterTask): Reason | undefined {
  if (phase !== 'waiting') return undefined;
  const parts = partsOf(state);
  const said = [...parts.reason.split(',').map(reason => reason.trim()), parts.state];
  const known = reasons.filter(({ pattern }) => said.some(one => pattern.test(one)));
  return known.find(({ isStuck: stuck }) => stuck) ?? known[0];
}

function endExplained({ state, exit }: ClusterTask): string {
  const [name = ''] = /^[A-Z_]+/.exec(state) ?? [];
  switch (name) {
    case 'TIMEOUT':
    case 'DEADLINE':
      return 'Its time was over. Submit it again, with more minutes if it has hardly begun.';
    case 'OUT_OF_MEMORY':
      return 'It needed more memory than it had asked for. Ask for more megabytes and submit it again.';
    case 'CANCELLED':
      return 'It was cancelled.';
    case 'NODE_FAIL':
    case 'BOOT_FAIL':
      return 'Its node was lost, and Slurm has not begun it anew.';
    case 'PREEMPTED':
      return 'It had to make room for another job.';
    default:
      return exitExplained(exit);
  }
}

function exitExplained(exit: ClusterTask['exit']): string {
  if (!exit) return 'It is over.';
  if (exit.signal > 0) return `It was ended by signal ${exit.signal}. Its log may say why.`;
  switch (exit.code) {
    case RunPlanExit.completed:
      return 'It ended without a result. Its log may say why.';
    case RunPlanExit.badUsage:
      return 'There is no such plan, run or data on the node: its log says what.';
    case RunPlanExit.diverged:
      return 'The loss was no number any more.';
    case RunPlanExit.refused:
      return 'Another process was training this run, or seemed to.';
    case RunPlanExit.lost:
      return 'Another process has taken the run over meanwhile.';
    case RunPlanExit.interrupted:
      return 'It was asked to end, as before the end of its time, and did.';
    case 126:
    case 127:
      return 'The node could not start digits: its log says what it did not find. The setting command says what starts it.';
    default:
      return `It failed (exit code ${exit.code}): its log says why.`;
  }
}

function savedInWords(run: TaskRun): string {
  switch (run?.status) {
    case 'interrupted':
    case 'stopped':
      return 'What it had trained is saved: submitted again it goes on from there.';
    case 'failed':
      return 'The run says why it failed.';
    case undefined:
      return 'Its run had not begun.';
    case 'running':
    case 'starting':
      return 'Its run is taken for one at work for a minute after that; then it can be submitted again and goes on.';
    case 'completed':
      return '';
  }
}
