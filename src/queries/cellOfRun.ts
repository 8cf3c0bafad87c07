import path from 'node:path';
import { classNamesOf } from '../contract/classNames';
import type { ImageListing, ListedImage } from '../contract/inspection';
import type { DatasetIdentity } from '../contract/run';
import { testedClasses } from '../contract/testedClasses';
import { readOverview } from '../runFolder/readRun';
import { untested } from '../runFolder/untested';
import type { Inspector } from '../runs/inspector';
import { classNamed } from './classNamed';

/** A cell of the confusion matrix of a run. */
export interface CellOfRun {
  readonly folder: string;
  /** What its classes are called. */
  readonly names: readonly string[];
  /** Their places. */
  readonly truth: number;
  readonly predicted: number;
}

/**
 * The cell that a person names by two classes, each by its name or its label.
 * @throws {RunFolderError} if the run was not tested
 * @throws {QuestionError} if there is no such class
 */
export async function cellOfRun(folder: string, asked: { readonly truth: string; readonly predicted: string }): Promise<CellOfRun> {
  const { config, summary, status } = await readOverview(folder);
  const dataset: Partial<DatasetIdentity> = config.dataset ?? {};
  const classes = testedClasses({ config, summary });
  if (classes === undefined) throw await untested(folder, { config, status });
  const names = classNamesOf(dataset, classes);
  const placeOf = (name: string): number => classNamed(name, names, dataset.firstLabel);
  return { folder, names, truth: placeOf(asked.truth), predicted: placeOf(asked.predicted) };
}

/** A page of its images, the most confident first. @throws {RequestError} with the reason why they cannot be told */
export function imagesOfCell(
  inspector: Pick<Inspector, 'ask'>,
  { folder, truth, predicted }: CellOfRun,
  page: { readonly offset: number; readonly count: number; readonly withPixels: boolean },
): Promise<ImageListing> {
  return inspector.ask({ type: 'listing', folder, selection: { of: 'cell', truth, predicted }, sort: 'confidence', ...page });
}

/** Images of a cell as JSON, with the names of the classes; `total` is how many there are of `outOf` images of the true class. */
export function cellImagesJson(
  { folder, names, truth, predicted }: CellOfRun,
  { total, outOf }: Pick<ImageListing, 'total' | 'outOf'>,
  images: readonly ListedImage[],
): Readonly<Record<string, unknown>> {
  const named = (of: number): { class: number; name: string } => ({ class: of, name: names[of]! });
  const inFull = images.map(({ top, ...image }) => ({
    ...image,
    top: top.map(({ class: of, probability }) => ({ ...named(of), probability })),
  }));
  return { id: path.basename(folder), true: named(truth), predicted: named(predicted), total, outOf, images: inFull };
}
