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
  /** A run has failed, and this process's predecessor was gone before it knew. */
  readonly onFailed: (run: RememberedRun, reason: string) => void;
}

/** Resumes the runs that this window was training when it was reloaded or its process died. */
export class Recovery {
  /** Runs that are just begun again. */
  private readonly restarting = new Set<string>();

  constructor(private readonly options: RecoveryOptions) {}

  /** Resumes those of them that no process works on any more. */
  resumeRuns(): void {
    const { own, index, executor, launcher, runsFolders, background, onFailed } = this.options;
    for (const run of own.all) {
      // A run in a folder that is not open waits until the folder is opened.
      if (executor.find(run.id) || !runsFolders.includes(run.runsFolder)) continue;
      const overview = index.findListed(run.id);
      if (!overview) background.run(this.startAgain(run));
      else if (!index.isAsBegun(run)) {
        own.remove(run.id);
        background.report(
          new Error(`${overview.folder}: its config.json is not the one that the run was begun with: it is not gone on with.`),
        );
      } else if (overview.status === 'interrupted') background.run(launcher.resume(run, run.runsFolder));
      // If it is still running, its trainer may belong to the predecessor of this process and be about to end.
      else if (overview.status !== 'running') {
        own.remove(run.id);
        if (overview.status === 'failed') onFailed(run, overview.summary?.reason ?? '');
      }
    }
  }

  /** Starts a run again whose trainer ended before it had written the run's config. */
  private async startAgain(run: RememberedRun): Promise<void> {
    if (this.restarting.has(run.id)) return;
    this.restarting.add(run.id);
    await removeUnbegun(path.join(run.runsFolder, run.id)).finally(() => this.restarting.delete(run.id));
    if (!this.options.index.find(run.id)) this.options.launcher.start(run, run.runsFolder);
  }
}
