import { realpath } from 'node:fs/promises';
import path from 'node:path';

/** Where the files lie that belong to all runs of a folder: in `.digits` if that is what the runs are kept in, else beside the runs. */
export function homeOf(runsFolder: string): string {
  const parent = path.dirname(runsFolder);
  return path.basename(parent) === '.digits' ? parent : runsFolder;
}

/** The same without links on the way to it, as the gateway to files asks for it. @throws the system's error if it is not there */
export function realHomeOf(runsFolder: string): Promise<string> {
  return realpath(homeOf(runsFolder));
}
