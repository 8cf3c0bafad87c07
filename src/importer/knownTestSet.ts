import { createHash } from 'node:crypto';
import path from 'node:path';
import type { ImportedConfig, TrainedConfig } from '../contract/run';
import { mnistTestSet } from '../data/mnist';
import { firstDifference } from '../evaluation/labels';
import type { CheckedArrays } from '../runFolder/importing/checkedArrays';
import { listRuns } from '../runFolder/listRuns';
import { readPredictions } from '../runFolder/predictions';

/** A data set that is known here, as the config of an imported run tells of it. */
export type KnownTestSet = Pick<ImportedConfig, 'parameters'> & { readonly dataset: NonNullable<ImportedConfig['dataset']> };

/** More data sets than these are not compared. */
const MOST_SETS = 50;

/**
 * The data set whose test labels are exactly the given ones, in their order: MNIST, or one that a run of the folder was tested on;
 * undefined if none is.
 */
export async function knownTestSet(
  arrays: Pick<CheckedArrays, 'truth' | 'classes' | 'probabilities'>,
  runsFolder: string,
): Promise<KnownTestSet | undefined> {
  if (arrays.truth.length === mnistTestSet.testImages && mayBeOf(arrays, mnistTestSet.classes) && isMnist(arrays.truth)) {
    const { name, sha256, classes, testImages } = mnistTestSet;
    return { parameters: { dataset: 'mnist' }, dataset: { name, sha256, classes, testImages } };
  }
  for (const { folder, config } of await testedRuns(arrays.truth.length, runsFolder)) {
    const { classes } = config.dataset;
    const other = mayBeOf(arrays, classes) ? await readPredictions(folder, classes).catch(() => undefined) : undefined;
    if (other && firstDifference(other.truth, arrays.truth) === undefined) return ofRun(config);
  }
  return undefined;
}

/** As many columns of probabilities as classes; without any, no more labels than classes. */
function mayBeOf({ classes, probabilities }: Pick<CheckedArrays, 'classes' | 'probabilities'>, ofSet: number): boolean {
  return probabilities ? classes === ofSet : classes <= ofSet;
}

function isMnist(truth: Int32Array): boolean {
  return createHash('sha256').update(Uint8Array.from(truth)).digest('hex') === mnistTestSet.labelsSha256;
}

/** One of the runs that were tested on each data set of so many images. */
async function testedRuns(images: number, runsFolder: string): Promise<{ readonly folder: string; readonly config: TrainedConfig }[]> {
  const bySet = new Map<string, { readonly folder: string; readonly config: TrainedConfig }>();
  for (const { folder, config, summary } of (await listRuns(runsFolder)).runs) {
    if (config.kind === 'imported' || !summary?.confusionMatrix || config.dataset.testImages !== images) continue;
    const { sha256, transposed, firstLabel } = config.dataset;
    bySet.set(JSON.stringify([sha256, transposed, firstLabel]), { folder, config });
  }
  return [...bySet.values()].slice(0, MOST_SETS);
}

function ofRun({
  parameters,
  dataset: { name, classes, firstLabel, classNames, transposed, sha256, testImages },
}: TrainedConfig): KnownTestSet {
  return {
    parameters: { dataset: parameters.dataset, transpose: parameters.transpose },
    dataset: {
      name: name || path.basename(parameters.dataset),
      classes,
      ...(firstLabel !== undefined && { firstLabel }),
      ...(classNames && { classNames }),
      ...(transposed !== undefined && { transposed }),
      sha256,
      testImages,
    },
  };
}
