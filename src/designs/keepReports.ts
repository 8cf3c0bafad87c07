import { comparisonResult, type ComparisonResult } from '../experiment/effects/comparisonResult';
import { effectReport } from '../report/written/effectReport';
import { knowledgePage } from '../report/written/knowledgePage';
import { fileTimeIn } from '../files/readFiles';
import { AT_ONCE } from '../runFolder/listRuns';
import { writeReport } from '../runFolder/report/writeReport';
import { realHomeOf } from '../runFolder/home';
import { mapAtOnce } from '../util/mapAtOnce';
import { comparedRuns } from './comparedRuns';
import { comparisonStore } from './comparisonStore';

/** The page of what is known of each parameter, beside the folder of the runs. */
export const KNOWLEDGE = 'KNOWLEDGE.md';

/**
 * Writes the report of a comparison, and the page of what is known of each parameter anew.
 * @returns the report's file
 * @throws {RunFolderError} if one of them cannot be written, or is no file of Digits Lab's
 */
export async function keepReports(result: ComparisonResult, runsFolder: string): Promise<string> {
  const { folder } = await comparisonStore(runsFolder).read(result.plan.id);
  const { file } = await writeReport({ folder, name: 'report.md', pictureFolder: 'report' }, effectReport(result));
  await writeKnowledge(runsFolder);
  return file;
}

/** Writes the page of what is known of each parameter. @throws {RunFolderError} as `keepReports` */
export async function writeKnowledge(runsFolder: string): Promise<void> {
  const store = comparisonStore(runsFolder);
  const { designs } = await store.list();
  const find = await comparedRuns(
    designs.map(({ plan }) => plan),
    runsFolder,
  );
  const home = await realHomeOf(runsFolder);
  const known = await mapAtOnce(designs, AT_ONCE, async ({ id, plan }) => {
    const report = `${store.kind.folder}/${id}/report.md`;
    // What a cluster trains has none before somebody looks at it.
    const isThere = (await fileTimeIn(home, report)) !== undefined;
    return { result: comparisonResult(plan, find), report: isThere ? report : undefined };
  });
  const place = { folder: home, name: KNOWLEDGE, pictureFolder: 'knowledge' };
  await writeReport(place, { markdown: knowledgePage(known), pictures: [] });
}
