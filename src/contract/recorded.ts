/** What the dashboard of a run shows of what another tool recorded, and the curves that it asks for. */
import type { InferOutput } from 'valibot';
import type {
  drawnCurve,
  recordedChanges,
  recordedConsole,
  recordedFacts,
  recordedKey,
  recordedRun,
  recordedScalars,
  recordedSetting,
  scalarSource,
  scalarUnit,
  scalarValues,
} from './formats/recorded';

export type RecordedRun = InferOutput<typeof recordedRun>;
export type RecordedFacts = InferOutput<typeof recordedFacts>;
export type RecordedScalars = InferOutput<typeof recordedScalars>;
export type RecordedConsole = InferOutput<typeof recordedConsole>;
export type RecordedChanges = InferOutput<typeof recordedChanges>;
export type RecordedKey = InferOutput<typeof recordedKey>;
export type RecordedSetting = InferOutput<typeof recordedSetting>;
/** What was logged of the training, or of the machine. */
export type ScalarSource = InferOutput<typeof scalarSource>;
export type ScalarUnit = InferOutput<typeof scalarUnit>;
export type DrawnCurve = InferOutput<typeof drawnCurve>;
export type ScalarValues = InferOutput<typeof scalarValues>;

/** A value as a message has it. */
export function figureOf(value: number): RecordedKey['last'] {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}
