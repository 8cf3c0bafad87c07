import { workspace } from 'vscode';
import { ClusterQueue, noCluster, type ClusterDesign, type ClusterSnapshot } from '../../cluster/clusterQueue';
import { readSettings } from '../../cluster/clusterSettings';
import { isUnderWay, type ClusterTask } from '../../cluster/clusterTask';
import { ClusterWatch } from '../../cluster/clusterWatch';
import { hasSlurm } from '../../cluster/slurm/hasSlurm';
import { nextStep } from '../../runs/designs/nextStep';
import type { Lab } from '../../runs/lab';
import type { Clock } from '../../util/clock';
import type { Disposables } from '../../util/disposables';
import { Emitter, type Disposable } from '../../util/emitter';
import { setContext } from '../contextKeys';
import { isSlurmSaid } from './slurmSettings';
import { countsInWords, countsOf, type TaskCounts } from './taskCounts';

export interface ClusterOptions {
  readonly lab: Pick<Lab, 'runsFolders' | 'listed' | 'find' | 'look'>;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  readonly disposables: Disposables;
}

/** What Slurm does of the plans of this workspace. In one that is not trusted it is not asked. */
export class Cluster implements Disposable {
  private readonly changes = new Emitter<ClusterSnapshot>();
  private watch: ClusterWatch | undefined;
  /** The last one that was submitted for each run. */
  private tasks: ReadonlyMap<string, ClusterTask> = new Map();
  private told = '';
  private isOffered = false;
  private isDisposed = false;
  /** One after the other, so that the last answer is the one to the last question. */
  private offering: Promise<void>;
  /** Settles when Slurm, or the folders alone, were looked at once: before that it is not known what is under way. */
  looked: Promise<void>;
  /** When Slurm answered last; undefined if it has not. */
  answeredAt: Date | undefined;

  /** A task, or whether Slurm answers, is different. */
  readonly onChanged = this.changes.event;

  constructor(private readonly options: ClusterOptions) {
    const { disposables, lab } = options;
    disposables.add(workspace.onDidGrantWorkspaceTrust(() => (this.looked = this.looked.then(() => this.begin()))));
    disposables.add(
      workspace.onDidChangeConfiguration(change => {
        if (change.affectsConfiguration('digitsLab.slurm')) this.offering = this.offering.then(() => this.offer());
      }),
    );
    // What has become of a task is told by its run.
    this.looked = lab.listed.then(() => this.begin());
    this.offering = lab.listed.then(() => this.offer());
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
      id => this.options.lab.find(id),
    );
  }

  /** Whether Slurm has a run, or may have it. */
  readonly isUnderWay = (runId: string): boolean => {
    const task = this.tasks.get(runId);
    return task !== undefined && isUnderWay(task);
  };

  /** Whether a run waits for Slurm to begin it, or to begin it anew. */
  waitsFor(runId: string): boolean {
    return this.isUnderWay(runId) && nextStep(this.options.lab.find(runId)) !== 'nothing';
  }

  /** What Slurm has of some runs: `1 running, 5 waiting at Slurm`; empty of none. */
  inWords(runIds: readonly string[]): string {
    const tasks = runIds.flatMap(id => this.tasks.get(id) ?? []);
    return countsInWords(countsOf(tasks, id => this.options.lab.find(id)));
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

  private async begin(): Promise<void> {
    const { lab, clock } = this.options;
    if (this.watch || this.isDisposed || !workspace.isTrusted || lab.runsFolders.length === 0) return;
    const queue = new ClusterQueue(lab.runsFolders);
    this.watch = new ClusterWatch({ look: () => this.look(queue) }, clock);
    this.watch.onChanged(({ runIds }) => this.hear(runIds));
    await this.watch.lookNow();
  }

  private async look(queue: ClusterQueue): Promise<ClusterSnapshot> {
    const snapshot = await queue.look();
    if (!snapshot.problem) this.answeredAt = new Date();
    // A task that has begun may take a while until its run is there, of which no watcher of files tells on another machine.
    const isHidden = ({ phase, runId }: ClusterTask): boolean => phase === 'running' && this.options.lab.find(runId)?.live === undefined;
    this.lookAt(snapshot.designs.flatMap(({ tasks }) => tasks.filter(isHidden).map(({ runId }) => runId)));
    return snapshot;
  }

  private lookAt(runIds: readonly string[]): void {
    if (runIds.length > 0) this.options.lab.look(runIds).catch((error: Error) => this.options.log(error.message));
  }

  private hear(runIds: readonly string[]): void {
    const { snapshot } = this;
    this.tasks = new Map(snapshot.designs.flatMap(({ tasks }) => tasks.map(task => [task.runId, task] as const)));
    this.lookAt(runIds);
    const said = [snapshot.problem?.message, ...snapshot.broken.map(({ reason }) => reason)].filter(Boolean).join(' ');
    if (said !== this.told && said !== '') this.options.log(said);
    this.told = said;
    this.changes.fire(snapshot);
  }

  private async offer(): Promise<void> {
    const { lab, log } = this.options;
    const ofFile = async (): Promise<object> =>
      readSettings().catch((error: Error) => {
        log(error.message);
        return {};
      });
    const isOffered = isSlurmSaid() || hasSlurm(lab.runsFolders[0] ?? '.') || Object.keys(await ofFile()).length > 0;
    if (this.isDisposed) return;
    setContext('digitsLab.hasSlurm', isOffered);
    if (isOffered === this.isOffered) return;
    this.isOffered = isOffered;
    this.changes.fire(this.snapshot);
  }
}
