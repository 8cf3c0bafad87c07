/** The state of the dashboard of one run, and the messages between the dashboard and the host over their channel (see channel.ts). */
import { safeParse, type InferOutput } from 'valibot';
import type { NamedClasses } from './classNames';
import type { HostMessage, PageMessage } from './channel';
import { hostMessage, pageMessage } from './formats/channel';
import {
  dashboardChange,
  dashboardRequest,
  dashboardState,
  pageRequest,
  savedView,
  type curveName,
  type dashboardSection,
  type imageRequests,
  type otherRuns,
  type runAction,
  type savedContent,
  type xUnit,
} from './formats/dashboard';
import { parseValue } from './formats/parse';
import type { RunLabels } from './labels';
import type { Notes } from './notes';
import type { KnownParameters } from './parameters';
import type { RecordedChanges, RecordedRun } from './recorded';
import type { ImportedConfig } from './run';
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
  /** Of a run that was trained to find out whether the same comes out, once that is known. */
  readonly comparison: Comparison | null;
  /** What is known of a run that another tool made; null of one that was trained here. */
  readonly imported: ImportedConfig | null;
  /** What its tool recorded while it was trained; null where nothing was. */
  readonly recorded: RecordedRun | null;
  readonly notes: Notes;
  readonly artifacts: readonly Artifact[];
  /** The end of what a failed trainer wrote to its standard error; empty if it wrote nothing. */
  readonly stderrTail: string;
  /** The actions that are possible now: few for a run of another process or in a folder that is not trusted. */
  readonly actions: readonly RunAction[];
}

/** What is known of the data that a run was tested on. */
export function datasetOf({ run, imported }: Pick<DashboardState, 'run' | 'imported'>): NamedClasses | undefined {
  return run.config?.dataset ?? imported?.dataset;
}

export type Comparison = NonNullable<InferOutput<typeof dashboardState>['comparison']>;

export interface ParentRun {
  readonly runId: string;
  readonly label: string;
  readonly parameters: KnownParameters;
  readonly epochs: readonly EpochEnded[];
  /** Absent where its data set is not known. */
  readonly batchesPerEpoch?: number;
}

/** A file of the run folder. */
export interface Artifact {
  /** Below the run folder, with `/` on every system. */
  readonly path: string;
  readonly bytes: number;
}

export type RunAction = InferOutput<typeof runAction>;
export type DashboardSection = InferOutput<typeof dashboardSection>;

/** All of the state that does not come from the events of the run. */
export type BesidesRun = Omit<DashboardState, 'run' | 'runId'>;

export type DashboardChange =
  /** New events of the run or of its parent; the shown run becomes `events.reduce(applyEvent, run)`. */
  | { readonly type: 'events'; readonly runId: string; readonly events: readonly TrainerEvent[] }
  /** The run as a whole, its batches thinned out. */
  | { readonly type: 'run'; readonly run: Run; readonly status: RunStatus }
  | { readonly type: 'changed'; readonly changes: Partial<BesidesRun> }
  /** More was recorded of a run of another tool. */
  | { readonly type: 'recorded'; readonly changes: RecordedChanges };

/** What the host asks of the page. */
export type PageRequest = InferOutput<typeof pageRequest>;

export interface ToDashboard {
  readonly state: DashboardState;
  readonly change: DashboardChange;
  readonly request: PageRequest;
}

/** What the page asks of the host. */
export type FromDashboard = InferOutput<typeof dashboardRequest>;
/** What it asks about the images that the run was tested on. */
export type ImageRequest = InferOutput<(typeof imageRequests)[number]>;
/** What other runs say of an image. */
export type OtherRuns = InferOutput<typeof otherRuns>;
export type SavedContent = InferOutput<typeof savedContent>;

const fromDashboard = pageMessage<FromDashboard>(dashboardRequest);

/** What the host says. */
export const toDashboard = hostMessage<ToDashboard>({ state: dashboardState, change: dashboardChange, request: pageRequest });

/** Parses a message of a page. @throws {FormatError} that names what is wrong, if it is no message of this contract */
export function parseFromDashboard(message: unknown): PageMessage<FromDashboard> {
  return parseValue(fromDashboard, message, 'A message of the dashboard');
}

/** Parses a message of the host. @throws {FormatError} as parseFromDashboard */
export function parseToDashboard(message: unknown): HostMessage<ToDashboard> {
  return parseValue(toDashboard, message, 'A message of the host');
}

/** The view state that a panel keeps when its tab is hidden or the editor restarts, through the webview's `setState`. */
export type SavedView = InferOutput<typeof savedView>;
export type LossScale = SavedView['lossScale'];
/** How the curves of what another tool recorded are shown. */
export type RecordedView = NonNullable<SavedView['recorded']>;
export type XUnit = InferOutput<typeof xUnit>;
export type CurveName = InferOutput<typeof curveName>;

/** The view state of a panel as it was saved; undefined if it cannot be used. */
export function parseSavedView(state: unknown): SavedView | undefined {
  const parsed = safeParse(savedView, state);
  return parsed.success ? parsed.output : undefined;
}
