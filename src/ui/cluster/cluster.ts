import { workspace } from 'vscode';
import type { ClusterPlan } from '../../cluster/clusterPlan';
import { ClusterQueue, noCluster, type ClusterDesign, type ClusterSnapshot } from '../../cluster/clusterQueue';
import { readSettings } from '../../cluster/clusterSettings';
import { isUnderWay, type ClusterTask } from '../../cluster/clusterTask';
import { ClusterWatch } from '../../cluster/clusterWatch';
import { hasSlurm } from '../../cluster/slurm/hasSlurm';
import type { Lab } from '../../runs/lab';
import type { Clock } from '../../util/clock';
import type { Disposables } from '../../util/disposables';
import { Emitter, type Disposable } from '../../util/emitter';
import { grouped } from '../../util/format';
import { setContext } from '../contextKeys';
import { slurmSettingsOfEditor } from './slurmSettings';

export interface ClusterOptions {
  readonly lab: Pick<Lab, 'runsFolders' | 'find' | 'look'>;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  readonly disposables: Disposables;
}

export interface TaskCounts {
  readonly running: number;
  readonly waiting: number;
}

/** `1 running, 5 waiting at Slurm`; empty of none. */
export function countsInWords({ running, waiting }: TaskCounts): string {
  const words = [running > 0 && `${grouped(running)} running`, waiting > 0 && `${grouped(waiting)} waiting`].filter(Boolean).join(', ');
  return words && `${words} at Slurm`;
}

function countsOf(tasks: readonly ClusterTask[], lab: Pick<Lab, 'find'>): TaskCounts {
  let [running, waiting] = [0, 0];
  for (const task of tasks) {
    if (!isUnderWay(task)) continue;
    if (task.phase === 'running') running++;
    // What is not known of a run that has its result makes no difference.
    else if (task.phase !== 'unknown' || lab.find(task.runId)?.status !== 'completed') waiting++;
  }
  return { running, waiting };
}

/** A task with the plan that it is of. */
export interface FoundTask {
  readonly plan: ClusterPlan;
  readonly task: ClusterTask;
}

/** What Slurm does of the plans of this workspace. In one that is not trusted it is not asked. */
export class Cluster implements Disposable {
  private readonly changes = new Emitter<ClusterSnapshot>();
  private watch: ClusterWatch | undefined;
  private tasks = new Map<string, FoundTask>();
  private told = '';
  /** Slurm, or the folders alone, were looked at once. */
  private isKnown = false;
  private isOffered = false;
  private isDisposed = false;
  /** When Slurm answered last; undefined if it has not. */
  answeredAt: Date | undefined;

  /** A task, or whether Slurm answers, is different. */
  readonly onChanged = this.changes.event;

  constructor(private readonly options: ClusterOptions) {
    const { disposables } = options;
    const { runsFolders } = options.lab;
    const queue = new ClusterQueue(runsFolders);
    const begin = (): void => {
      if (this.watch || !workspace.isTrusted || runsFolders.length === 0) return;
      this.watch = new ClusterWatch({ look: () => this.look(queue) }, options.clock);
      this.watch.onChanged(({ runIds }) => this.hear(runIds));
      void this.watch.lookNow();
    };
    disposables.add(workspace.onDidGrantWorkspaceTrust(begin));
    disposables.add(workspace.onDidChangeConfiguration(change => change.affectsConfiguration('digitsLab.slurm') && this.offer()));
    begin();
    this.offer();
  }

  /** Whether plans can be submitted: the programs are there, or a person has said something about it. */
  get mayBeThere(): boolean {
    return this.isOffered;
  }

  get designs(): readonly ClusterDesign[] {
    return this.snapshot.designs;
  }

  get snapshot(): ClusterSnapshot {
    const snapshot = this.watch?.snapshot ?? noCluster;
    // On another machine that has the same folder nothing is known of the cluster, and nothing is to be said about it.
    return snapshot.problem?.problem === 'missing' ? noCluster : snapshot;
  }

  /** Tasks that run, and that wait to. */
  get counts(): TaskCounts {
    return countsOf(
      this.designs.flatMap(({ tasks }) => tasks),
      this.options.lab,
    );
  }

  /** The last task that was submitted for a run; undefined if none was. */
  find(runId: string): FoundTask | undefined {
    return this.tasks.get(runId);
  }

  /** Whether Slurm has a run, or may have it. */
  readonly isUnderWay = (runId: string): boolean => {
    const found = this.tasks.get(runId);
    return found !== undefined && isUnderWay(found.task);
  };

  /** Whether a run waits for Slurm to begin it, or to begin it anew. */
  waitsFor(runId: string): boolean {
    const status = this.options.lab.find(runId)?.status;
    return this.isUnderWay(runId) && status !== 'completed' && status !== 'running' && status !== 'starting';
  }

  /** What Slurm has of some runs: `1 running, 5 waiting at Slurm`; empty of none. */
  inWords(runIds: readonly string[]): string {
    return countsInWords(
      countsOf(
        runIds.flatMap(id => this.tasks.get(id)?.task ?? []),
        this.options.lab,
      ),
    );
  }

  /** Looks at once, after something was changed. */
  async lookNow(): Promise<void> {
    await this.watch?.lookNow();
  }

  dispose(): void {
    this.isDisposed = true;
    this.watch?.dispose();
    this.changes.dispose();
  }

  private async look(queue: ClusterQueue): Promise<ClusterSnapshot> {
    const snapshot = await queue.look();
    if (!snapshot.problem) this.answeredAt = new Date();
    // A task that has begun may take a while until its run is there, of which no watcher of files tells on another machine.
    const hidden = snapshot.designs.flatMap(({ tasks }) => tasks.filter(({ phase, runId }) => phase === 'running' && !this.isSeen(runId)));
    // Another process may have submitted tasks that are over already.
    const added = this.isKnown ? snapshot.designs.flatMap(({ tasks }) => tasks.filter(({ runId }) => !this.tasks.has(runId))) : [];
    const ended = added.filter(({ phase }) => phase === 'over' || phase === 'forgotten');
    this.lookAt([...hidden, ...ended].map(({ runId }) => runId));
    this.isKnown = true;
    return snapshot;
  }

  private isSeen(runId: string): boolean {
    return this.options.lab.find(runId)?.live !== undefined;
  }

  private lookAt(runIds: readonly string[]): void {
    if (runIds.length > 0) this.options.lab.look(runIds).catch((error: Error) => this.options.log(error.message));
  }

  private hear(runIds: readonly string[]): void {
    const { snapshot } = this;
    this.tasks = new Map(snapshot.designs.flatMap(({ plan, tasks }) => tasks.map(task => [task.runId, { plan, task }] as const)));
    this.lookAt(runIds);
    const said = [snapshot.problem?.message, ...snapshot.broken.map(({ reason }) => reason)].filter(Boolean).join(' ');
    if (said !== this.told && said !== '') this.options.log(said);
    this.told = said;
    this.changes.fire(snapshot);
  }

  private offer(): void {
    const { lab, log } = this.options;
    const tell = (isOffered: boolean): void => {
      if (this.isDisposed) return;
      setContext('digitsLab.hasSlurm', isOffered);
      if (isOffered === this.isOffered) return;
      this.isOffered = isOffered;
      this.changes.fire(this.snapshot);
    };
    const isSaid = Object.keys(slurmSettingsOfEditor()).length > 0;
    const isThere = isSaid || hasSlurm(lab.runsFolders[0] ?? '.');
    tell(isThere);
    if (isThere) return;
    void readSettings().then(
      settings => tell(Object.keys(settings).length > 0),
      (error: Error) => log(error.message),
    );
  }
}
