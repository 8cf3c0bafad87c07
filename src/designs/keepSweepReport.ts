import type { SweepResults } from '../experiment/sweeps/sweepResults';
import { sweepReport } from '../report/written/sweepReport';
import { writeReport } from '../runFolder/report/writeReport';
import { sweepStore } from './sweepStore';

/**
 * Writes the report of a sweep.
 * @returns the report's file
 * @throws {RunFolderError} if it cannot be written, or is no file of Digits Lab's
 */
export async function keepSweepReport(results: SweepResults, runsFolder: string): Promise<string> {
  const { folder } = await sweepStore(runsFolder).read(results.sweep.id);
  const { file } = await writeReport(
    { folder, name: 'report.md', pictureFolder: 'report' },
    { markdown: sweepReport(results), pictures: [] },
  );
  return file;
}
