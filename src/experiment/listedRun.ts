import type { RunLabels } from '../contract/labels';
import type { KnownParameters } from '../contract/parameters';
import type { RunConfig } from '../contract/run';
import type { RunStatus } from '../contract/runState';
import type { RunSummary } from '../contract/summary';
import type { Tracking } from '../contract/tracking';
import type { RecordedBrief } from './recorded/recordedBrief';

/** What is known of a run when it is listed: ordered, filtered, shown in columns. */
export interface ListedRun {
  readonly id: string;
  readonly status: RunStatus;
  readonly parameters: KnownParameters;
  readonly labels: RunLabels;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** Of a run that has ended. */
  readonly summary?: RunSummary | undefined;
  readonly config?: Partial<Pick<RunConfig, 'author' | 'parent'>> | undefined;
  /** How far it has come at W&B, if it was ever recorded for it. */
  readonly tracking?: Tracking | undefined;
  /** What another tool recorded of it, in brief. */
  readonly recorded?: RecordedBrief | undefined;
}
