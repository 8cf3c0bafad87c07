import { exportedComparison } from '../../designs/exportedComparison';
import { comparisonTitle } from '../../experiment/effects/effectInWords';
import { comparisonRun } from '../../tracking/mlflow/loggedComparison';
import { runFromFolder } from '../../tracking/mlflow/runFromFolder';
import { counted } from '../../util/format';
import type { KnownComparison } from '../effect/knownComparisons';
import type { Services } from '../services';
import { exportToMlflow } from './exportToMlflow';

/** Sends a comparison to MLflow: its runs, nested in one that has its verdict. */
export async function exportComparison(services: Services, { id, plan, runsFolder }: KnownComparison): Promise<void> {
  const { result, folders, files, endMs, missing } = await exportedComparison(runsFolder, id);
  await exportToMlflow(services, {
    what: `“${comparisonTitle(plan)}” with ${counted(folders.length, 'run')}${leftOut(missing.length)}`,
    toSend: withFiles => ({
      parent: comparisonRun(result, withFiles ? files : [], endMs),
      runs: folders.map(folder => () => runFromFolder(folder, withFiles)),
    }),
  });
}

function leftOut(missing: number): string {
  return missing === 0 ? '' : ` (${counted(missing, 'run')}, not done yet, left out)`;
}
