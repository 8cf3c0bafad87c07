import type { ExtensionContext } from 'vscode';
import type { Imports } from '../runs/imports';
import type { Inspector } from '../runs/inspector';
import type { AnsweringTrainerOptions } from '../runs/process/answeringTrainer';
import type { Lab } from '../runs/lab';
import type { WandbTracker } from '../tracking/wandb/wandbTracker';
import type { Disposables } from '../util/disposables';
import type { CheckedRuns } from './checkedRuns';
import type { Cluster } from './cluster/cluster';
import type { RunEdits } from './edits/runEdits';
import type { RunNames } from './runNames';
import type { Log } from './sinks/window';
import type { RunTracking } from './wandb/runTracking';

/** What the parts of the user interface work with. */
export interface Services {
  readonly context: ExtensionContext;
  /** How a process is started that answers questions. */
  readonly trainer: AnsweringTrainerOptions;
  readonly lab: Lab;
  /** What runs are called outside of the view Runs. */
  readonly names: RunNames;
  /** The runs that are compared. */
  readonly checked: CheckedRuns;
  /** What a person changes of runs goes through it, so that it can be taken back. */
  readonly edits: RunEdits;
  /** Answers what is asked of runs that were tested. */
  readonly inspector: Inspector;
  /** Makes runs of what other programs left. */
  readonly imports: Imports;
  /** What Slurm does of the plans of this workspace. */
  readonly cluster: Cluster;
  readonly tracking: RunTracking;
  /** How far runs have come at Weights & Biases. */
  readonly tracker: WandbTracker;
  readonly log: Log;
  /** Settles when the runs are known. */
  readonly ready: Promise<void>;
  /** Whether a person is looking at a run's dashboard. */
  readonly isLookedAt: (runId: string) => boolean;
  /** Disposed of when the extension ends. */
  readonly disposables: Disposables;
}
