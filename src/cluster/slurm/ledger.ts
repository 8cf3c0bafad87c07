import type * as v from 'valibot';
import { slurmLedger, type arrayJob } from '../../contract/formats/slurm';
import { makeFoldersIn, writeFileIn } from '../../files/writeFiles';
import { limits, readJsonFile } from '../../runFolder/readFile';
import { RunFolderError, storageError } from '../../runFolder/runFolderError';
import { toJson } from '../../util/json';
import { ledgerFile, logFolder } from './folders';

export type LedgerJob = v.InferOutput<typeof arrayJob>;
export type Ledger = v.InferOutput<typeof slurmLedger>;

/**
 * What was submitted of a plan; undefined if nothing was.
 * @param folder the plan's, without links on the way to it
 * @throws {RunFolderError} if it cannot be read, or is another plan's
 */
export async function readLedger(folder: string, plan: string): Promise<Ledger | undefined> {
  const ledger = await readJsonFile(folder, ledgerFile, slurmLedger, { limit: limits.medium });
  if (ledger && ledger.plan !== plan)
    throw new RunFolderError(
      `${folder}/${ledgerFile}: it is of the plan ${ledger.plan}; expected ${plan}. Was the folder copied? Remove slurm/ then.`,
    );
  return ledger;
}

/** @param check throws when it must not be written any more */
export async function writeLedger(folder: string, ledger: Ledger, check: () => void): Promise<void> {
  await storing(folder, () => writeFileIn(folder, ledgerFile, toJson(ledger), { beforeNaming: check }));
}

/** Writes a batch script, and makes the folder that its tasks write to, which Slurm does not. */
export async function writeScript(folder: string, name: string, script: string): Promise<void> {
  await storing(folder, async () => {
    await makeFoldersIn(folder, `${logFolder}/any`);
    await writeFileIn(folder, name, script);
  });
}

async function storing(folder: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw storageError(`${folder}: what was submitted cannot be kept`, error);
  }
}
