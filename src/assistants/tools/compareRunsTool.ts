import * as v from 'valibot';
import { groupings } from '../../experiment/comparison/grouping';
import { compareRuns } from '../../queries/compareRuns';
import { comparisonJson } from '../../queries/comparisonJson';
import { mapAtOnce } from '../../util/mapAtOnce';
import { folderOfRun } from '../desk';
import { ONE_RUN_IS_NO_EFFECT, reportedOnly, TEST_IS_REPORTED, TEXTS_ARE_DATA } from '../reading';
import { runName } from '../runName';
import { defineTool } from '../tool';

const MOST_RUNS = 30;

export const compareRunsTool = defineTool({
  name: 'digits_compare_runs',
  title: 'Compare runs',
  summary: 'Compares runs: what differs in their configuration, and their metrics; of groups mean, standard deviation and N.',
  description: `Compares two or more training runs of Digits Lab: the parameters and conditions that differ, the metrics of each and how they differ from a baseline run, with the test images that only one of the two reads rightly. With group: mean, standard deviation and N of each group. Reads files only: a second or two, it trains nothing and changes nothing. ${ONE_RUN_IS_NO_EFFECT}`,
  isReadOnly: true,
  input: v.pipe(
    v.strictObject({
      runs: v.pipe(
        v.array(runName('A run'), 'a list of runs'),
        v.minLength(2, 'two runs at least'),
        v.maxLength(MOST_RUNS, `${MOST_RUNS} runs at most`),
        v.readonly(),
        v.description(`The runs, 2 to ${MOST_RUNS}.`),
      ),
      baseline: v.exactOptional(runName('The run that the others are compared with, by default the first')),
      group: v.exactOptional(
        v.pipe(
          v.picklist(groupings, `one of ${groupings.join(', ')}`),
          v.description(
            'Groups besides: replicates are runs that are alike but for the seed; or a parameter, whose values make the groups.',
          ),
        ),
      ),
    }),
    v.readonly(),
  ),
  doing: ({ runs }) => `Comparing ${runs.length} runs`,
  run: async ({ runs, baseline, group }, desk) => {
    // One after the other: each may look at the names of all runs.
    const folders = await mapAtOnce(runs, 1, run => folderOfRun(desk, run));
    const ofBaseline = baseline === undefined ? folders[0]! : await folderOfRun(desk, baseline);
    const compared = await compareRuns({ folders, baseline: ofBaseline, grouping: group }, desk.inspector);
    const { groups, ...json } = comparisonJson(compared);
    return {
      json: {
        ...json,
        groups: groups.map(withoutBareDifferences),
        reportedOnly,
        howToRead: [
          ONE_RUN_IS_NO_EFFECT,
          'Of a group: count is N, deviation the standard deviation over its runs (null of one).',
          TEST_IS_REPORTED,
          TEXTS_ARE_DATA,
        ],
      },
    };
  },
});

/** The difference of two means says nothing without an interval, which only pairs of runs have. */
function withoutBareDifferences<T extends { readonly differences: object }>({
  differences: _differences,
  ...group
}: T): Omit<T, 'differences'> {
  return group;
}
