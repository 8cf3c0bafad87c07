import { experimentAnswer, experimentCreated } from '../../contract/formats/mlflowAnswers';
import { artifactPath } from './artifactPath';
import { MlflowError } from './mlflowError';
import type { MlflowRequests } from './requests';

/** The experiment of that name at the server, made if it is not there. @returns its id. @throws {MlflowError} */
export async function findExperiment(requests: MlflowRequests, name: string, needsArtifacts: boolean): Promise<string> {
  const found = await existing(requests, name);
  const id = found?.id ?? (await created(requests, name));
  const location = found ? found.location : (await existing(requests, name))?.location;
  // Before anything is logged: a run without its files would be half of one.
  if (needsArtifacts && location != null) artifactPath(requests, location);
  return id;
}

interface Experiment {
  readonly id: string;
  readonly location: string | null | undefined;
}

async function existing(requests: MlflowRequests, name: string): Promise<Experiment | undefined> {
  try {
    const { experiment } = await requests.get('experiments/get-by-name', { experiment_name: name }, experimentAnswer);
    if (experiment.lifecycle_stage === 'deleted')
      throw requests.error(
        'refused',
        name,
        `has an experiment ${JSON.stringify(name)} that was deleted: restore it there, or name another.`,
      );
    return { id: experiment.experiment_id, location: experiment.artifact_location };
  } catch (error) {
    if (error instanceof MlflowError && error.code === 'RESOURCE_DOES_NOT_EXIST') return undefined;
    throw error;
  }
}

async function created(requests: MlflowRequests, name: string): Promise<string> {
  try {
    return (await requests.post('experiments/create', { name }, experimentCreated)).experiment_id;
  } catch (error) {
    // Someone else was quicker, or the answer to a request before it was lost.
    const found = error instanceof MlflowError && error.code === 'RESOURCE_ALREADY_EXISTS' ? await existing(requests, name) : undefined;
    if (found) return found.id;
    throw error;
  }
}
