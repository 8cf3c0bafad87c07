import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encodeNpy } from '../../../../src/artifacts/npy';
import type { TrainedConfig } from '../../../../src/contract/run';
import { loadDataset } from '../../../../src/data/load';
import { writeRun } from '../../runFolder/writtenRun';

/** What a run's model said, in the test's own hands. */
export interface Said {
  readonly truth: readonly number[];
  /** A row for each image; without any only the predicted classes are kept. */
  readonly probabilities?: readonly (readonly number[])[];
  readonly predicted?: readonly number[];
}

/** Writes a run that was tested on a data set, with arrays of the test's. Returns its folder. */
export async function writeTested(runs: string, id: string, dataset: string, { truth, probabilities, predicted }: Said): Promise<string> {
  const folder = writeRun(runs, { id, parameters: { dataset } });
  const { sha256, image, test, name } = await loadDataset(
    { dataset, transpose: 'auto' },
    { mnistFolder: '', warn: () => undefined, reading: { transposed: false, firstLabel: 0 } },
  );
  const file = path.join(folder, 'config.json');
  const config = JSON.parse(readFileSync(file, 'utf8')) as TrainedConfig;
  writeFileSync(file, JSON.stringify({ ...config, dataset: { ...config.dataset, name, sha256, ...image, testImages: test.count } }));
  writeLabels(folder, 'ground_truth.npy', truth);
  if (predicted) writeLabels(folder, 'predictions.npy', predicted);
  if (probabilities) {
    const data = Float32Array.from(probabilities.flat());
    writeFileSync(path.join(folder, 'probabilities.npy'), encodeNpy({ shape: [probabilities.length, image.classes], data }));
  }
  return folder;
}

export function writeLabels(folder: string, name: string, labels: readonly number[]): void {
  writeFileSync(path.join(folder, name), encodeNpy({ shape: [labels.length], data: BigInt64Array.from(labels.map(BigInt)) }));
}

/** Probabilities of ten classes: so much for one class and for another, the rest evenly. */
export function row(first: number, share: number, second: number): number[] {
  const others = 0.01;
  return Array.from({ length: 10 }, (_, of) => (of === first ? share : of === second ? 1 - share - 8 * others : others));
}
