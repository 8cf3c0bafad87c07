import path from 'node:path';
import type { Parameters } from '../contract/parameters';
import type { DatasetIdentity, TrainedConfig } from '../contract/run';
import { checkBatchSize } from '../data/batches';
import { DataError } from '../data/dataError';
import type { Dataset } from '../data/dataset';
import { loadDataset } from '../data/load';
import { splitTraining, type TrainingSplit } from '../data/split';

type Warn = (message: string) => void;

/** The images that parameters name, and which of them are trained on. @throws {DataError} {ParameterError} */
export async function loadTrainingData(parameters: Parameters, warn: Warn): Promise<{ dataset: Dataset; split: TrainingSplit }> {
  const dataset = await loadImages(parameters, warn);
  const { seed, train_samples: trainSamples, validation_samples: validationSamples } = parameters;
  const split = splitTraining(dataset, { seed, trainSamples, validationSamples });
  checkBatchSize(parameters.batch_size, split.train.length);
  return { dataset, split };
}

/** The images that parameters name. @throws {DataError} */
export function loadImages({ dataset }: Pick<Parameters, 'dataset'>, warn: Warn): Promise<Dataset> {
  return loadDataset(dataset, { mnistFolder: path.join(__dirname, 'data', 'mnist'), warn });
}

/** @throws {DataError} if these are not the images that a run was begun with */
export function checkSameData({ dataset: expected, parameters }: TrainedConfig, dataset: Dataset): void {
  if (dataset.sha256 === expected.sha256) return;
  throw new DataError(
    `${parameters.dataset}: these are other images than the run was begun with (SHA-256 ${dataset.sha256.slice(0, 12)}…, expected ${expected.sha256.slice(0, 12)}…). Put the old ones back.`,
  );
}

/** The description of a run's images for its config. */
export function datasetIdentityOf({ name, sha256, image, test }: Dataset, { train, validation }: TrainingSplit): DatasetIdentity {
  return { name, sha256, ...image, trainImages: train.length, validationImages: validation.length, testImages: test.count };
}
