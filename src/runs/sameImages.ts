import type { DatasetIdentity } from '../contract/run';
import type { LabRun } from './labRun';

/** The other runs that were tested on the same images as a run, in their order; none of a run whose images are not known. */
export function testedOnSameImages(run: LabRun, runs: readonly LabRun[]): LabRun[] {
  const images = imagesOf(run);
  return images === undefined ? [] : runs.filter(other => other.id !== run.id && imagesOf(other) === images);
}

/** What the images of a run are known by; undefined where they are not, or it was not tested. */
function imagesOf({ config, summary }: LabRun): string | undefined {
  const { sha256, testImages, classes }: Partial<DatasetIdentity> = config?.dataset ?? {};
  return sha256 === undefined || !summary?.confusionMatrix ? undefined : JSON.stringify([sha256, testImages, classes]);
}
