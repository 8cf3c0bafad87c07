import type { RunConfig } from '../../contract/run';
import type { RunStatus } from '../../contract/runState';
import type { RunSummary } from '../../contract/summary';
import type { RecordedBrief } from '../recorded/recordedBrief';

/** What a comparison needs to know of a run. */
export interface ComparedRun {
  readonly id: string;
  readonly status: RunStatus;
  readonly config: RunConfig;
  /** Of a run that has ended. */
  readonly summary: RunSummary | undefined;
  /** Of a run that another tool recorded. */
  readonly recorded?: Pick<RecordedBrief, 'settings'> | undefined;
}
