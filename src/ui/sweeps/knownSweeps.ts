import path from 'node:path';
import type { Sweep, SweepPlan } from '../../contract/sweeps';
import { sweepStore } from '../../designs/sweepStore';
import type { ComparedRun } from '../../experiment/effects/comparedRun';
import { isFaithful } from '../../experiment/sweeps/isFaithful';
import { isSamePlan } from '../../experiment/sweeps/samePlan';
import { homeOf } from '../../runFolder/home';
import type { Lab } from '../../runs/lab';
import { Emitter, type Disposable } from '../../util/emitter';
import { isInside } from '../../util/isInside';
import { messageOf } from '../../util/messageOf';

/** A sweep of this workspace. */
export interface KnownSweep {
  readonly id: string;
  /** Its own folder, and that of its runs. */
  readonly folder: string;
  readonly runsFolder: string;
  readonly sweep: Sweep;
}

export interface KnownSweepsOptions {
  readonly lab: Pick<Lab, 'runsFolders' | 'find'>;
  readonly log: (line: string) => void;
}

/** The sweeps beside the open folders of runs, as their files have them. */
export class KnownSweeps implements Disposable {
  private readonly changes = new Emitter<void>();
  private known: readonly KnownSweep[] = [];
  private reading = Promise.resolve();

  /** A sweep is new, different or gone. */
  readonly onChanged = this.changes.event;

  constructor(private readonly options: KnownSweepsOptions) {}

  /** The oldest first. */
  get all(): readonly KnownSweep[] {
    return this.known;
  }

  find(id: string): KnownSweep | undefined {
    return this.known.find(one => one.id === id);
  }

  /** That of an equal plan in a folder of runs, the newest of them. */
  ofPlan(plan: SweepPlan, runsFolder: string): KnownSweep | undefined {
    return this.known.findLast(one => one.runsFolder === runsFolder && isSamePlan(one.sweep.plan, plan) && isFaithful(one.sweep));
  }

  /** A run as a sweep needs it; undefined of one that does not exist yet. */
  readonly findRun = (id: string): ComparedRun | undefined => {
    const run = this.options.lab.find(id);
    return run?.config && { id, status: run.status, config: run.config, summary: run.summary };
  };

  /** The folder of the runs of a plan: the one that is open where the plan lies, else the first. */
  runsFolderFor(planFile: string): string {
    const { runsFolders } = this.options.lab;
    const beside = runsFolders.find(folder => isInside(planFile, path.dirname(homeOf(folder))));
    const found = beside ?? runsFolders[0];
    if (found === undefined) throw new Error('Runs are kept in the folder that is open: open one first.');
    return found;
  }

  /** Reads all of them anew. */
  refresh(): Promise<void> {
    this.reading = this.reading.then(() => this.read());
    return this.reading;
  }

  dispose(): void {
    this.changes.dispose();
  }

  private async read(): Promise<void> {
    const known: KnownSweep[] = [];
    for (const runsFolder of this.options.lab.runsFolders)
      try {
        const { designs, broken } = await sweepStore(runsFolder).list();
        for (const { id, folder, plan } of designs) known.push({ id, folder, runsFolder, sweep: plan });
        for (const { reason } of broken) this.options.log(reason);
      } catch (error) {
        this.options.log(messageOf(error));
      }
    this.known = known.sort((a, b) => (a.id < b.id ? -1 : 1));
    this.changes.fire();
  }
}
