/**
 * What the host and the dashboard of one run say to each other. The dashboard says `ready`, is hydrated with everything it shows, and
 * is then told what happens while it can be seen.
 */
import { safeParse, type InferOutput } from 'valibot';
import { fromDashboard, savedView, type dashboardSection, type runAction, type savedContent } from './formats/dashboard';
import { parseValue } from './formats/parse';
import type { RunLabels } from './labels';
import type { KnownParameters } from './parameters';
import type { Run, RunStatus } from './runState';
import type { EpochEnded, TrainerEvent } from './trainer';

/** Everything that the dashboard of a run shows. */
export interface DashboardState {
  readonly runId: string;
  /** Its name, or what differs from its parent or from the defaults. */
  readonly label: string;
  /** As the run folder tells it: also `interrupted`. */
  readonly status: RunStatus;
  /** Its batches are thinned out (see thinBatches.ts). */
  readonly run: Run;
  readonly labels: RunLabels;
  /** The run that this one was made from, where it is still there. */
  readonly parent: ParentRun | null;
  readonly artifacts: readonly Artifact[];
  /** The last that a trainer that failed wrote to its standard error; empty if there is nothing. */
  readonly stderrTail: string;
  /** What may be done now: of a run of another process or in a folder that is not trusted little is. */
  readonly actions: readonly RunAction[];
}

export interface ParentRun {
  readonly runId: string;
  readonly label: string;
  readonly parameters: KnownParameters;
  readonly epochs: readonly EpochEnded[];
}

/** A file of the run folder. */
export interface Artifact {
  /** Below the run folder, with `/` on every system. */
  readonly path: string;
  readonly bytes: number;
}

export type RunAction = InferOutput<typeof runAction>;
export type DashboardSection = InferOutput<typeof dashboardSection>;

export type ToDashboard =
  | { readonly type: 'hydrate'; readonly state: DashboardState; readonly section?: DashboardSection }
  /** At most ten of these a second; `run` becomes `events.reduce(applyEvent, run)`. */
  | { readonly type: 'events'; readonly events: readonly TrainerEvent[] }
  | { readonly type: 'changed'; readonly changes: Partial<Omit<DashboardState, 'run' | 'runId'>> }
  | { readonly type: 'show'; readonly section: DashboardSection };

export type FromDashboard = InferOutput<typeof fromDashboard>;
export type SavedContent = InferOutput<typeof savedContent>;

/** What a panel keeps of itself over a tab switch and a restart of the editor, through the webview's `setState`. */
export type SavedView = InferOutput<typeof savedView>;
export type LossScale = SavedView['lossScale'];

/**
 * What a webview said.
 * @throws {FormatError} that names what is wrong, if it is no message of this contract
 */
export function parseFromDashboard(message: unknown): FromDashboard {
  return parseValue(fromDashboard, message, 'A message of the dashboard');
}

/** What was kept of a panel; undefined if it cannot be used. */
export function parseSavedView(state: unknown): SavedView | undefined {
  const parsed = safeParse(savedView, state);
  return parsed.success ? parsed.output : undefined;
}
