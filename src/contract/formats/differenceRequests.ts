/** What the page of a comparison asks about the difference of runs, and about the images behind it. Runs are named by their ids. */
import * as v from 'valibot';
import { count, list, only, record, text } from './basics';
import { matrixPlace } from './difference';
import { listingPage } from './inspection';

const runIds = v.pipe(list(text, 1000), v.minLength(1, 'at least one run'));
/** The runs before a change and those after it. */
const groups = { a: runIds, b: runIds };

export const differenceRequests = [
  /** Which confusions the change fixed and which it caused. */
  record({ type: only('difference'), ...groups }),
  /** The images behind a cell of that. */
  record({ type: only('differenceImages'), ...groups, ...matrixPlace }),
  record({ type: only('listImages'), runId: text, ...listingPage }),
  record({ type: only('lookAtImage'), runId: text, index: count }),
  /** What the other runs on the same images say of one, from some of them on. */
  record({ type: only('otherRuns'), runId: text, index: count, offset: count }),
] as const;
