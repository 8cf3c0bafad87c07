import path from 'node:path';
import type { TestImages } from '../../contract/inspection';
import { DataError } from '../../data/dataError';
import type { Dataset } from '../../data/dataset';
import { firstDifference } from '../../evaluation/labels';
import { checkOnThisComputer } from '../../runFolder/networkFolder';
import { loadImages } from '../runData';
import { identityOf, testedRun, type TestedRun } from './testedRun';

/** Of a data set what runs are tested on: its training images take several times as much memory. */
type TestSet = Pick<Dataset, 'image' | 'test' | 'sha256'>;

/** The pixels of an answer have at most so many bytes. */
const MOST_BYTES = 64_000_000;

/** The data set that was asked for last: the next question is likely to be about it too. */
let latest: { readonly of: string; readonly set: Promise<TestSet> } | undefined;

/**
 * Some of the images that a run was tested on.
 * @throws {DataError} if they are not there any more, or are others than the run was tested on
 */
export async function testImages({
  folder,
  indices,
}: {
  readonly folder: string;
  readonly indices: readonly number[];
}): Promise<TestImages> {
  return pixelsOf(await testedRun(folder), indices);
}

/** The same of a run that is read already. */
export async function pixelsOf(run: TestedRun, indices: readonly number[]): Promise<TestImages> {
  const { image, test } = await testSetOf(run);
  const { height, width } = image;
  const size = height * width;
  if (indices.length * size > MOST_BYTES)
    throw new DataError(`${indices.length} images of ${height}×${width} pixels are too large to be shown at once.`);
  const pixels = new Uint8Array(indices.length * size);
  for (const [i, index] of indices.entries()) {
    if (index >= test.count) throw new DataError(`There is no test image ${index}: the data set has ${test.count}.`);
    pixels.set(test.images.all().subarray(index * size, (index + 1) * size), i * size);
  }
  return { height, width, pixels };
}

async function testSetOf(run: TestedRun): Promise<TestSet> {
  const { config } = run;
  const { parameters } = config;
  const { sha256, firstLabel = 0, transposed = false } = identityOf(config);
  if (sha256 === undefined || parameters.dataset === undefined) throw new DataError('It is not known on which images this run was tested.');
  // A stranger's run may name any place.
  checkOnThisComputer({ dataset: parameters.dataset });
  const of = JSON.stringify([parameters.dataset, sha256, transposed, firstLabel]);
  if (latest?.of !== of) {
    const loading = loadTestSet(parameters.dataset, { transposed, firstLabel });
    latest = { of, set: loading };
    // It is read anew when it is asked for again: files may be put back.
    loading.catch(() => {
      if (latest?.set === loading) latest = undefined;
    });
  }
  const set = await latest.set;
  if (set.sha256 !== sha256) {
    // They may be put back.
    latest = undefined;
    throw new DataError(
      `${parameters.dataset}: these are other images than the run was tested on (SHA-256 ${set.sha256.slice(0, 12)}…, expected ${sha256.slice(0, 12)}…). Put the old ones back.`,
    );
  }
  checkLabels(run, set);
  return set;
}

async function loadTestSet(dataset: string, reading: { transposed: boolean; firstLabel: number }): Promise<TestSet> {
  const { image, test, sha256 } = await loadImages({ dataset, transpose: 'auto' }, () => undefined, reading);
  return { image, test, sha256 };
}

/** The arrays may be another run's. */
function checkLabels({ folder, truth, count }: TestedRun, { test }: TestSet): void {
  const file = path.join(folder, 'ground_truth.npy');
  if (count !== test.count) throw new DataError(`${file}: ${count} labels, but the data set has ${test.count} test images.`);
  const other = firstDifference(truth, test.labels);
  if (other !== undefined)
    throw new DataError(`${file}: label ${other} is ${truth[other]}, but that image of the data set is of class ${test.labels[other]}.`);
}
