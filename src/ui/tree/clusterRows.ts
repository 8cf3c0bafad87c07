import { isDeepStrictEqual } from 'node:util';
import type { ClusterPlan } from '../../cluster/clusterPlan';
import type { ClusterSnapshot } from '../../cluster/clusterQueue';
import type { ClusterTask } from '../../cluster/clusterTask';
import { isStuck, isTroubled, taskExplained, taskInBrief, type TaskRun } from '../../cluster/taskInWords';
import { hasEnded } from '../../runs/designs/nextStep';
import { counted, grouped } from '../../util/format';
import { workOf } from '../cluster/taskCounts';
import { commandOn, type RowFace } from './rowFace';

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

/** Of rows that are as they were the same objects: VS Code knows a row by its object. @param before by their keys */
export function keptRows(rows: readonly ShownClusterRow[], before: ReadonlyMap<string, ShownClusterRow>): readonly ShownClusterRow[] {
  return rows.map(one => {
    const was = before.get(one.row.key);
    const below = keptRows(one.below, before);
    if (!was) return { ...one, below };
    const row = isDeepStrictEqual(was.row, one.row) ? was.row : one.row;
    const isSame = row === was.row && isDeepStrictEqual(was.face, one.face) && isSameList(was.below, below);
    return isSame ? was : { row, face: one.face, below };
  });
}

/**
 * The rows that are to be shown anew: of a plan with the same tasks only these, since VS Code, while it shows a plan with all below it, loses
 * the click on a button of theirs.
 */
export function changedRows(rows: readonly ShownClusterRow[], before: ReadonlyMap<string, ShownClusterRow>): ClusterRow[] {
  return rows.flatMap(one => {
    const was = before.get(one.row.key);
    if (one === was) return [];
    const isWhole =
      !was ||
      !isDeepStrictEqual(was.face, one.face) ||
      !isSameList(
        was.below.map(({ row }) => row),
        one.below.map(({ row }) => row),
      );
    return isWhole ? [one.row] : changedRows(one.below, before);
  });
}

function isSameList(before: readonly object[], now: readonly object[]): boolean {
  return before.length === now.length && now.every((one, i) => one === before[i]);
}

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
  const face = { label, description, tooltip, icon, context: 'slurmProblem', spoken: `${label}, ${description}: ${tooltip}` };
  return { row, face, below: [] };
}

/** `stuck`: it waits for what does not come about by itself. */
type Sort = 'running' | 'waiting' | 'stuck' | 'troubled' | 'done' | 'other';

function sortOf(task: ClusterTask, { find }: ClusterFacts): Sort {
  const work = workOf(task, find);
  if (work) return isStuck(task) ? 'stuck' : work;
  const run = find(task.runId);
  if (hasEnded(run)) return 'done';
  return isTroubled(task, run) ? 'troubled' : 'other';
}

function planRow(plan: ClusterPlan, tasks: readonly ClusterTask[], facts: ClusterFacts): ShownClusterRow[] {
  const sorts: Record<Sort, ClusterTask[]> = { running: [], waiting: [], stuck: [], troubled: [], done: [], other: [] };
  for (const task of tasks) sorts[sortOf(task, facts)].push(task);
  const { running, waiting, stuck, troubled, done } = sorts;
  const isAtWork = running.length + waiting.length + stuck.length > 0;
  if (!isAtWork && troubled.length === 0) return [];
  const ofPlan = { plan, facts };
  const below = [
    ...running.slice(0, MOST_RUNNING).map(task => taskRow(task, 'running', ofPlan)),
    ...someRows(running.slice(MOST_RUNNING), 'running', 'more', ofPlan),
    ...alike(waiting).flatMap(some => rowsOf(some, 'waiting', ofPlan)),
    ...alike(stuck).flatMap(some => rowsOf(some, 'stuck', ofPlan)),
    ...alike(troubled).flatMap(some => rowsOf(some, 'troubled', ofPlan)),
  ];
  const title = facts.titleOf(plan);
  // A narrow sidebar cuts off the end: what a person has to do something about comes first.
  const states = [
    stuck.length > 0 && `${grouped(stuck.length)} will not begin`,
    troubled.length > 0 && `${grouped(troubled.length)} unfinished`,
    running.length > 0 && `${grouped(running.length)} running`,
    waiting.length > 0 && `${grouped(waiting.length)} ${reasonOf(waiting)}`,
  ]
    .filter(Boolean)
    .join(' · ');
  const inWords = `at Slurm, ${grouped(done.length)} of ${counted(tasks.length, 'task')} done · ${states}`;
  const words = [isAtWork && 'underWay', troubled.length > 0 && 'troubled', troubled.length > 0 && !isAtWork && 'dismissable'];
  const face: RowFace = {
    label: title,
    description: `${grouped(done.length)}/${grouped(tasks.length)} · ${states}`,
    tooltip: [title, inWords, troubled.length > 0 && unfinishedExplained].filter(Boolean).join('\n'),
    icon: { id: 'beaker' },
    context: ['slurmPlan', ...words].filter(Boolean).join(' '),
    spoken: `${title}, ${inWords}`,
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
  const most = sort === 'troubled' ? MOST_TROUBLED : MOST_WAITING;
  return tasks.length <= most ? tasks.map(task => taskRow(task, sort, ofPlan)) : someRows(tasks, sort, 'tasks', ofPlan);
}

/** How a sort of task looks, and what the menus ask for. */
const looks = {
  running: { icon: { id: 'sync~spin', colour: 'charts.blue' }, context: 'running underWay' },
  waiting: { icon: { id: 'clock' }, context: 'waiting underWay' },
  stuck: { icon: { id: 'warning', colour: 'list.warningForeground' }, context: 'waiting underWay' },
  troubled: { icon: { id: 'warning', colour: 'list.warningForeground' }, context: 'troubled' },
} as const;

function taskRow(task: ClusterTask, sort: ShownSort, { plan, facts }: OfPlan): ShownClusterRow {
  const { runId, job } = task;
  const label = facts.nameOf(plan, task);
  const brief = taskInBrief(task);
  const explained = taskExplained(task, facts.find(runId));
  const { icon, context } = looks[sort];
  const description = [brief, sort === 'running' && facts.progressOf(runId), isTrouble(sort) && untilFullStop(explained)]
    .filter(Boolean)
    .join(' · ');
  const face: RowFace = {
    label,
    description,
    tooltip: [label, brief, explained, job.jobId !== null && `Job ${job.jobId}_${task.task}`, runId].filter(Boolean).join('\n'),
    icon,
    context: ['slurm', context, sort !== 'waiting' && sort !== 'stuck' && job.jobId !== null && 'one'].filter(Boolean).join(' '),
    spoken: spokenOf(sort, { label, brief, description, explained }),
    ...(facts.find(runId) && { command: commandOn(runId, 'digitsLab.openDashboard', 'Open Dashboard') }),
  };
  return { row: { kind: 'cluster', key: `slurm ${plan.folder} ${runId}`, folder: plan.folder, tasks: [runId] }, face, below: [] };
}

function someRows(tasks: readonly ClusterTask[], sort: ShownSort, what: 'more' | 'tasks', { plan, facts }: OfPlan): ShownClusterRow[] {
  const [first] = tasks;
  if (!first) return [];
  const brief = what === 'more' ? sort : taskInBrief(first);
  const explained = taskExplained(first, facts.find(first.runId));
  const label = what === 'more' ? `${grouped(tasks.length)} more` : counted(tasks.length, 'task');
  const { icon, context } = looks[sort];
  const description = [brief, isTrouble(sort) && untilFullStop(explained)].filter(Boolean).join(' · ');
  const face: RowFace = {
    label,
    description,
    tooltip: [`${label} of ${facts.titleOf(plan)}`, description, what === 'tasks' && explained].filter(Boolean).join('\n'),
    icon,
    context: `slurm ${context}`,
    spoken: spokenOf(sort, { label, brief, description, explained }),
  };
  const key = `slurm ${plan.folder} ${sort} ${what === 'more' ? what : brief}`;
  return [{ row: { kind: 'cluster', key, folder: plan.folder, tasks: tasks.map(({ runId }) => runId) }, face, below: [] }];
}

function isTrouble(sort: ShownSort): boolean {
  return sort === 'stuck' || sort === 'troubled';
}

/** Of what a person has to do something about also what: they do not see the warning, and may not come to the tooltip. */
function spokenOf(
  sort: ShownSort,
  { label, brief, description, explained }: Readonly<Record<'label' | 'brief' | 'description' | 'explained', string>>,
): string {
  return `${label}, ${isTrouble(sort) ? `${brief}: ${explained}` : description}`;
}

/** A row has no room for more. */
function untilFullStop(text: string): string {
  return text.split('. ')[0]!.replace(/\.$/, '');
}
