import path from 'node:path';
import { removeUnbegun } from '../runFolder/deleteRun';
import type { BackgroundWork } from './backgroundWork';
import type { Executor } from './executor';
import type { Launcher } from './launcher';
import type { OwnRuns, RememberedRun } from './ownRuns';
import type { RunIndex } from './runIndex';

export interface RecoveryOptions {
  readonly own: OwnRuns;
  readonly index: RunIndex;
  readonly executor: Pick<Executor, 'find'>;
  readonly launcher: Launcher;
  /** The folders of runs that are open. */
  readonly runsFolders: readonly string[];
  readonly background: BackgroundWork;
}

/** Goes on with the runs that this window was training when it was reloaded, or its process died. */
export class Recovery {
  /** Runs that are just begun again. */
  private readonly restarting = new Set<string>();

  constructor(private readonly options: RecoveryOptions) {}

  /** Goes on with those of them that no process works on any more. */
  resumeRuns(): void {
    const { own, index, executor, launcher, runsFolders, background } = this.options;
    for (const run of own.all) {
      // One of a folder that is not open now waits until it is.
      if (executor.find(run.id) || !runsFolders.includes(run.runsFolder)) continue;
      const overview = index.findListed(run.id);
      if (!overview) background.run(this.startAgain(run));
      else if (!index.isAsBegun(run)) {
        own.remove(run.id);
        background.report(
          new Error(`${overview.folder}: its config.json is not the one that the run was begun with: it is not gone on with.`),
        );
      } else if (overview.status === 'interrupted') background.run(launcher.resume(run, run.runsFolder));
      // One that is still running may be this process's old trainer, about to end.
      else if (overview.status !== 'running') own.remove(run.id);
    }
  }

  /** Begins a run whose trainer was ended before it had written what the run is to be. */
  private async startAgain(run: RememberedRun): Promise<void> {
    if (this.restarting.has(run.id)) return;
    this.restarting.add(run.id);
    await removeUnbegun(path.join(run.runsFolder, run.id)).finally(() => this.restarting.delete(run.id));
    if (!this.options.index.find(run.id)) this.options.launcher.start(run, run.runsFolder);
  }
}
