import type { WrittenReport } from '../../contract/inspection';
import { reportRuns } from '../../runFolder/report/reportRuns';

/** Writes a report: here and not in the editor's process, since it reads all that a run predicted. @throws {RunFolderError} */
export function report({ folders }: { readonly folders: readonly string[] }): Promise<WrittenReport> {
  return reportRuns(folders);
}
