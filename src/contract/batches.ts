import type { TrainedConfig } from './run';

/** The batches of an epoch; the last one may be smaller than the others. */
export function batchesOf({ dataset, parameters }: Pick<TrainedConfig, 'dataset' | 'parameters'>): number {
  return Math.ceil(dataset.trainImages / parameters.batch_size);
}
