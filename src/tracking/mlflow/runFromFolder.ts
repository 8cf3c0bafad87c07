import { listArtifacts } from '../../runFolder/artifacts';
import { readEnded } from '../../runFolder/exporting/readExported';
import { limits, needBytes } from '../../runFolder/readFile';
import { mlflowRun, type MlflowRun } from './loggedRun';

/** A run of a folder as MLflow is given it; its files are read when they are sent. @throws {RunFolderError} */
export async function runFromFolder(folder: string, withFiles: boolean): Promise<MlflowRun> {
  const run = await readEnded(folder);
  const files = withFiles ? await listArtifacts(folder) : [];
  return mlflowRun(
    run,
    files.map(({ path }) => ({ path, read: async () => new Uint8Array(await needBytes(folder, path, limits.large)) })),
  );
}
