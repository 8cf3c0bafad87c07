import type { ClusterTask } from '../cluster/clusterTask';
import { isStuck, wasJustKilled } from '../cluster/taskInWords';
import type { FindOverview } from '../designs/comparedRuns';
import { nextStep } from '../runs/designs/nextStep';
import { counted } from '../util/format';
import { groupInWords, stuckGroups } from './clusterStates';

/** Tasks of a plan that a person has asked to be requeued. */
export interface AskedAgain {
  readonly tasks: readonly ClusterTask[];
  readonly find: FindOverview;
  /** The plan was named, and not each of them. */
  readonly isWhole: boolean;
}

/** What of them is not requeued, why, and what a person can do about it. */
export function leftAloneInWords(asked: readonly AskedAgain[]): string[] {
  const all = asked.flatMap(({ tasks, find, isWhole }) => tasks.map(task => ({ task, why: whyLeftAlone(task, { find, isWhole }) })));
  const said = (wanted: WhyLeftAlone, one: string, several: string): string[] => {
    const count = all.filter(({ why }) => why === wanted).length;
    return count === 0 ? [] : [`${counted(count, 'task')} ${count === 1 ? one : several}`];
  };
  return [
    ...said(
      'running',
      'runs and is left alone: name its run to have it begin anew.',
      'run and are left alone: name the run of one to have it begin anew.',
    ),
    ...said('waiting', 'waits and begins by itself.', 'wait and begin by themselves.'),
    ...stuckGroups(all.map(({ task }) => task)).map(groupInWords),
    ...said(
      'planned',
      'was never submitted: the command that planned it submits it.',
      'were never submitted: the command that planned them submits them.',
    ),
    ...said(
      'killed',
      'ended without a result a moment ago, and its run still counts as at work: requeue it in a minute.',
      'ended without a result a moment ago, and their runs still count as at work: requeue them in a minute.',
    ),
  ];
}

type WhyLeftAlone = 'running' | 'waiting' | 'planned' | 'killed';

function whyLeftAlone(task: ClusterTask, { find, isWhole }: Omit<AskedAgain, 'tasks'>): WhyLeftAlone | undefined {
  const { phase, runId } = task;
  const run = find(runId);
  if (isStuck(task)) return undefined;
  if (phase === 'waiting' || phase === 'submitting') return 'waiting';
  if (wasJustKilled(task, run)) return 'killed';
  // One that is named is requeued, or submitted.
  if (!isWhole) return undefined;
  return phase === 'running' ? 'running' : phase === 'planned' && nextStep(run) !== 'nothing' ? 'planned' : undefined;
}
