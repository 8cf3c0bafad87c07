import { noEvaluation } from '../../contract/noEvaluation';
import type { ImportedConfig } from '../../contract/run';
import { grouped, percent } from '../../util/format';
import { messageOf } from '../../util/messageOf';
import { checkedArrays, type CheckedArrays, type ReadArrays } from '../importing/checkedArrays';
import type { LoggedAccuracy } from './recordedSummary';

type Dataset = NonNullable<ImportedConfig['dataset']>;

/** A data set that is known here, as the config of a run tells of it. */
export type KnownDataset = Required<Pick<Dataset, 'name' | 'sha256' | 'classes' | 'testImages'>>;

/** The true classes of its test images, in their order. */
export interface KnownTestLabels {
  readonly dataset: KnownDataset;
  readonly labels: Uint8Array;
}

/** Reads those of the data set that comes with Digits Lab. */
export type ReadKnownLabels = () => Promise<KnownTestLabels>;

/** What a model said of each image. */
export type Answers = Pick<ReadArrays, 'predictions' | 'probabilities'>;

/** A logged accuracy that is rounded coarser tells nothing: a model that learned nothing has that of any data set. As a share. */
const COARSEST = 0.005;

interface Found {
  /** Undefined where the labels are not those of these answers. */
  readonly arrays: CheckedArrays | undefined;
  readonly dataset: KnownDataset | undefined;
  /** How it was verified, or why there is no matrix and what to do, in sentences. */
  readonly note: string;
}

/**
 * Answers that came without true classes, with those of the known test set: where there are as many, and their accuracy is the one that the script
 * logged, as far as that was rounded.
 * @throws {RunFolderError} if the answers are not what arrays of classes or probabilities are
 */
export async function againstKnownLabels(
  answers: Answers,
  { readKnownLabels, accuracy }: { readonly readKnownLabels: ReadKnownLabels | undefined; readonly accuracy: LoggedAccuracy | undefined },
): Promise<Found> {
  const array = (answers.predictions ?? answers.probabilities)!;
  const not = (why: string): Found => ({
    arrays: undefined,
    dataset: undefined,
    note: `${noEvaluation.truth}${array.label} came without the true classes, and ${why}. Save them with it, as ground_truth.npy: np.save('ground_truth.npy', y_test).`,
  });
  let known: KnownTestLabels | undefined;
  try {
    known = await readKnownLabels?.();
  } catch (error) {
    return not(`those of the data set that comes with Digits Lab cannot be read (${messageOf(error).replace(/\.$/, '')})`);
  }
  if (!known) return not('none are known here');
  const { dataset, labels } = known;
  const name = dataset.name.toUpperCase();
  const count = array.shape[0] ?? 0;
  if (count !== dataset.testImages)
    return not(`is of ${grouped(count)} images, not of the ${grouped(dataset.testImages)} of ${name}'s test set`);
  const isOther = (classes: number): Found => not(`has ${classes} classes, not the ${dataset.classes} of ${name}`);
  const columns = array.shape[1] ?? 1;
  if (columns > 1 && columns !== dataset.classes) return isOther(columns);
  const arrays = checkedArrays({ truth: { shape: [labels.length], data: labels, label: `${name}'s test labels`, file: name }, ...answers });
  if (arrays.classes !== dataset.classes) return isOther(arrays.classes);
  if (!accuracy) return not(`no test_accuracy was logged by which it could be verified that it is of ${name}'s test set`);
  const { predicted } = arrays;
  const right = predicted.reduce((sum, label, i) => sum + (label === labels[i] ? 1 : 0), 0) / count;
  const logged = `${accuracy.key} was logged as ${accuracy.logged}`;
  const rounded = roundingOf(accuracy);
  if (rounded > COARSEST)
    return not(`${logged}, which is rounded too much to verify that it is of ${name}'s test set (log it with four decimals)`);
  if (Math.abs(right - accuracy.share) > Math.max(rounded, 0.5 / count) + 1e-9)
    return not(
      `against ${name}'s test labels ${percent(right)} of it is right, where ${logged}: it is of other images, in another order, or a mean over batches was logged`,
    );
  return {
    arrays,
    dataset,
    note: `The true classes of ${array.label} were taken from ${name}'s test set: both are of ${grouped(count)} images, and ${percent(right)} of the predictions are right, as ${logged}.`,
  };
}

/** Whether arrays have exactly the true classes of the known test set. */
export function isOfKnownLabels({ truth, classes, probabilities }: CheckedArrays, { dataset, labels }: KnownTestLabels): boolean {
  const mayBe = probabilities ? classes === dataset.classes : classes <= dataset.classes;
  return mayBe && truth.length === labels.length && truth.every((label, i) => label === labels[i]);
}

/** Half a unit of the last decimal that was logged, as a share. */
function roundingOf({ logged, share }: LoggedAccuracy): number {
  const [, decimals = '', exponent = '0'] = /^-?\d+(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(String(logged)) ?? [];
  const half = 0.5 * 10 ** (Number(exponent) - decimals.length);
  return share === logged ? half : half / 100;
}
