import path from 'node:path';
import { SCHEMA_VERSION } from '../contract/formats/config';
import type { TrainedConfig } from '../contract/run';
import type { RunRequest } from '../contract/trainer';
import { describeAuthor } from '../processes/author';
import { RunWriter } from '../runFolder/runWriter';
import type { Assignment } from './assignment';
import { describeEnvironment, describeGit, describeTrainer } from './environment';
import { threadsByDefault } from './openEngine';
import { datasetIdentityOf } from './runData';

/** A run that is trained from its beginning. */
export function newRun({ id, folder, parameters, threads, engine, labels, notes, parent, design }: RunRequest): Assignment {
  return {
    parameters,
    threads: threads ?? threadsByDefault(),
    engine: engine ?? 'auto',
    checkData: () => undefined,
    openFolder: async facts => {
      const runs = path.dirname(folder);
      const [git, author] = await Promise.all([describeGit(runs), describeAuthor(runs)]);
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
