import path from 'node:path';
import { SCHEMA_VERSION } from '../contract/formats/config';
import type { GitState, TrainedConfig } from '../contract/run';
import type { TrainerCommand } from '../contract/trainer';
import { threadsByDefault } from '../machine/threadsByDefault';
import { describeAuthor } from '../processes/author';
import { RunWriter } from '../runFolder/runWriter';
import type { Assignment } from './assignment';
import { describeEnvironment, describeGit, describeTrainer } from './environment';
import { datasetIdentityOf } from './runData';

/** A run that is trained from its beginning. */
export function newRun({ request, crashed, measured }: Extract<TrainerCommand, { readonly type: 'start' }>): Assignment {
  const { id, folder, parameters, threads = threadsByDefault(), engine = 'auto', labels, notes, parent, design } = request;
  const runs = path.dirname(folder);
  let looking: ReturnType<typeof surroundingsOf> | undefined;
  const surroundings = (): ReturnType<typeof surroundingsOf> => (looking ??= surroundingsOf(runs));
  return {
    parameters,
    engine: { choice: engine, threads, crashed, measured },
    checkData: () => undefined,
    lookAround: () => void surroundings(),
    openFolder: async facts => {
      const [git, author] = await surroundings();
      const config: TrainedConfig = {
        schemaVersion: SCHEMA_VERSION,
        kind: 'trained',
        id,
        createdAt: new Date().toISOString(),
        parameters,
        dataset: datasetIdentityOf(facts.dataset, facts.split),
        engine: facts.engine,
        environment: describeEnvironment(),
        trainer: describeTrainer(),
        git,
        author,
        parent: parent ?? null,
        design: design ?? null,
      };
      const writer = await RunWriter.create(folder, config, labels, notes);
      return { config, writer, begin: () => Promise.resolve({ event: { type: 'runStarted', config } }) };
    },
  };
}

/** Where the folder lies in Git, and who trains. Never rejects. */
function surroundingsOf(runs: string): Promise<[GitState | null, string | null]> {
  return Promise.all([describeGit(runs), describeAuthor(runs)]);
}
