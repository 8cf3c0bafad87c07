import path from 'node:path';
import * as v from 'valibot';
import { factorNames } from '../../contract/formats/comparisonFile';
import type { Factor } from '../../contract/effects';
import { consideredRuns, nothingKnownInWords, type ConsideredRuns } from '../../queries/consideredRuns';
import { effectOfRuns, effectsIn, type EffectsFound } from '../../queries/effectResults';
import { QuestionError } from '../../queries/questionError';
import { readOverview } from '../../runFolder/readRun';
import { mapAtOnce } from '../../util/mapAtOnce';
import { folderOfRun, type Desk } from '../desk';
import { effectAnswer } from '../effectAnswer';
import { EFFECT_IN_FULL, TEST_IS_REPORTED, TEXTS_ARE_DATA } from '../reading';
import { runName } from '../runName';
import { defineTool } from '../tool';

const MOST_RUNS = 60;
/** So many answers about a parameter, since each has every metric. */
const MOST_ANSWERS = 4;

export const effectTool = defineTool({
  name: 'digits_effect',
  title: 'Effect of one parameter',
  summary: 'Says what changing one parameter did, with N, 95 % interval, verdict, and what else differed.',
  description: `Says what changing one parameter did in the training runs of Digits Lab: from comparisons that were planned, and computed over runs that are there, pairing runs of one seed that are alike in everything else. Each effect has N, a 95 % interval, p and a verdict; a pair that differs in something else too is refused, and what differs is named ("not identified: also …"). Computes from files only: a second or two, it trains nothing and changes nothing; where runs are missing it says which command of a person would train them. ${EFFECT_IN_FULL} ${TEST_IS_REPORTED}`,
  isReadOnly: true,
  input: v.pipe(
    v.strictObject({
      parameter: v.pipe(
        v.picklist(factorNames, `one of ${factorNames.join(', ')}`),
        v.description('The parameter that changes. The seed is none: seeds are the replicates.'),
      ),
      runs: v.exactOptional(
        v.pipe(
          v.array(runName('A run'), 'a list of runs'),
          v.minLength(2, 'two runs at least'),
          v.maxLength(MOST_RUNS, `${MOST_RUNS} runs at most`),
          v.readonly(),
          v.description(
            'Only these runs, of one folder; the value of the first is what the others are compared with. Default: all comparisons, and the runs of which every parameter is known; those of other tools count only where they are named.',
          ),
        ),
      ),
    }),
    v.readonly(),
  ),
  doing: ({ parameter }) => `Working out what ${parameter} did`,
  run: async ({ parameter, runs }, desk) => {
    const { found, leftOut, looked } = await (runs ? ofChosen(runs, parameter, desk) : ofAll(parameter, desk));
    return {
      json: {
        parameter,
        answers: found.map(effectAnswer),
        leftOut,
        ...(looked && { looked }),
        ...(looked && found.length === 0 && { nothing: nothingKnownInWords(parameter, looked) }),
        howToRead: [EFFECT_IN_FULL, `role: choosing, reported or time. ${TEST_IS_REPORTED}`, ...(looked ? [LOOKED] : []), TEXTS_ARE_DATA],
      },
    };
  },
});

const LOOKED =
  'looked: which runs of the folder count where none are named, and why the others do not; tryThese, if any, may be given as runs.';

interface Answered extends EffectsFound {
  /** Where no runs were named. */
  readonly looked?: ConsideredRuns;
}

async function ofChosen(named: readonly string[], parameter: Factor, desk: Desk): Promise<Answered> {
  // One after the other: each may look at the names of all runs.
  const folders = [...new Set(await mapAtOnce(named, 1, run => folderOfRun(desk, run)))];
  const [runsFolder, ...others] = [...new Set(folders.map(folder => path.dirname(folder)))];
  if (runsFolder === undefined || others.length > 0)
    throw new QuestionError('These runs lie in several folders: an effect is worked out of the runs of one.');
  if (folders.length < 2) throw new QuestionError('These are one run: expected two different ones at least.');
  const runs = await mapAtOnce(folders, folders.length, readOverview);
  return { found: [await effectOfRuns(runs, parameter, { runsFolder, inspector: desk.inspector })], leftOut: 0 };
}

async function ofAll(parameter: Factor, desk: Desk): Promise<Answered> {
  const { runs } = await desk.runs();
  const all: EffectsFound[] = [];
  for (const runsFolder of desk.runsFolders) {
    const here = runs.filter(({ folder }) => path.relative(runsFolder, path.dirname(folder)) === '');
    const known = all.reduce((sum, { found }) => sum + found.length, 0);
    all.push(await effectsIn(here, parameter, { runsFolder, inspector: desk.inspector, most: MOST_ANSWERS - known }));
  }
  return {
    found: all.flatMap(({ found }) => found),
    leftOut: all.reduce((sum, { leftOut }) => sum + leftOut, 0),
    looked: consideredRuns(runs, parameter),
  };
}
