/** The state of the page of one sweep, and the messages between it and the host over their channel (see channel.ts). */
import { safeParse, type InferOutput } from 'valibot';
import type { HostMessage, PageMessage } from './channel';
import { hostMessage, pageMessage } from './formats/channel';
import { parseValue } from './formats/parse';
import { savedSweep, sweepChange, sweepPageRequest, sweepRequest, sweepState } from './formats/sweepPage';

export type SweepState = InferOutput<typeof sweepState>;
export type ShownSweep = SweepState['shown'];
export type ShownSetting = ShownSweep['settings'][number];
export type SweepChange = InferOutput<typeof sweepChange>;

export interface ToSweep {
  readonly state: SweepState;
  readonly change: SweepChange;
  readonly request: InferOutput<typeof sweepPageRequest>;
}

/** What the page asks of the host. */
export type FromSweep = InferOutput<typeof sweepRequest>;

const fromSweep = pageMessage<FromSweep>(sweepRequest);
const toSweep = hostMessage<ToSweep>({ state: sweepState, change: sweepChange, request: sweepPageRequest });

/** Parses a message of a page. @throws {FormatError} that names what is wrong, if it is no message of this contract */
export function parseFromSweep(message: unknown): PageMessage<FromSweep> {
  return parseValue(fromSweep, message, 'A message of the page of a sweep');
}

/** Parses a message of the host. @throws {FormatError} as parseFromSweep */
export function parseToSweep(message: unknown): HostMessage<ToSweep> {
  return parseValue(toSweep, message, 'A message of the host');
}

/** What such a panel keeps of itself, through the webview's `setState`. */
export type SavedSweep = InferOutput<typeof savedSweep>;
export type Brush = SavedSweep['brushes'][number];

/** The view state of a panel as it was saved; undefined if it cannot be used. */
export function parseSavedSweep(state: unknown): SavedSweep | undefined {
  const parsed = safeParse(savedSweep, state);
  return parsed.success ? parsed.output : undefined;
}

/** The state with what a change says. */
export function applySweepChange(_state: SweepState, { shown }: SweepChange): SweepState {
  return { shown };
}
