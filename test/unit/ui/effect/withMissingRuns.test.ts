import assert from 'node:assert/strict';
import { comparisonFile } from '../../../../src/contract/formats/comparisonFile';
import { parseValue } from '../../../../src/contract/formats/parse';
import { newRunIds } from '../../../../src/contract/runId';
import { comparisonResult } from '../../../../src/experiment/effects/comparisonResult';
import { comparisonOfRuns } from '../../../../src/experiment/effects/ofRuns';
import { withMissingRuns } from '../../../../src/ui/effect/withMissingRuns';
import { planOf, runsOf } from './fixture';

const known = runsOf(planOf({ seeds: [1, 2] }));
const now = new Date('2026-11-25T13:00:00Z');
const ids = (count: number): string[] => newRunIds(now, count);
const planOfRuns = (runs: Parameters<typeof comparisonOfRuns>[0]['runs']) =>
  withMissingRuns(comparisonOfRuns({ runs, factor: 'num_filters', hypothesis: null, author: null, now, id: ids(1)[0]! }), ids);

describe('a comparison of runs that were there', () => {
  it('has runs to come where a level and a seed have none, all of them marked', () => {
    const [, ...three] = known.values();
    const plan = planOfRuns(three);
    assert.deepEqual(parseValue(comparisonFile, plan, 'It'), plan);
    assert.ok(plan.runs.every(({ late }) => late));
    assert.equal(plan.runs.filter(({ id }) => !known.has(id)).length, 1);
    const { pairs } = comparisonResult(plan, id => known.get(id));
    assert.deepEqual(pairs.map(({ state }) => state).toSorted(), ['paired', 'waiting']);
  });

  it('is as it was where none is missing', () => assert.equal(planOfRuns([...known.values()]).runs.length, 4));
});
