import type { RunStatus } from '../../contract/runState';
import { recordedMetricInWords } from '../../wording/recordedMetric';
import { recordedStateInShort } from '../../wording/recordingInWords';
import type { RecordedBrief } from './recordedBrief';

/**
 * `97.31 % · mnist · sweep 3`, `running · mnist`: how well a run of another tool does, how it is unless it has finished, and where it belongs.
 * @param isMeasured whether its accuracy stands beside it: the figure would be read as another one then
 */
export function recordedInBrief(recorded: RecordedBrief, status: RunStatus, isMeasured = false): string {
  const state = recordedStateInShort(recorded, status);
  const { project, group, jobType } = recorded;
  const metric = isMeasured ? null : recorded.metric;
  const isPlain = state === 'finished' && (isMeasured || metric !== null);
  return [metric && recordedMetricInWords(metric), isPlain ? null : state, project, group, jobType].filter(Boolean).join(' · ');
}
