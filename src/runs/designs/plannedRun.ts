import type { EngineName } from '../../contract/engines';
import type { Parameters } from '../../contract/parameters';

/** A run that a plan asks for: its engine and threads are fixed, and nothing takes their place. */
export interface PlannedRun {
  /** Allotted before it is trained. */
  readonly id: string;
  readonly parameters: Parameters;
  readonly engine: EngineName;
  readonly threads: number;
  /** What it belongs to, as its config names it. */
  readonly design: string;
}
