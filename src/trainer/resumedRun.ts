import { engineLike, engineTitle, isEngineName } from '../contract/engines';
import type { EngineIdentity, TrainedConfig } from '../contract/run';
import type { TrainerCommand } from '../contract/trainer';
import type { TrainingSession } from '../engine/runtime';
import { readCheckpoint, type Checkpoint } from '../runFolder/checkpoint';
import { readConfig, readOverview } from '../runFolder/readRun';
import { RunFolderError } from '../runFolder/runFolderError';
import { checkFiles, RunWriter } from '../runFolder/runWriter';
import type { Assignment } from './assignment';
import { NUMERICS_VERSION } from './environment';
import { checkSameData } from './runData';

/**
 * A run that goes on after its last whole epoch: with the engine that it was begun with, or, where that does not work and no other is asked
 * for by name, with the fastest that does, and then it says so.
 * @throws {RunFolderError} if it cannot go on
 */
export async function resumedRun({
  folder,
  engine = 'auto',
  crashed,
  measured,
}: Extract<TrainerCommand, { readonly type: 'resume' }>): Promise<Assignment> {
  const config = await readConfig(folder);
  await checkResumable(folder, config);
  return {
    parameters: config.parameters,
    engine: { choice: engine, threads: config.engine.threads, first: engineLike(config.engine), crashed, measured },
    begunWith: config.dataset,
    checkData: dataset => checkSameData(config, dataset),
    openFolder: async facts => ({
      config,
      writer: await RunWriter.resume(folder),
      begin: async session => {
        const checkpoint = await checkpointFor(session, folder, config);
        const warning = engineWarning(config.engine, facts.engine);
        const isOther = warning !== undefined;
        return {
          event: { type: 'runResumed', epoch: checkpoint?.epoch ?? 0, ...(isOther && { engine: facts.engine }) },
          checkpoint,
          warning,
        };
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
