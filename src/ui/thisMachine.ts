import os from 'node:os';
import { engineChosen } from '../contract/engines';
import { MAX_THREADS } from '../contract/threads';
import type { Machine } from '../experiment/estimate';
import { measuredSpeeds } from '../experiment/measuredSpeeds';
import type { LabRun } from '../runs/labRun';
import { processorName } from '../util/processor';
import { setting } from './settings';

/** What the runs of this machine, and the settings, say of how long the next one will take. */
export function thisMachine(runs: readonly LabRun[]): Machine {
  return {
    speeds: measuredSpeeds(runs, processorName()),
    engine: engineChosen(setting('digitsLab.engine')),
    threads: setting('digitsLab.threads') || Math.min(os.availableParallelism(), MAX_THREADS),
  };
}
