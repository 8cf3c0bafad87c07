import type { DatasetIdentity } from '../contract/run';
import { grouped } from '../util/format';

/** `mnist: 55,000 training, 5,000 validation, 10,000 test images` */
export function datasetInWords(dataset: DatasetIdentity): string {
  return `${dataset.name}: ${splitsInWords(dataset)}`;
}

/** `55,000 training, 5,000 validation, 10,000 test images` */
export function splitsInWords({
  trainImages,
  validationImages,
  testImages,
}: Pick<DatasetIdentity, 'trainImages' | 'validationImages' | 'testImages'>): string {
  return `${grouped(trainImages)} training, ${grouped(validationImages)} validation, ${grouped(testImages)} test images`;
}
