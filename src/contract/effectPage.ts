/** The state of the page of one comparison, and the messages between it and the host over their channel (see channel.ts). */
import { safeParse, type InferOutput } from 'valibot';
import type { HostMessage, PageMessage } from './channel';
import { hostMessage, pageMessage } from './formats/channel';
import { effectChange, effectPageRequest, effectRequest, effectState, savedEffect, type spreads } from './formats/effectPage';
import { parseValue } from './formats/parse';

export type EffectState = InferOutput<typeof effectState>;
export type ShownEffect = EffectState['shown'];
export type ToldEffect = ShownEffect['effects'][number];
export type ToldPair = ShownEffect['pairs'][number];
export type ToldRun = ShownEffect['runs'][number];
export type ToldHeld = ShownEffect['held'][number];
export type EffectCurve = EffectState['curves'][number];
export type EffectChange = InferOutput<typeof effectChange>;
export type Spread = (typeof spreads)[number];

export interface ToEffect {
  readonly state: EffectState;
  readonly change: EffectChange;
  readonly request: InferOutput<typeof effectPageRequest>;
}

/** What the page asks of the host. */
export type FromEffect = InferOutput<typeof effectRequest>;

const fromEffect = pageMessage<FromEffect>(effectRequest);
const toEffect = hostMessage<ToEffect>({ state: effectState, change: effectChange, request: effectPageRequest });

/** Parses a message of a page. @throws {FormatError} that names what is wrong, if it is no message of this contract */
export function parseFromEffect(message: unknown): PageMessage<FromEffect> {
  return parseValue(fromEffect, message, 'A message of the page of a comparison');
}

/** Parses a message of the host. @throws {FormatError} as parseFromEffect */
export function parseToEffect(message: unknown): HostMessage<ToEffect> {
  return parseValue(toEffect, message, 'A message of the host');
}

/** What such a panel keeps of itself, through the webview's `setState`. */
export type SavedEffect = InferOutput<typeof savedEffect>;

/** The view state of a panel as it was saved; undefined if it cannot be used. */
export function parseSavedEffect(state: unknown): SavedEffect | undefined {
  const parsed = safeParse(savedEffect, state);
  return parsed.success ? parsed.output : undefined;
}
