import type { ExtensionContext } from 'vscode';
import type { Lab } from '../runs/lab';
import type { LabRun } from '../runs/labRun';
import type { WandbTracker } from '../tracking/wandb/wandbTracker';
import type { Log } from './sinks/window';
import type { RunTracking } from './wandb/runTracking';

/** What the parts of the user interface work with. */
export interface Services {
  readonly context: ExtensionContext;
  readonly lab: Lab;
  readonly tracking: RunTracking;
  /** How far runs have come at Weights & Biases. */
  readonly tracker: WandbTracker;
  readonly log: Log;
  /** Settles when the runs are known. */
  readonly ready: Promise<void>;
  /** Whether a person is looking at a run's dashboard. */
  readonly isLookedAt: (runId: string) => boolean;
}

/** Where a run stands, for a list: `3/10 · 97.82 %` while it trains. */
export function epochsOf(run: LabRun): { readonly done: number; readonly of: number } {
  const { epochs } = run.live ?? { epochs: [] };
  return { done: run.live ? epochs.length : (run.summary?.epochs ?? 0), of: run.parameters.epochs ?? 0 };
}
