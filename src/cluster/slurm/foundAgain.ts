import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { checkFolders, isMissing } from '../../files/location';
import { jobOfLog, logFolder } from './folders';
import { storing } from './ledger';
import type { SlurmClient, SubmittedJob } from './slurmClient';
import { SlurmError } from './slurmError';

/**
 * The job of that name: as Slurm remembers it, or, when it has forgotten it, as the logs of its tasks name it.
 * @param folder the plan's, without links on the way to it
 * @throws {SlurmError} `unreachable` when Slurm cannot be asked; `refused` when there are two
 */
export async function foundAgain(client: SlurmClient, folder: string, name: string): Promise<SubmittedJob | undefined> {
  const known = await client.find(name);
  const found = known.length > 0 ? known : [...new Set((await logsOf(folder)).flatMap(file => jobOfLog(file, name) ?? []))];
  if (found.length > 1)
    throw new SlurmError(
      'refused',
      `Slurm has several jobs of the name ${name}: ${found.join(', ')}; expected one. Cancel the others with scancel, and remove their files in ${logFolder}.`,
    );
  return found[0] === undefined ? undefined : { jobId: found[0], cluster: null };
}

/**
 * The names of the tasks' logs. Slurm appends to what has the name of one, through a link too, with which a folder may have come.
 * @throws {SlurmError} `refused` where there is anything but regular files; {RunFolderError} where they cannot be looked through
 */
export async function logsOf(folder: string): Promise<string[]> {
  const entries = await storing(folder, () => entriesOf(folder));
  const other = entries.find(entry => !entry.isFile());
  if (other)
    throw new SlurmError(
      'refused',
      `${path.join(folder, logFolder, other.name)}: this is a link or a folder; expected the tasks' logs alone, since Slurm writes through links. Nothing was submitted. Remove it.`,
    );
  return entries.map(({ name }) => name);
}

async function entriesOf(folder: string): Promise<{ readonly name: string; isFile(): boolean }[]> {
  try {
    await checkFolders(folder, `${logFolder}/any`);
    return await readdir(path.join(folder, logFolder), { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
