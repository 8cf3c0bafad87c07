import { env, Uri, workspace } from 'vscode';
import path from 'node:path';
import { isUnderWay, type ClusterTask } from '../../cluster/clusterTask';
import type { ClusterPlan } from '../../cluster/clusterPlan';
import { logFile, scriptFile } from '../../cluster/slurm/folders';
import { cancelTasks, dismissEnded, requeueTasks } from '../../cluster/tasksAtSlurm';
import type { CommandArguments, CommandId, TasksArgument } from '../../contributions';
import { counted, grouped } from '../../util/format';
import type { Services } from '../services';
import { window } from '../sinks/window';
import type { QueueTree } from '../tree/queueTree';
import type { ClusterDesigns } from './clusterDesigns';
import type { SubmitPlan } from './submitPlan';

export interface SlurmCommandParts {
  readonly services: Services;
  readonly queueTree: Pick<QueueTree, 'view'>;
  readonly designs: ClusterDesigns;
  readonly submitting: SubmitPlan;
  /** A person has cancelled tasks: nobody is to be told that they have ended. */
  readonly onCancelled: (runIds: readonly string[]) => void;
}

/** Tasks of one plan. */
interface Chosen {
  readonly plan: ClusterPlan;
  readonly tasks: readonly ClusterTask[];
}

type Argument = TasksArgument | undefined;

/** The commands on plans at Slurm and their tasks. */
export function slurmCommands({ services, queueTree, designs, submitting, onCancelled }: SlurmCommandParts) {
  const { cluster } = services;
  /** The tasks of the row that was clicked, or with it of all rows that are selected, by their plans. */
  const chosen = (argument: Argument, selection: unknown): Chosen[] => {
    const rows = (Array.isArray(selection) ? selection : queueTree.view.selected()).flatMap(row => tasksIn(row) ?? []);
    const clicked = tasksIn(argument);
    const isSelected = (row: TasksArgument): boolean => row.folder === clicked?.folder && row.tasks.join() === clicked.tasks.join();
    const meant = clicked && !rows.some(isSelected) ? [clicked] : rows;
    return cluster.designs.flatMap(({ plan, tasks }) => {
      const ids = new Set(meant.flatMap(row => (row.folder === plan.folder ? row.tasks : [])));
      const some = tasks.filter(({ runId }) => ids.has(runId));
      return some.length === 0 ? [] : [{ plan, tasks: some }];
    });
  };
  const first = (argument: Argument, selection: unknown): { readonly plan: ClusterPlan; readonly task: ClusterTask } => {
    const [found] = chosen(argument, selection);
    const [task] = found?.tasks ?? [];
    if (!found || !task) throw new Error('Slurm has no such task any more.');
    return { plan: found.plan, task };
  };

  /** What is shown afterwards is as Slurm has it then. */
  async function atSlurm(some: readonly Chosen[], act: (plan: ClusterPlan, tasks: readonly ClusterTask[]) => Promise<void>): Promise<void> {
    try {
      for (const { plan, tasks } of some) await act(plan, tasks);
    } finally {
      await cluster.lookNow();
    }
  }

  async function cancel(argument: Argument, selection: unknown): Promise<void> {
    const some = chosen(argument, selection)
      .map(({ plan, tasks }) => ({ plan, tasks: tasks.filter(isUnderWay) }))
      .filter(({ tasks }) => tasks.length > 0);
    const all = some.flatMap(({ tasks }) => tasks);
    if (all.length === 0) throw new Error('Cancel: none of these tasks waits or runs any more.');
    if (all.length > 1 && !(await isConfirmed(some))) return;
    onCancelled(all.map(({ runId }) => runId));
    await atSlurm(some, cancelTasks);
  }

  function isConfirmed(some: readonly Chosen[]): Promise<boolean> {
    const all = some.flatMap(({ tasks }) => tasks);
    const running = all.filter(({ phase }) => phase === 'running').length;
    const [only] = some;
    const whose = some.length === 1 ? `“${designs.titleOf(only!.plan)}”` : counted(some.length, 'plan');
    const which = running === all.length ? 'All of them run' : running === 1 ? 'One of them runs' : `${running} of them run`;
    const saved = running === 0 ? '' : `${which}: what is trained is saved. `;
    return window.isConfirmed(`Cancel ${grouped(all.length)} tasks of ${whose}?`, {
      detail: `${saved}They can be submitted again and go on where they were.`,
      yes: 'Cancel Tasks',
      no: 'Keep Them',
    });
  }

  return {
    'digitsLab.slurm.submit': async (argument: CommandArguments['digitsLab.slurm.submit']) => {
      const plan = await designs.meant(argument);
      if (!plan) return false;
      return submitting.ask(plan, placesOfScript(argument, cluster.designs));
    },
    'digitsLab.slurm.submitAgain': async (argument: Argument, selection?: unknown) => {
      const [found] = chosen(argument, selection);
      const plan = found && designs.inFolder(found.plan.folder);
      if (!plan) throw new Error('Submit Again: this plan is not there any more.');
      return submitting.ask(
        plan,
        found.tasks.flatMap(task => (isUnderWay(task) ? [] : [task.place])),
      );
    },
    'digitsLab.slurm.cancel': cancel,
    'digitsLab.slurm.cancelAll': cancel,
    'digitsLab.slurm.requeue': (argument: Argument, selection?: unknown) => atSlurm(chosen(argument, selection), requeueTasks),
    'digitsLab.slurm.openLog': async (argument: Argument, selection?: unknown) => {
      const { plan, task } = first(argument, selection);
      const { name, jobId } = task.job;
      const file = jobId === null ? undefined : Uri.file(path.join(plan.folder, logFile(name, jobId, task.task)));
      const isThere =
        file !== undefined &&
        (await workspace.fs.stat(file).then(
          () => true,
          () => false,
        ));
      if (!isThere) throw new Error('Open Log: there is no log of this task. A task writes one as soon as it runs on a node.');
      await window.showTextDocument(file, { preview: true });
    },
    'digitsLab.slurm.openScript': async (argument: Argument, selection?: unknown) => {
      const { plan, task } = first(argument, selection);
      await window.showTextDocument(Uri.file(path.join(plan.folder, scriptFile(task.job.name))), { preview: true });
    },
    'digitsLab.slurm.copyJobId': async (argument: Argument, selection?: unknown) => {
      const some = chosen(argument, selection).flatMap(({ tasks }) => tasks);
      const isPlan = some.length > 1;
      const ids = some.flatMap(({ job, task }) => (job.jobId === null ? [] : [isPlan ? `${job.jobId}` : `${job.jobId}_${task}`]));
      if (ids.length === 0) throw new Error('Copy Job ID: Slurm has given none, the task was not submitted.');
      await env.clipboard.writeText([...new Set(ids)].join(' '));
    },
    'digitsLab.slurm.dismiss': (argument: Argument, selection?: unknown) => atSlurm(chosen(argument, selection), dismissEnded),
  } satisfies Partial<Record<CommandId, unknown>>;
}

/** The places of the runs that a batch script, which was read, is of; undefined: all that are missing. */
function placesOfScript(argument: CommandArguments['digitsLab.slurm.submit'], all: readonly Chosen[]): readonly number[] | undefined {
  if (typeof argument !== 'string' || !argument.endsWith('.sh')) return undefined;
  const name = path.basename(Uri.parse(argument).fsPath, '.sh');
  const tasks = all.flatMap(design => design.tasks.filter(({ job }) => job.name === name));
  return tasks.length === 0 ? undefined : tasks.map(({ place }) => place);
}

function tasksIn(argument: unknown): TasksArgument | undefined {
  const { folder, tasks } = (argument ?? {}) as { readonly folder?: unknown; readonly tasks?: unknown };
  return typeof folder === 'string' && Array.isArray(tasks) ? { folder, tasks: tasks.filter(id => typeof id === 'string') } : undefined;
}
