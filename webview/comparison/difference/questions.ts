import type { Difference, DifferenceCell } from '../../../src/contract/inspection';
import { otherRuns } from '../../../src/contract/formats/dashboard';
import { difference, differenceCell } from '../../../src/contract/formats/difference';
import { imageListing, imageScores } from '../../../src/contract/formats/inspection';
import { parseValue } from '../../../src/contract/formats/parse';
import type { ImageQuestions } from '../../shared/images/imageQuestions';
import type { GridPlace } from '../../shared/matrixGrid';
import { host } from '../host';

const WHERE = 'The answer of the host';

/** Runs before a change and after it, by their ids. */
export interface Groups {
  readonly a: readonly string[];
  readonly b: readonly string[];
}

/** Which confusions a change fixed and which it caused. */
export function askForDifference({ a, b }: Groups): Promise<Difference> {
  return host.ask({ type: 'difference', a: [...a], b: [...b] }, answer => parseValue(difference, answer, WHERE));
}

/** The images behind a cell of it. */
export function askForCell({ a, b }: Groups, { truth, predicted }: GridPlace): Promise<DifferenceCell> {
  return host.ask({ type: 'differenceImages', a: [...a], b: [...b], truth, predicted }, answer =>
    parseValue(differenceCell, answer, WHERE),
  );
}

/** What is asked about the images of a run. */
export function imageQuestionsOf(runId: () => string): ImageQuestions {
  return {
    list: page => host.ask({ type: 'listImages', runId: runId(), ...page }, answer => parseValue(imageListing, answer, WHERE)),
    image: index => host.ask({ type: 'lookAtImage', runId: runId(), index }, answer => parseValue(imageScores, answer, WHERE)),
    others: (index, offset) =>
      host.ask({ type: 'otherRuns', runId: runId(), index, offset }, answer => parseValue(otherRuns, answer, WHERE)),
  };
}
