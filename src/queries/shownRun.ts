import type { Recording } from '../contract/recording';
import type { Tracking } from '../contract/tracking';
import type { EpochEnded } from '../contract/trainer';
import { readNotes } from '../runFolder/artifacts';
import { readOverview, readRun, type RunOverview } from '../runFolder/readRun';
import { readRecording } from '../runFolder/recording/readRecording';
import { readTracking } from '../tracking/wandb/trackingFile';

/** Everything that is told of one run, also as JSON. */
export interface ShownRun extends RunOverview {
  readonly tracking: Tracking | undefined;
  /** Of a run that another tool recorded. */
  readonly recording: Recording | undefined;
  readonly notes: string;
  readonly epochs: readonly EpochEnded[];
}

/** A run as its folder has it now. @throws {RunFolderError} if it cannot be read */
export async function shownRun(folder: string): Promise<ShownRun> {
  const overview = await readOverview(folder);
  const { epochs } = await readRun(folder);
  const recording = overview.recorded && (await readRecording(folder));
  return { ...overview, tracking: await readTracking(folder), recording, notes: await readNotes(folder), epochs };
}
