import { MOST_SINGLE_CURVES } from '../../../src/experiment/comparison/meanCurve';
import { groupsOf, type Grouping, type RunsInGroup } from '../../../src/experiment/comparison/grouping';
import { varyingParameters } from '../../../src/experiment/differences';
import type { ListedRun } from '../../../src/experiment/listedRun';

/**
 * The groups whose means are drawn, as the table has them; where it has none and there are more runs than can be told apart, those that
 * differ in nothing but the seed, or if these are too many too, those of the parameter with the fewest values. Null: each run is drawn.
 */
export function meanGroups(runs: readonly ListedRun[], grouping: Grouping): readonly RunsInGroup[] | null {
  if (grouping !== 'none') return groupsOf(runs, grouping);
  if (runs.length <= MOST_SINGLE_CURVES) return null;
  const replicates = groupsOf(runs, 'replicates');
  if (replicates.length <= MOST_SINGLE_CURVES) return replicates;
  const byParameter = varyingParameters(runs.map(({ parameters }) => parameters))
    .filter(name => name !== 'seed')
    .map(name => groupsOf(runs, name));
  const fewest = byParameter.reduce<readonly RunsInGroup[] | undefined>(
    (least, one) => (least && least.length <= one.length ? least : one),
    undefined,
  );
  return fewest && fewest.length < replicates.length ? fewest : replicates;
}
