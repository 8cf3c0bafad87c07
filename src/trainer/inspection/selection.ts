import type { ImageOrder, ImageSelection, ThresholdSide } from '../../contract/inspection';
import { RunFolderError } from '../../runFolder/runFolderError';
import type { TestedRun } from './testedRun';

/**
 * The places of the selected images, from the first on, or as they were named.
 * @throws {RunFolderError} if the run has no such class or image, or kept no probabilities that are asked for
 */
export function selectedIndices(run: TestedRun, selection: ImageSelection): number[] {
  switch (selection.of) {
    case 'cell': {
      const { truth, predicted } = selection;
      for (const of of [truth, predicted]) checkClass(run, of);
      return where(run, i => run.truth[i] === truth && run.predicted[i] === predicted);
    }
    case 'crossing': {
      const { class: of, from, to } = selection;
      const { classes } = run;
      const probabilities = probabilitiesOf(run, of);
      const [low, high] = [Math.min(from, to), Math.max(from, to)];
      return where(run, i => probabilities[i * classes + of]! >= low && probabilities[i * classes + of]! < high);
    }
    case 'side': {
      const { class: of, threshold, side } = selection;
      const probabilities = probabilitiesOf(run, of);
      const { isOwn, isTaken } = sides[side];
      return where(run, i => (run.truth[i] === of) === isOwn && probabilities[i * run.classes + of]! >= threshold === isTaken);
    }
    case 'indices': {
      const beyond = selection.indices.find(index => index >= run.count);
      if (beyond !== undefined) throw new RunFolderError(`${run.folder}: there is no test image ${beyond}: it was tested on ${run.count}.`);
      return [...selection.indices];
    }
  }
}

const sides: Readonly<Record<ThresholdSide, { readonly isOwn: boolean; readonly isTaken: boolean }>> = {
  truePositives: { isOwn: true, isTaken: true },
  falsePositives: { isOwn: false, isTaken: true },
  falseNegatives: { isOwn: true, isTaken: false },
  trueNegatives: { isOwn: false, isTaken: false },
};

/** On which a threshold on a class is set. */
function probabilitiesOf(run: TestedRun, of: number): NonNullable<TestedRun['probabilities']> {
  checkClass(run, of);
  if (!run.probabilities) throw new RunFolderError(`${run.folder}: this run kept no probabilities, so that no threshold can be set.`);
  return run.probabilities;
}

/** In an order; images that are equal in it by their place. Without probabilities they stay as they are. */
export function inOrder(run: TestedRun, indices: readonly number[], order: ImageOrder): number[] {
  const { probabilities, predicted, classes } = run;
  if (order === 'index') return indices.toSorted((a, b) => a - b);
  if (!probabilities) return [...indices];
  const confidence = (index: number): number => probabilities[index * classes + predicted[index]!]!;
  return indices.toSorted((a, b) => confidence(b) - confidence(a) || a - b);
}

function where({ count }: TestedRun, isSelected: (index: number) => boolean): number[] {
  const indices: number[] = [];
  for (let i = 0; i < count; i++) if (isSelected(i)) indices.push(i);
  return indices;
}

function checkClass({ folder, classes }: TestedRun, of: number): void {
  if (of >= classes) throw new RunFolderError(`${folder}: there is no class number ${of}: there are ${classes}, from 0 on.`);
}
