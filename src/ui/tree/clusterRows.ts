import type { ClusterPlan } from '../../cluster/clusterPlan';
import type { ClusterSnapshot } from '../../cluster/clusterQueue';
import { isUnderWay, type ClusterTask } from '../../cluster/clusterTask';
import { isTroubled, taskExplained, taskInBrief, type TaskRun } from '../../cluster/taskInWords';
import { hasEnded } from '../../runs/designs/nextStep';
import { counted, grouped } from '../../util/format';
import type { RowFace } from './rowFace';

/** A row of the view Queue about what Slurm does: a plan, one of its tasks, or several that are alike. */
export interface ClusterRow {
  readonly kind: 'cluster';
  /** By which it is known again. */
  readonly key: string;
  /** The plan's; empty of what is about no plan. */
  readonly folder: string;
  /** The ids of the runs of the tasks that it stands for. */
  readonly tasks: readonly string[];
}

export interface ShownClusterRow {
  readonly row: ClusterRow;
  readonly face: RowFace;
  readonly below: readonly ShownClusterRow[];
}

export interface ClusterFacts {
  readonly titleOf: (plan: ClusterPlan) => string;
  readonly nameOf: (plan: ClusterPlan, task: ClusterTask) => string;
  /** Undefined if it has no folder yet. */
  readonly find: (runId: string) => TaskRun;
  /** `3/10 · 97.82 %` of a run that is trained; empty if nothing is known. */
  readonly progressOf: (runId: string) => string;
  /** When Slurm answered last: `14:32`; empty if it has not. */
  readonly lastAnswer: string;
}

/** Of more waiting tasks with the same reason one row tells. */
const MOST_WAITING = 3;
/** The same of tasks that ended alike, and of those that run. */
const MOST_TROUBLED = 20;
const MOST_RUNNING = 50;
/** Of a plan with more rows below it these are closed at first. */
const MOST_OPEN = 20;

/** The plans of which something is under way, or has ended without a result; before them whether Slurm answers. */
export function clusterRows({ designs, problem, broken }: ClusterSnapshot, facts: ClusterFacts): ShownClusterRow[] {
  const plans = designs.flatMap(({ plan, tasks }) => planRow(plan, tasks, facts));
  const unanswered = problem && plans.length > 0 ? [problemRow('Slurm does not answer', answerInWords(facts), problem.message)] : [];
  const unread = broken.map(({ folder, reason }) => problemRow('A plan cannot be read', folder, reason));
  return [...unanswered, ...unread, ...plans];
}

function answerInWords({ lastAnswer }: ClusterFacts): string {
  return lastAnswer === '' ? 'asked again later' : `as it was at ${lastAnswer}`;
}

function problemRow(label: string, description: string, tooltip: string): ShownClusterRow {
  const row: ClusterRow = { kind: 'cluster', key: `problem ${label} ${description}`, folder: '', tasks: [] };
  const icon = { id: 'warning', colour: 'list.warningForeground' };
  return { row, face: { label, description, tooltip, icon, context: 'slurmProblem', spoken: `${label}, ${description}` }, below: [] };
}

type Sort = 'running' | 'waiting' | 'troubled' | 'done' | 'other';

function sortOf(task: ClusterTask, run: TaskRun): Sort {
  if (task.phase === 'running') return 'running';
  // What is not known of a run that is at its end makes no difference.
  if (isUnderWay(task) && !(task.phase === 'unknown' && hasEnded(run))) return 'waiting';
  if (hasEnded(run)) return 'done';
  return isTroubled(task, run) ? 'troubled' : 'other';
}

function planRow(plan: ClusterPlan, tasks: readonly ClusterTask[], facts: ClusterFacts): ShownClusterRow[] {
  const sorts: Record<Sort, ClusterTask[]> = { running: [], waiting: [], troubled: [], done: [], other: [] };
  for (const task of tasks) sorts[sortOf(task, facts.find(task.runId))].push(task);
  const { running, waiting, troubled, done } = sorts;
  if (running.length + waiting.length + troubled.length === 0) return [];
  const ofPlan = { plan, facts };
  const below = [
    ...running.slice(0, MOST_RUNNING).map(task => taskRow(task, 'running', ofPlan)),
    ...someRows(running.slice(MOST_RUNNING), 'running', 'more', ofPlan),
    ...alike(waiting).flatMap(some => rowsOf(some, 'waiting', ofPlan)),
    ...alike(troubled).flatMap(some => rowsOf(some, 'troubled', ofPlan)),
  ];
  const title = facts.titleOf(plan);
  const description = [
    counted(tasks.length, 'task'),
    done.length > 0 && `${grouped(done.length)} done`,
    running.length > 0 && `${grouped(running.length)} running`,
    waiting.length > 0 && `${grouped(waiting.length)} ${reasonOf(waiting)}`,
    troubled.length > 0 && `${grouped(troubled.length)} unfinished`,
  ]
    .filter(Boolean)
    .join(' · ');
  const isAtWork = running.length + waiting.length > 0;
  const words = [isAtWork && 'underWay', troubled.length > 0 && 'troubled', troubled.length > 0 && !isAtWork && 'dismissable'];
  const face: RowFace = {
    label: title,
    description,
    tooltip: [title, `${description}, at Slurm`, troubled.length > 0 && unfinishedExplained].filter(Boolean).join('\n'),
    icon: { id: 'beaker' },
    context: ['slurmPlan', ...words].filter(Boolean).join(' '),
    spoken: `${title}, at Slurm, ${description}`,
    below: below.length > MOST_OPEN ? 'collapsed' : 'expanded',
  };
  return [
    { row: { kind: 'cluster', key: `slurm ${plan.folder}`, folder: plan.folder, tasks: tasks.map(({ runId }) => runId) }, face, below },
  ];
}

const unfinishedExplained = 'Unfinished: a task is over, and its run has no result. Each says why; submitted again it goes on.';

/** What all of them wait for, in Slurm's words, if that is one thing. */
function reasonOf(waiting: readonly ClusterTask[]): string {
  const [state = '', ...others] = new Set(waiting.map(({ state: one }) => one));
  return state === '' || others.length > 0 ? 'waiting' : state;
}

/** Tasks with the same words together, in the order of their first. */
function alike(tasks: readonly ClusterTask[]): ClusterTask[][] {
  const groups = new Map<string, ClusterTask[]>();
  for (const task of tasks) {
    const words = taskInBrief(task);
    const known = groups.get(words);
    if (known) known.push(task);
    else groups.set(words, [task]);
  }
  return [...groups.values()];
}

interface OfPlan {
  readonly plan: ClusterPlan;
  readonly facts: ClusterFacts;
}

type ShownSort = Exclude<Sort, 'done' | 'other'>;

function rowsOf(tasks: readonly ClusterTask[], sort: ShownSort, ofPlan: OfPlan): ShownClusterRow[] {
  const most = sort === 'waiting' ? MOST_WAITING : MOST_TROUBLED;
  return tasks.length <= most ? tasks.map(task => taskRow(task, sort, ofPlan)) : someRows(tasks, sort, 'tasks', ofPlan);
}

const icons = {
  running: { id: 'sync~spin', colour: 'charts.blue' },
  waiting: { id: 'clock' },
  troubled: { id: 'warning', colour: 'list.warningForeground' },
} as const;

function taskRow(task: ClusterTask, sort: ShownSort, { plan, facts }: OfPlan): ShownClusterRow {
  const { runId, job } = task;
  const label = facts.nameOf(plan, task);
  const brief = taskInBrief(task);
  const explained = taskExplained(task, facts.find(runId));
  const description = [
    // The words of sbatch say that it refused.
    task.phase !== 'refused' && brief,
    sort === 'running' && facts.progressOf(runId),
    sort === 'troubled' && firstSentence(explained),
  ]
    .filter(Boolean)
    .join(' · ');
  const hasRun = facts.find(runId) !== undefined;
  const face: RowFace = {
    label,
    description,
    tooltip: [label, brief, explained, job.jobId !== null && `Job ${job.jobId}_${task.task}`, runId].filter(Boolean).join('\n'),
    icon: icons[sort],
    context: ['slurm', sort, sort !== 'troubled' && 'underWay', sort !== 'waiting' && job.jobId !== null && 'one']
      .filter(Boolean)
      .join(' '),
    spoken: `${label}, ${description}`,
    ...(hasRun && { command: { command: 'digitsLab.openDashboard', title: 'Open Dashboard', arguments: [runId] } as const }),
  };
  return { row: { kind: 'cluster', key: `slurm ${plan.folder} ${runId}`, folder: plan.folder, tasks: [runId] }, face, below: [] };
}

function someRows(tasks: readonly ClusterTask[], sort: ShownSort, what: 'more' | 'tasks', { plan, facts }: OfPlan): ShownClusterRow[] {
  const [first] = tasks;
  if (!first) return [];
  const brief = taskInBrief(first);
  const explained = taskExplained(first, facts.find(first.runId));
  const label = what === 'more' ? `${grouped(tasks.length)} more` : counted(tasks.length, 'task');
  const description = [what === 'more' ? sort : brief, sort === 'troubled' && firstSentence(explained)].filter(Boolean).join(' · ');
  const face: RowFace = {
    label,
    description,
    tooltip: [`${label} of ${facts.titleOf(plan)}`, description, what === 'tasks' && explained].filter(Boolean).join('\n'),
    icon: icons[sort],
    context: ['slurm', sort, sort !== 'troubled' && 'underWay'].filter(Boolean).join(' '),
    spoken: `${label}, ${description}`,
  };
  const key = `slurm ${plan.folder} ${sort} ${what === 'more' ? what : brief}`;
  return [{ row: { kind: 'cluster', key, folder: plan.folder, tasks: tasks.map(({ runId }) => runId) }, face, below: [] }];
}

/** Without its end; a row has no room for more. */
function firstSentence(text: string): string {
  return text.split('. ')[0]!.replace(/\.$/, '');
}
