import type { Recording } from '../../contract/recording';
import { chiefMetricOf, type ChiefMetric } from './chiefMetric';
import { heldSettings, type HeldSettings } from './heldSettings';

/** What a list shows of what another tool recorded of a run. */
export interface RecordedBrief extends Pick<Recording, 'state' | 'exitCode' | 'project' | 'group' | 'jobType'> {
  /** The figure that says how well it does; null if there is none. */
  readonly metric: ChiefMetric | null;
  /** What it was given, to hold it against other runs. */
  readonly settings: HeldSettings;
}

export function recordedBriefOf(recording: Recording): RecordedBrief {
  const { state, exitCode, project, group, jobType } = recording;
  return { state, exitCode, project, group, jobType, metric: chiefMetricOf(recording) ?? null, settings: heldSettings(recording.config) };
}
