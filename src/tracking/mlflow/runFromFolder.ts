import { MOST_LISTED_FILES } from '../../contract/recording';
import { artifactsOf } from '../../runFolder/artifacts';
import { readEnded } from '../../runFolder/exporting/readExported';
import { limits, needBytes } from '../../runFolder/readFile';
import { counted, grouped } from '../../util/format';
import { mlflowRun, type MlflowRun } from './loggedRun';

/** A run of a folder as MLflow is given it; its files are read when they are sent. @throws {RunFolderError} */
export async function runFromFolder(folder: string, withFiles: boolean): Promise<MlflowRun> {
  const run = await readEnded(folder);
  const { artifacts, leftOut } = withFiles ? await artifactsOf(folder) : { artifacts: [], leftOut: 0 };
  const made = mlflowRun(
    run,
    artifacts.map(({ path }) => ({ path, read: async () => new Uint8Array(await needBytes(folder, path, limits.large)) })),
  );
  if (leftOut === 0) return made;
  return {
    ...made,
    remarks: [
      ...made.remarks,
      `${counted(leftOut, 'file')} of it left out: of a recording the first ${grouped(MOST_LISTED_FILES)} are sent.`,
    ],
  };
}
