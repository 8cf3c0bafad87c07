import { lstat } from 'node:fs/promises';
import type * as v from 'valibot';
import { parseValue } from '../../contract/formats/parse';
import { slurmLedger, type arrayJob } from '../../contract/formats/slurm';
import { makeFoldersIn, writeFileIn } from '../../files/writeFiles';
import { limits, readJsonFile } from '../../runFolder/readFile';
import { RunFolderError, storageError } from '../../runFolder/runFolderError';
import { toJson } from '../../util/json';
import { oneLine } from '../../util/shownText';
import { ledgerFile, logFolder } from './folders';

export type LedgerJob = v.InferOutput<typeof arrayJob>;
export type Ledger = v.InferOutput<typeof slurmLedger>;

/**
 * What was submitted of a plan; undefined if nothing was.
 * @param folder the plan's, without links on the way to it
 * @throws {RunFolderError} if it cannot be read, or is another plan's, or that of a folder of which this one is a copy
 */
export async function readLedger(folder: string, plan: string): Promise<Ledger | undefined> {
  const ledger = await readJsonFile(folder, ledgerFile, slurmLedger, { limit: limits.medium });
  if (ledger && ledger.plan !== plan)
    throw new RunFolderError(
      `${folder}/${ledgerFile}: it is of the plan ${ledger.plan}; expected ${plan}. Was the folder copied? Remove slurm/ then.`,
    );
  if (ledger?.folder && !isSame(ledger.folder, await folderOf(folder)))
    throw new RunFolderError(
      `${folder}/${ledgerFile}: it is of ${oneLine(ledger.folder.path, 300)}, and this folder is a copy of that one or was moved to another disk: what Slurm has of it does not belong here. Remove slurm/ here to submit the plan from here; if it was moved, cancel its tasks with scancel before.`,
    );
  return ledger;
}

/** What tells a plan's folder from its copies: a path may be another one on another node, and the number on another disk. */
export function folderOf(folder: string): Promise<NonNullable<Ledger['folder']>> {
  return storing(folder, async () => ({ path: folder, inode: `${(await lstat(folder, { bigint: true })).ino}` }));
}

function isSame(one: NonNullable<Ledger['folder']>, other: NonNullable<Ledger['folder']>): boolean {
  return one.path === other.path || one.inode === other.inode;
}

/** @param check throws when it must not be written any more */
export async function writeLedger(folder: string, ledger: Ledger, check: () => void): Promise<void> {
  await storing(folder, () => {
    // What could not be read again must not take the place of what can.
    parseValue(slurmLedger, ledger, ledgerFile);
    return writeFileIn(folder, ledgerFile, toJson(ledger), { beforeNaming: check });
  });
}

/** Writes a batch script, and makes the folder that its tasks write to, which Slurm does not. */
export async function writeScript(folder: string, name: string, script: string): Promise<void> {
  await storing(folder, async () => {
    await makeFoldersIn(folder, `${logFolder}/any`);
    await writeFileIn(folder, name, script);
  });
}

/** @throws {RunFolderError} for what the system says of a folder's files */
export async function storing<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storageError(`${folder}: what was submitted cannot be kept`, error);
  }
}
