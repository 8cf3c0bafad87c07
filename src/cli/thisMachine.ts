import type { EngineChoice } from '../contract/engines';
import type { Machine } from '../experiment/estimate';
import { measuredSpeeds } from '../experiment/measuredSpeeds';
import { threadsByDefault } from '../machine/threadsByDefault';
import { listRuns } from '../runFolder/listRuns';
import { processorName } from '../util/processor';
import type { Cli } from './context';
import { runsFolder, type RunsOption } from './runsOption';

interface Training extends RunsOption {
  readonly threads?: number;
  readonly engine?: EngineChoice;
}

/** How fast this machine is, as the runs in the folder tell. */
export async function thisMachine(options: Training, cli: Cli): Promise<Machine> {
  const { runs } = await listRuns(runsFolder(options, cli));
  return {
    speeds: measuredSpeeds(runs, processorName()),
    engine: options.engine ?? 'auto',
    threads: options.threads ?? threadsByDefault(),
  };
}
