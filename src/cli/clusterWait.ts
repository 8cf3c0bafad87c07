import type { ClusterQueue, ClusterSnapshot } from '../cluster/clusterQueue';
import type { ClusterTask } from '../cluster/clusterTask';
import { ClusterWatch, type ClusterChange } from '../cluster/clusterWatch';
import { RunFolderError } from '../runFolder/runFolderError';
import { systemClock } from '../util/clock';
import { groupInWords, stuckGroups } from './clusterStates';
import type { Cli } from './context';

/** Waits for what a cluster does of plans. Ctrl-C ends the waiting, not the tasks. */
export class ClusterWait {
  private readonly watch: ClusterWatch;
  /** The folders of the plans that are waited for. */
  private readonly plans = new Set<string>();
  /** What was said of plans that cannot be read, and of tasks that do not go on. */
  private readonly said = new Set<string>();
  private outage: string | undefined;
  private isWaiting = false;

  /** @param beforeLine makes way for a line that is written */
  constructor(
    queue: Pick<ClusterQueue, 'look'>,
    private readonly cli: Pick<Cli, 'output' | 'onInterrupt'>,
    private readonly beforeLine: () => void,
    clock = systemClock,
  ) {
    this.watch = new ClusterWatch(queue, clock);
  }

  /** Looks now, and from now on often again. */
  async look(): Promise<ClusterSnapshot> {
    await this.watch.lookNow();
    return this.watch.snapshot;
  }

  /**
   * The same, again and again until Slurm answers.
   * @returns what to exit with where a person has stopped it
   * @throws {SlurmError} as `until`
   */
  async lookUntilAnswered(): Promise<ClusterSnapshot | number> {
    let snapshot = await this.look();
    while (snapshot.problem) {
      const exitCode = await this.until(
        () => true,
        () => Promise.resolve(),
      );
      if (exitCode !== undefined) return exitCode;
      snapshot = await this.look();
    }
    return snapshot;
  }

  /** While a plan is waited for that cannot be read, it is not known whether what is waited for is so. @param folder the plan's */
  setAwaited(folder: string, isNow: boolean): void {
    if (isNow) this.plans.add(folder);
    else this.plans.delete(folder);
  }

  /**
   * Settles when it is so, Slurm has answered, and all plans that are waited for can be read.
   * @param onChange told of every change, one after the other
   * @returns what to exit with where a person has stopped it
   * @throws {SlurmError} when there is no Slurm here to be asked, or it refuses to answer; {RunFolderError} when a plan that is waited for is
   * not there any more; what `onChange` throws
   */
  async until(
    isSo: (snapshot: ClusterSnapshot) => boolean,
    onChange: (change: ClusterChange) => Promise<void>,
  ): Promise<number | undefined> {
    const { watch, cli } = this;
    let stop: () => void = () => undefined;
    const stopped = new Promise<'stopped'>(resolve => (stop = () => resolve('stopped')));
    const interruption = cli.onInterrupt(first => {
      if (first) stop();
    });
    const changes: ClusterChange[] = [{ snapshot: watch.snapshot, runIds: [] }];
    let wake: () => void = () => undefined;
    const listening = watch.onChanged(change => {
      changes.push(change);
      wake();
    });
    try {
      for (;;) {
        const change = changes.shift();
        if (!change) {
          this.sayWaiting();
          const more = new Promise<void>(resolve => (wake = resolve));
          if ((await Promise.race([more, stopped])) === 'stopped') break;
          continue;
        }
        const { snapshot } = change;
        this.sayOutage(snapshot);
        await onChange(change);
        if (this.canBeRead(snapshot) && !snapshot.problem && isSo(snapshot)) break;
        if (interruption.exitCode !== undefined) break;
      }
      return interruption.exitCode;
    } finally {
      listening.dispose();
      interruption.dispose();
    }
  }

  /** Says once of each kind what does not go on by itself. */
  sayStuck(tasks: readonly ClusterTask[]): void {
    for (const group of stuckGroups(tasks)) this.sayOnce(`${group.state} ${group.means}`, groupInWords(group));
  }

  dispose(): void {
    this.watch.dispose();
  }

  /** Whether all plans are there that are waited for. @throws {RunFolderError} for one that is gone */
  private canBeRead({ designs, broken }: ClusterSnapshot): boolean {
    const reasons = new Map(broken.map(({ folder, reason }) => [folder, reason]));
    const there = new Set(designs.map(({ plan }) => plan.folder));
    let isWhole = true;
    for (const folder of this.plans) {
      const reason = reasons.get(folder);
      if (reason !== undefined) {
        isWhole = false;
        this.sayOnce(
          `${folder} ${reason}`,
          `${reason} What is submitted of this plan is not known meanwhile. This command looks again by itself.`,
        );
      } else if (!there.has(folder))
        throw new RunFolderError(
          `${folder}: what is submitted of this plan was waited for, and its files are gone. Its tasks go on: squeue shows them, and scancel cancels them.`,
        );
    }
    return isWhole;
  }

  private sayWaiting(): void {
    if (this.isWaiting) return;
    this.isWaiting = true;
    this.say('Waiting. Ctrl-C ends the waiting, not the tasks.');
  }

  /** Once, however long the controller does not answer. */
  private sayOutage({ problem }: ClusterSnapshot): void {
    if (problem && problem.problem !== 'unreachable') throw problem;
    if (problem && this.outage === undefined) this.say(`${problem.message} This command asks again by itself.`);
    else if (!problem && this.outage !== undefined) this.say('Slurm answers again.');
    this.outage = problem?.message;
  }

  private sayOnce(key: string, line: string): void {
    if (this.said.has(key)) return;
    this.said.add(key);
    this.say(line);
  }

  private say(line: string): void {
    this.beforeLine();
    this.cli.output.err.line(line);
  }
}
