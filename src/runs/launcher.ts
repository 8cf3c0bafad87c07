import path from 'node:path';
import type { EngineChoice, RunRequest } from '../contract/trainer';
import { Emitter } from '../util/emitter';
import type { BackgroundWork } from './backgroundWork';
import type { Executor } from './executor';
import type { OwnRuns } from './ownRuns';
import type { QueuedRun } from './queue';
import type { RunIndex } from './runIndex';

/** Defaults for runs that do not state them. */
export interface TrainingSettings {
  /** Gradient workers of a run; undefined: one for each core. */
  readonly threads?: number;
  /** By default `auto`. */
  readonly engine?: EngineChoice;
}

export interface LauncherOptions {
  readonly executor: Executor;
  readonly index: RunIndex;
  readonly own: OwnRuns;
  readonly background: BackgroundWork;
  /** Asked anew for each run. */
  readonly settings: () => TrainingSettings;
}

/** Submits runs to the executor, whether it has room or not, and remembers them as runs of this process. */
export class Launcher {
  private readonly launches = new Emitter<void>();

  /** A run is trained now. */
  readonly onLaunched = this.launches.event;

  constructor(private readonly options: LauncherOptions) {}

  /** Begins a new run. */
  start(run: QueuedRun, runsFolder: string): void {
    const { executor, own, settings, background } = this.options;
    own.add(run, runsFolder);
    const usual = settings();
    const threads = run.threads ?? usual.threads;
    const engine = run.engine ?? usual.engine;
    const request: RunRequest = {
      id: run.id,
      parameters: run.parameters,
      folder: path.join(runsFolder, run.id),
      labels: run.labels,
      ...(run.notes !== undefined && { notes: run.notes }),
      ...(run.parent !== null && { parent: run.parent }),
      ...(run.design !== undefined && { design: run.design }),
      ...(threads !== undefined && { threads }),
      ...(engine !== undefined && { engine }),
    };
    background.run(executor.submit({ type: 'start', request }));
    this.launches.fire();
  }

  /** Goes on with a run that has a folder. */
  async resume(run: QueuedRun, runsFolder: string): Promise<void> {
    const { executor, index, own } = this.options;
    own.add(run, runsFolder);
    index.stopFollowing(run.id);
    await executor.submit({ type: 'resume', id: run.id, folder: path.join(runsFolder, run.id) });
    this.launches.fire();
  }

  dispose(): void {
    this.launches.dispose();
  }
}
