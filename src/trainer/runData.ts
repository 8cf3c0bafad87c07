import path from 'node:path';
import type { Parameters } from '../contract/parameters';
import type { DatasetIdentity, TrainedConfig } from '../contract/run';
import { checkBatchSize } from '../data/batches';
import { DataError } from '../data/dataError';
import { readingOf, type Dataset } from '../data/dataset';
import { loadDataset, type LoadOptions } from '../data/load';
import { splitTraining, type TrainingSplit } from '../data/split';

type Warn = (message: string) => void;

/**
 * The images that parameters name, and which of them are trained on.
 * @param begun the images that a run was begun with, which goes on
 * @throws {DataError} {ParameterError}
 */
export async function loadTrainingData(
  parameters: Parameters,
  warn: Warn,
  begun?: DatasetIdentity,
): Promise<{ dataset: Dataset; split: TrainingSplit }> {
  const dataset = await loadDataset(parameters, { ...optionsOf(warn, begun), onDemand: true });
  const { seed, train_samples: trainSamples, validation_samples: validationSamples } = parameters;
  const split = splitTraining(dataset, { seed, trainSamples, validationSamples });
  checkBatchSize(parameters.batch_size, split.train.length);
  return { dataset, split };
}

/**
 * The images that parameters name.
 * @param begun those that a run was begun with: the files are understood as they were then, whatever they are called now
 * @throws {DataError}
 */
export function loadImages(
  parameters: Pick<Parameters, 'dataset' | 'transpose'>,
  warn: Warn,
  begun?: Pick<DatasetIdentity, 'transposed' | 'firstLabel'>,
): Promise<Dataset> {
  return loadDataset(parameters, optionsOf(warn, begun));
}

function optionsOf(warn: Warn, begun: Pick<DatasetIdentity, 'transposed' | 'firstLabel'> | undefined): LoadOptions {
  return { mnistFolder: path.join(__dirname, 'data', 'mnist'), warn, reading: begun && readingOf(begun) };
}

/** @throws {DataError} if these are not the images that a run was begun with */
export function checkSameData({ dataset: expected, parameters }: TrainedConfig, dataset: Dataset): void {
  if (dataset.sha256 === expected.sha256) return;
  throw new DataError(
    `${parameters.dataset}: these are other images than the run was begun with (SHA-256 ${dataset.sha256.slice(0, 12)}…, expected ${expected.sha256.slice(0, 12)}…). Put the old ones back.`,
  );
}

/** The description of a run's images for its config. */
export function datasetIdentityOf(dataset: Dataset, { train, validation }: TrainingSplit): DatasetIdentity {
  const { name, sha256, image, transposed, firstLabel, classNames, test } = dataset;
  return {
    name,
    sha256,
    ...image,
    ...(transposed && { transposed }),
    ...(firstLabel > 0 && { firstLabel }),
    ...(classNames && { classNames }),
    trainImages: train.length,
    validationImages: validation.length,
    testImages: test.count,
  };
}
