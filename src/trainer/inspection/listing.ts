import type { ImageListing, ImageScores, ListedImage, ListingPage, TestImages } from '../../contract/inspection';
import { RunFolderError } from '../../runFolder/runFolderError';
import { messageOf } from '../../util/messageOf';
import { inOrder, selectedIndices } from './selection';
import { pixelsOf } from './testImages';
import { testedRun, type TestedRun } from './testedRun';

/** So many of the most probable classes are told of each image. */
const TOP = 3;

interface ListingRequest extends ListingPage {
  readonly folder: string;
  readonly withPixels: boolean;
}

/**
 * A page of some of the images that a run was tested on, with what its model said of them.
 * @throws {RunFolderError} if its arrays cannot be used, or have no such class or image
 */
export async function listing({ folder, selection, withPixels, ...page }: ListingRequest): Promise<ImageListing> {
  const run = await testedRun(folder);
  const outOf = selection.of === 'cell' ? run.truth.reduce((sum, label) => sum + Number(label === selection.truth), 0) : run.count;
  return { ...(await pageOf(run, selectedIndices(run, selection), { ...page, withPixels })), outOf };
}

/** A page of images of a run, by their places. */
export async function pageOf(
  run: TestedRun,
  indices: readonly number[],
  { sort, offset, count, withPixels }: Omit<ListingRequest, 'folder' | 'selection'>,
): Promise<Omit<ImageListing, 'outOf'>> {
  const shown = inOrder(run, indices, sort).slice(offset, offset + count);
  const pictures = withPixels ? await picturesOf(run, shown) : noPictures;
  return { total: indices.length, images: shown.map(index => listedImage(run, index)), ...pictures };
}

/**
 * All that a run's model said of an image.
 * @throws {RunFolderError} if its arrays cannot be used, or have no such image
 */
export async function imageScores({ folder, index }: { readonly folder: string; readonly index: number }): Promise<ImageScores> {
  const run = await testedRun(folder);
  checkImage(run, index);
  const scores = probabilitiesOf(run, index);
  return { ...listedImage(run, index), scores: scores ?? null, ...(await picturesOf(run, [index])) };
}

/** @throws {RunFolderError} if the run was not tested on so many images */
export function checkImage({ folder, count }: TestedRun, index: number): void {
  if (index >= count) throw new RunFolderError(`${folder}: there is no test image ${index}: it was tested on ${count}.`);
}

/** What its model said of an image in short. */
function listedImage(run: TestedRun, index: number): ListedImage {
  const predicted = run.predicted[index]!;
  const probabilities = probabilitiesOf(run, index);
  // Of equal ones the first, as the prediction is.
  const byProbability = (probabilities ?? [])
    .map((probability, of) => ({ class: of, probability }))
    .toSorted((a, b) => b.probability - a.probability);
  const top = byProbability.slice(0, TOP);
  return { index, truth: run.truth[index]!, predicted, confidence: probabilities?.[predicted] ?? null, top };
}

/** A sum of many shares may come out a little above 1. */
function probabilitiesOf({ probabilities, classes }: TestedRun, index: number): number[] | undefined {
  return probabilities && Array.from(probabilities.subarray(index * classes, (index + 1) * classes), p => Math.min(1, p));
}

interface Pictures {
  readonly pixels: TestImages | null;
  readonly whyNoPixels: string | null;
}

const noPictures: Pictures = { pixels: null, whyNoPixels: null };

/** What the model said can be told without the images, too. */
async function picturesOf(run: TestedRun, indices: readonly number[]): Promise<Pictures> {
  try {
    return { pixels: await pixelsOf(run, indices), whyNoPixels: null };
  } catch (error) {
    return { pixels: null, whyNoPixels: messageOf(error) };
  }
}
