/** The state of a page of several runs, and the messages between it and the host over their channel (see channel.ts). */
import { safeParse, type InferOutput } from 'valibot';
import type { HostMessage, PageMessage } from './channel';
import { hostMessage, pageMessage } from './formats/channel';
import {
  comparisonChange,
  comparisonPageRequest,
  comparisonRequest,
  comparisonState,
  savedComparison,
  type comparedCurve,
  type comparedKeys,
  type comparedRun,
  type comparedScalars,
  type comparisonMode,
  type tableView,
} from './formats/comparison';
import { parseValue } from './formats/parse';

/** `comparison`: the checked runs with their curves; `table`: all runs. */
export type ComparisonMode = InferOutput<typeof comparisonMode>;
export type ComparedRun = InferOutput<typeof comparedRun>;
export type ComparedCurve = InferOutput<typeof comparedCurve>;
export type ComparedKeys = InferOutput<typeof comparedKeys>;
export type ComparedScalars = InferOutput<typeof comparedScalars>;
export type TableView = InferOutput<typeof tableView>;
export type ComparisonState = InferOutput<typeof comparisonState>;
export type ComparisonChange = InferOutput<typeof comparisonChange>;

export interface ToComparison {
  readonly state: ComparisonState;
  readonly change: ComparisonChange;
  readonly request: InferOutput<typeof comparisonPageRequest>;
}

/** What the page asks of the host. */
export type FromComparison = InferOutput<typeof comparisonRequest>;

const fromComparison = pageMessage<FromComparison>(comparisonRequest);
const toComparison = hostMessage<ToComparison>({ state: comparisonState, change: comparisonChange, request: comparisonPageRequest });

/** Parses a message of a page. @throws {FormatError} that names what is wrong, if it is no message of this contract */
export function parseFromComparison(message: unknown): PageMessage<FromComparison> {
  return parseValue(fromComparison, message, 'A message of the comparison');
}

/** Parses a message of the host. @throws {FormatError} as parseFromComparison */
export function parseToComparison(message: unknown): HostMessage<ToComparison> {
  return parseValue(toComparison, message, 'A message of the host');
}

/** What such a panel keeps of itself, through the webview's `setState`. */
export type SavedComparison = InferOutput<typeof savedComparison>;

/** The view state of a panel as it was saved; undefined if it cannot be used. */
export function parseSavedComparison(state: unknown): SavedComparison | undefined {
  const parsed = safeParse(savedComparison, state);
  return parsed.success ? parsed.output : undefined;
}
