import { otherRuns } from '../../src/contract/formats/dashboard';
import { imageListing, imageScores } from '../../src/contract/formats/inspection';
import { parseValue } from '../../src/contract/formats/parse';
import type { ImageQuestions } from '../shared/images/imageQuestions';
import { host } from './host';

const WHERE = 'The answer of the host';

/** What is asked about the images of the run that this page shows. */
export const imageQuestions: ImageQuestions = {
  list: page => host.ask({ type: 'listImages', ...page }, answer => parseValue(imageListing, answer, WHERE)),
  image: index => host.ask({ type: 'lookAtImage', index }, answer => parseValue(imageScores, answer, WHERE)),
  others: (index, offset) => host.ask({ type: 'otherRuns', index, offset }, answer => parseValue(otherRuns, answer, WHERE)),
};

/** So long what was read is kept at least, see src/runs/inspector.ts. */
const PREPARED_MS = 50_000;
let preparedAt = -Infinity;

/** Has the images read that are likely to be asked for next. */
export function prepareImages(): void {
  const now = performance.now();
  if (now - preparedAt < PREPARED_MS) return;
  preparedAt = now;
  // What goes wrong is said where they are asked for.
  imageQuestions.list({ selection: { of: 'indices', indices: [] }, sort: 'index', offset: 0, count: 0 }).catch(() => undefined);
}
