import { choiceLike, engineTitle, isEngineName, type EngineChoice } from '../contract/engines';
import type { EngineIdentity, TrainedConfig } from '../contract/run';
import type { TrainingSession } from '../engine/runtime';
import { readCheckpoint, type Checkpoint } from '../runFolder/checkpoint';
import { readConfig, readOverview } from '../runFolder/readRun';
import { RunFolderError } from '../runFolder/runFolderError';
import { checkFiles, RunWriter } from '../runFolder/runWriter';
import type { Assignment } from './assignment';
import { NUMERICS_VERSION } from './environment';
import { checkSameData } from './runData';

/**
 * A run that goes on after its last whole epoch.
 * @param engine another engine than the one that the run was begun with
 * @throws {RunFolderError} if it cannot go on
 */
export async function resumedRun(folder: string, engine?: EngineChoice): Promise<Assignment> {
  const config = await readConfig(folder);
  await checkResumable(folder, config);
  return {
    parameters: config.parameters,
    threads: config.engine.threads,
    engine: engine ?? choiceLike(config.engine) ?? 'auto',
    begunWith: config.dataset,
    checkData: dataset => checkSameData(config, dataset),
    openFolder: async facts => ({
      config,
      writer: await RunWriter.resume(folder),
      begin: async session => {
        const checkpoint = await checkpointFor(session, folder, config);
        const event = { type: 'runResumed', epoch: checkpoint?.epoch ?? 0 } as const;
        return { event, checkpoint, warning: engineWarning(config.engine, facts.engine) };
      },
    }),
  };
}

async function checkResumable(folder: string, config: TrainedConfig): Promise<void> {
  await checkFiles(folder);
  const { status } = await readOverview(folder);
  if (status === 'completed')
    throw new RunFolderError(`${folder}: this run is completed; there is nothing to resume. reproduce trains it again.`);
  if (config.trainer.numericsVersion !== NUMERICS_VERSION) {
    throw new RunFolderError(
      `${folder}: this run was begun by a Digits Lab that computes otherwise (version ${config.environment.version}). Start it again with the same parameters.`,
    );
  }
}

function checkpointFor(session: TrainingSession, folder: string, { parameters }: TrainedConfig): Promise<Checkpoint | undefined> {
  const { first, second } = session.optimizerState;
  return readCheckpoint(folder, {
    epochs: parameters.epochs,
    weights: session.weights.length,
    first: first.length,
    second: second.length,
  });
}

function engineWarning(before: EngineIdentity, now: EngineIdentity): string | undefined {
  const [was, is] = [before, now].map(({ name, version }) => `${engineTitle(name)} ${version}`);
  if (was === is) return undefined;
  const missing = isEngineName(before.name) ? '' : ', which this version of Digits Lab does not have,';
  return `The run was begun with ${was}${missing} and goes on with ${is}: its last bits may differ.`;
}
