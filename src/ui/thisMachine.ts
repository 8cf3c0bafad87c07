import { engineChosen } from '../contract/engines';
import { dividedThreads } from '../experiment/dividedThreads';
import type { Machine } from '../experiment/estimate';
import { measuredSpeeds } from '../experiment/measuredSpeeds';
import { threadsByDefault } from '../machine/threadsByDefault';
import type { LabRun } from '../runs/labRun';
import { processorName } from '../util/processor';
import { setting } from './settings';

/** What the runs of this machine, and the settings, say of how long the next one will take. */
export function thisMachine(runs: readonly LabRun[]): Machine {
  return {
    speeds: measuredSpeeds(runs, processorName()),
    engine: engineChosen(setting('digitsLab.engine')),
    threads: usualThreads(),
  };
}

/** Gradient workers of a run that does not say: as the setting says, else the cores, divided among the runs that may train at a time. */
export function usualThreads(): number {
  return setting('digitsLab.threads') || dividedThreads({ cores: threadsByDefault(), concurrent: setting('digitsLab.maxConcurrentRuns') });
}
