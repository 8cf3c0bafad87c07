import { existsSync } from 'node:fs';
import path from 'node:path';
import { runPaths } from '../runFolder/paths';
import { recordingFiles } from '../runFolder/recording/readRecording';

const { config, events, owner, groundTruth } = runPaths('');
/** Another tool's folder may have a `config.json`, and none of these. */
const MARKS = [events, owner, groundTruth, recordingFiles.recording];
/** What runs are kept in unless a setting says otherwise; some systems do not tell capitals from small letters. */
const HOME = /^\.digits$/i;

/** Whether a folder is one of a run. @param has whether there is a file of this name in it */
export function isRunFolder(has: (name: string) => boolean): boolean {
  return has(config) && MARKS.some(has);
}

/**
 * The folder of runs that a place lies in, or is: what is in it was written by a run, or by a script that sends one, and is no log to be followed.
 * @param place its real path
 * @param runsFolder where the runs are kept, without links
 */
export function runsAround(place: string, runsFolder: string): string | undefined {
  for (let folder = place; ; folder = path.dirname(folder)) {
    const isOwn = folder === runsFolder || HOME.test(path.basename(folder));
    if (isOwn || isRunFolder(name => existsSync(path.join(folder, name)))) return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}
