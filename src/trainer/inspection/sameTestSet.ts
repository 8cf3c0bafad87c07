import { grouped } from '../../util/format';
import { whyOtherImages } from '../../wording/otherImagesInWords';
import { testedRun, type TestedRun } from './testedRun';

/** Labels that are kept at once: a class takes a byte. */
const MOST_LABELS = 400_000_000;

/** Predicted classes of runs that were tested on the same images. */
export interface SameTestSet {
  /** Of the first run, which stands for all. */
  readonly first: TestedRun;
  /** In the order of the folders, shape `[runs][n]`. */
  readonly predicted: readonly Uint8Array[];
}

/**
 * The predictions of runs on one test set. One run after the other is read, and of each only its classes are kept.
 * @returns the reason, for a person, if they were tested on different images or there are too many of them
 * @throws {RunFolderError} of a run that cannot be read
 */
export async function sameTestSet(folders: readonly string[]): Promise<SameTestSet | { readonly reason: string }> {
  let first: TestedRun | undefined;
  const predicted: Uint8Array[] = [];
  for (const folder of folders) {
    const run = await testedRun(folder);
    first ??= run;
    const reason = whyOtherImages(first, run);
    if (reason !== undefined) return { reason };
    if (run.truth.length * folders.length > MOST_LABELS)
      return {
        reason: `${folders.length} runs on ${grouped(run.truth.length)} images are too many to compare at once; choose fewer runs.`,
      };
    predicted.push(Uint8Array.from(run.predicted));
  }
  return first ? { first, predicted } : { reason: 'There are no runs to compare.' };
}
