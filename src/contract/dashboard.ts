/**
 * What the host and the dashboard of one run say to each other. The dashboard says `ready`, is hydrated with everything it shows, and
 * is then told what happens while it can be seen.
 */
import type { RunLabels } from './labels';
import { normalisations, type Normalisation } from './normalisation';
import type { Parameters } from './parameters';
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
  readonly parameters: Parameters;
  readonly epochs: readonly EpochEnded[];
}

/** A file of the run folder. */
export interface Artifact {
  /** Below the run folder, with `/` on every system. */
  readonly path: string;
  readonly bytes: number;
}

export const runActions = ['stop', 'resume', 'rerun', 'reproduce', 'openParent', 'openConfig', 'openNotes', 'showLog', 'reveal'] as const;
export type RunAction = (typeof runActions)[number];

export const dashboardSections = ['live', 'evaluation', 'artifacts'] as const;
export type DashboardSection = (typeof dashboardSections)[number];

export type ToDashboard =
  | { readonly type: 'hydrate'; readonly state: DashboardState; readonly section?: DashboardSection }
  /** At most ten of these a second; `run` becomes `events.reduce(applyEvent, run)`. */
  | { readonly type: 'events'; readonly events: readonly TrainerEvent[] }
  | { readonly type: 'changed'; readonly changes: Partial<Omit<DashboardState, 'run' | 'runId'>> }
  | { readonly type: 'show'; readonly section: DashboardSection };

export type FromDashboard =
  | { readonly type: 'ready' }
  | { readonly type: 'act'; readonly action: RunAction }
  /** The path as it is shown. */
  | { readonly type: 'openArtifact' | 'revealArtifact'; readonly path: string }
  /** Through the host's save dialog. */
  | { readonly type: 'save'; readonly fileName: string; readonly content: SavedContent }
  /** Something broke in the dashboard. */
  | { readonly type: 'failed'; readonly message: string };

export type SavedContent = { readonly text: string } | { readonly base64: string };

/** What a panel keeps of itself over a tab switch and a restart of the editor, through the webview's `setState`. */
export interface SavedView {
  readonly runId: string;
  readonly section: DashboardSection;
  /** Of the confusion matrix. */
  readonly normalisation: Normalisation;
  readonly lossScale: LossScale;
  /** All parameters, or only those that differ. */
  readonly showsAllParameters: boolean;
}

export const lossScales = ['log', 'linear'] as const;
export type LossScale = (typeof lossScales)[number];

/**
 * What a webview said.
 * @throws {TypeError} that names what is wrong, if it is no message of this contract
 */
export function parseFromDashboard(message: unknown): FromDashboard {
  const { type, action, path, fileName, content, message: text } = fieldsOf(message, 'the message');
  switch (type) {
    case 'ready':
      return { type };
    case 'act':
      return { type, action: oneOf(runActions, action, 'action') };
    case 'openArtifact':
    case 'revealArtifact':
      return { type, path: textOf(path, 'path') };
    case 'save': {
      const saved = fieldsOf(content, 'content');
      const of: SavedContent = 'text' in saved ? { text: textOf(saved['text'], 'text') } : { base64: textOf(saved['base64'], 'base64') };
      return { type, fileName: textOf(fileName, 'fileName'), content: of };
    }
    case 'failed':
      return { type, message: textOf(text, 'message') };
    default:
      throw new TypeError(`type: ${JSON.stringify(type)} is no message of the dashboard.`);
  }
}

/** What was kept of a panel; undefined if it cannot be used. */
export function parseSavedView(state: unknown): SavedView | undefined {
  try {
    const { runId, section, normalisation, lossScale, showsAllParameters } = fieldsOf(state, 'the state');
    return {
      runId: textOf(runId, 'runId'),
      section: oneOf(dashboardSections, section ?? 'live', 'section'),
      normalisation: oneOf(normalisations, normalisation ?? 'counts', 'normalisation'),
      lossScale: oneOf(lossScales, lossScale ?? 'log', 'lossScale'),
      showsAllParameters: showsAllParameters !== false,
    };
  } catch {
    return undefined;
  }
}

function fieldsOf(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  throw new TypeError(`${what}: expected an object, not ${JSON.stringify(value)}.`);
}

function textOf(value: unknown, field: string): string {
  if (typeof value === 'string') return value;
  throw new TypeError(`${field}: expected text, not ${JSON.stringify(value)}.`);
}

function oneOf<T extends string>(known: readonly T[], value: unknown, field: string): T {
  const found = known.find(one => one === value);
  if (found !== undefined) return found;
  throw new TypeError(`${field}: expected one of ${known.join(', ')}, not ${JSON.stringify(value)}.`);
}
