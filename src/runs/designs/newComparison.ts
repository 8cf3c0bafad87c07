import { newRunIds } from '../../contract/runId';
import { comparisonStore } from '../../designs/comparisonStore';
import type { KeptDesign } from '../../designs/designStore';
import type { ComparisonPlan } from '../../contract/effects';
import { planComparison, type Planning } from '../../experiment/effects/planning';
import { describeAuthor } from '../../processes/author';

/**
 * Plans a comparison and keeps it beside the runs, before any of its runs is trained.
 * @throws {RunFolderError} if it cannot be kept
 */
export async function newComparison(
  planning: Omit<Planning, 'author' | 'now' | 'ids'>,
  runsFolder: string,
): Promise<KeptDesign<ComparisonPlan>> {
  const now = new Date();
  const author = await describeAuthor(runsFolder);
  return comparisonStore(runsFolder).write(planComparison({ ...planning, author, now, ids: count => newRunIds(now, count) }));
}
