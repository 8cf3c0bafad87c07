import { AT_ONCE } from '../runFolder/listRuns';
import { readRun, type RunOverview } from '../runFolder/readRun';
import type { ClusterDesign } from '../cluster/clusterQueue';
import { isUnderWay, type ClusterTask } from '../cluster/clusterTask';
import { isTroubled, restartsInWords, taskExplained, taskInBrief } from '../cluster/taskInWords';
import { hasEnded, nextStep } from '../runs/designs/nextStep';
import { grouped } from '../util/format';
import { cutToWidth, displayWidth, padEndTo } from '../util/displayWidth';
import { maxOf } from '../util/extremes';
import { mapAtOnce } from '../util/mapAtOnce';
import { wrapped } from '../util/wrapped';
import { groupInWords, stateLines, taskGroups, type TaskGroup } from './clusterStates';
import type { OpenQueue } from './openQueue';
import type { Output } from './output';
import { plannedLabels } from './plannedRunLines';
import { commandOn, type RunsOption } from './runsOption';

/** So many tasks that run, and of each trouble so many, are listed; the others are counted. */
const [MOST_RUNNING, MOST_TROUBLED] = [20, 10];
const WIDEST = 200;

type Find = (id: string) => RunOverview | undefined;

/** What a cluster does of each plan of which something is under way or has gone wrong, and what a person must do about it. */
export async function clusterQueueLines(
  { cluster, runs }: Pick<OpenQueue, 'cluster' | 'runs'>,
  options: RunsOption,
  output: Pick<Output, 'isTerminal' | 'columns' | 'style'>,
): Promise<string[]> {
  const byId = new Map(runs.map(run => [run.id, run]));
  const find: Find = id => byId.get(id);
  const troubled = (task: ClusterTask): boolean => isTroubled(task, find(task.runId));
  const designs = cluster.designs
    // What Slurm says of a run that is at its end, or does not say while it cannot be asked, changes nothing any more.
    .map(({ plan, tasks }) => ({ plan, tasks: tasks.filter(task => !hasEnded(find(task.runId)) && !isForgiven(task)) }))
    // A script that was only written is told of beside what was submitted.
    .filter(({ tasks }) => tasks.some(task => isUnderWay(task) || troubled(task)));
  // Only of those that are listed: each is read from its events.
  const listed = designs.flatMap(listedTasks).flatMap(({ runId }) => find(runId) ?? []);
  const epochs = new Map<string, number>();
  await mapAtOnce(listed, AT_ONCE, async ({ id, folder }) => {
    const run = await readRun(folder).catch(() => undefined);
    if (run) epochs.set(id, run.epochs.length);
  });
  const lines = designs.flatMap((design, i) => [
    ...(i > 0 ? [''] : []),
    ...designLines(design, { find, epochsOf: id => epochs.get(id), output }),
  ]);
  const troubles = designs.flatMap(({ tasks }) => tasks.filter(troubled));
  if (troubles.length === 0) return lines;
  const advice = [
    troubles.some(isUnderWay) && 'cancel ID takes it from the cluster',
    !troubles.every(isUnderWay) && 'log ID says more, requeue ID submits again, dismiss PLAN shows it no more',
  ];
  const words = paragraph(`${commandOn('digits queue', options)} ${advice.filter(Boolean).join(', ')}.`, output);
  return [...lines, '', ...words.map(line => output.style('dim', line))];
}

interface ClusterQueueFacts {
  readonly find: Find;
  /** Whole epochs; undefined where they are not known. */
  readonly epochsOf: (id: string) => number | undefined;
  readonly output: Pick<Output, 'isTerminal' | 'columns' | 'style'>;
}

function listedTasks({ tasks }: ClusterDesign): readonly ClusterTask[] {
  return tasks.filter(isAtWork).slice(0, MOST_RUNNING);
}

function designLines(design: ClusterDesign, { find, epochsOf, output }: ClusterQueueFacts): string[] {
  const { plan, tasks } = design;
  const { style, isTerminal, columns } = output;
  const room = isTerminal ? columns : WIDEST;
  const labelOf = plannedLabels(plan.runs);
  const atWork = tasks.filter(isAtWork);
  const unknown = tasks.filter(({ phase }) => phase === 'unknown');
  const isTrouble = (task: ClusterTask): boolean => isTroubled(task, find(task.runId));
  const troubled = tasks.filter(isTrouble);
  const stuck = troubled.filter(isUnderWay);
  const waiting = tasks.filter(task => isUnderWay(task) && !isAtWork(task) && task.phase !== 'unknown' && !isTrouble(task));
  const planned = tasks.filter(task => isLeft(task, find));
  const done = plan.counted.filter(place => hasEnded(find(plan.runs[place]!.id))).length;
  const facts = [
    `${grouped(done)} of ${grouped(plan.counted.length)} done`,
    atWork.length > 0 && `${grouped(atWork.length)} running`,
    waiting.length > 0 && `${grouped(waiting.length)} waiting`,
    planned.length > 0 && `${grouped(planned.length)} not submitted`,
    unknown.length > 0 && `of ${grouped(unknown.length)} it is not known`,
    stuck.length > 0 && `${grouped(stuck.length)} not beginning by ${stuck.length === 1 ? 'itself' : 'themselves'}`,
    troubled.length > stuck.length && `${grouped(troubled.length - stuck.length)} ended without a result`,
  ];
  const name = plan.design.startsWith('sweeps/') ? 'Sweep' : 'Comparison';
  const rowOf = (task: ClusterTask, what: string): readonly [string, string, string] => [task.runId, labelOf(task.runId), what];
  const running = listedTasks(design).map(task => {
    const run = find(task.runId);
    const [epochs, of] = [epochsOf(task.runId), run?.config.parameters.epochs];
    const epoch = epochs === undefined || of == null ? '' : `epoch ${Math.min(epochs + 1, of)} of ${of}`;
    return rowOf(task, [taskInBrief(task), epoch, taskExplained(task, run)].filter(Boolean).join(' · '));
  });
  return [
    ...paragraph(`${name} ${plan.id} on Slurm: ${facts.filter(Boolean).join(', ')}`, output).map(line => style('bold', line)),
    ...layOut(running, { mark: '▸', room }),
    ...more(atWork.length - running.length),
    ...stateLines(taskGroups([...unknown, ...waiting, ...planned], find), output),
    ...taskGroups(troubled, find).flatMap(group => troubleLines(group, { rowOf, room, isTerminal })),
  ];
}

function paragraph(text: string, { isTerminal, columns }: Pick<Output, 'isTerminal' | 'columns'>): string[] {
  return isTerminal ? wrapped(text, columns).split('\n') : [text];
}

interface Room {
  readonly room: number;
  readonly isTerminal: boolean;
  readonly rowOf: (task: ClusterTask, what: string) => readonly [string, string, string];
}

/** What is to be said of all of them once, then each. */
function troubleLines(group: TaskGroup, { room, isTerminal, rowOf }: Room): string[] {
  const { tasks } = group;
  const head = `× ${groupInWords(group)}`;
  const rows = tasks.slice(0, MOST_TROUBLED).map(task => rowOf(task, restartsInWords(task)));
  return [
    ...(isTerminal ? wrapped(head, room - 4).split('\n') : [head]).map((line, i) => `${i === 0 ? '  ' : '    '}${line}`),
    ...layOut(rows, { mark: ' ', room }),
    ...more(tasks.length - rows.length),
  ];
}

function more(count: number): string[] {
  return count > 0 ? [`    and ${grouped(count)} more`] : [];
}

function layOut(
  rows: readonly (readonly [string, string, string])[],
  { mark, room }: { readonly mark: string; readonly room: number },
): string[] {
  const widthOf = (column: 0 | 1): number =>
    maxOf(
      rows.map(row => displayWidth(row[column])),
      1,
    );
  const [id, label] = [widthOf(0), Math.min(widthOf(1), Math.max(16, room - 70))];
  return rows.map(row =>
    cutToWidth(`  ${mark} ${padEndTo(row[0], id)}  ${padEndTo(cutToWidth(row[1], label), label)}  ${row[2]}`, room).trimEnd(),
  );
}

function isAtWork({ phase }: ClusterTask): boolean {
  return phase === 'running';
}

function isForgiven({ phase, isDismissed }: ClusterTask): boolean {
  return phase === 'unknown' && isDismissed;
}

/** Its script is written, and its run is not there. */
function isLeft(task: ClusterTask, find: Find): boolean {
  return task.phase === 'planned' && !task.isDismissed && nextStep(find(task.runId)) !== 'nothing';
}
