import path from 'node:path';
import { RelativePattern, workspace, type Uri } from 'vscode';
import { isLogHead } from '../../contract/logHead';
import { readRange, useFileIn } from '../../files/readFiles';

/** So many files of each kind are looked at. */
const MOST_FILES = 100;
const HEAD_BYTES = 4_000;

/** Names of files that other tools write as they train. */
export const LOGS = '**/{*tfevents*,*.csv,*.wandb}';
const PASSED_OVER = '**/{node_modules,.git,.digits,site-packages,venv,.venv,__pycache__}/**';

export interface FoundLogs {
  readonly count: number;
  /** Files of the open folder, and folders in it, that they lie in: below it, with `/`. */
  readonly paths: readonly string[];
}

/** Looks in an open folder for files that could be followed, as far as that is quickly done. */
export async function findLogs(folder: Uri): Promise<FoundLogs> {
  const found = await workspace.findFiles(new RelativePattern(folder, LOGS), PASSED_OVER, MOST_FILES);
  const names: string[] = [];
  for (const { fsPath } of found) {
    const name = path.relative(folder.fsPath, fsPath).replaceAll(path.sep, '/');
    if (await isLog(folder.fsPath, name)) names.push(name);
  }
  // The folder directly in the open one: what comes beside them later is found too.
  const paths = new Set(names.map(name => name.split('/')[0]!));
  return { count: names.length, paths: [...paths].toSorted() };
}

/** Whether a file is called, and begins, as one that is followed. */
export async function isLog(folder: string, name: string): Promise<boolean> {
  if (!name.endsWith('.csv')) return /tfevents|\.wandb$/.test(path.posix.basename(name));
  const head = await useFileIn(folder, name, file => readRange(file, 0, Math.min(HEAD_BYTES, file.size))).catch(() => undefined);
  const [line = ''] = (head?.toString('utf8') ?? '').split(/[\r\n]/, 1);
  return isLogHead(line.split(/[,;\t]/).map(cell => cell.replaceAll('"', '').trim()));
}
