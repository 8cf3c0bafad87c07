import path from 'node:path';
import { RelativePattern, workspace, type Uri } from 'vscode';
import { checkInsideSync } from '../files/location';
import { homeOf } from '../runFolder/home';
import { defaultRunsFolder } from '../runFolder/paths';
import type { RunsLocation } from '../runs/runsLocation';
import type { Disposables } from '../util/disposables';
import { isInside } from '../util/isInside';
import { messageOf } from '../util/messageOf';
import { isOfWorkspace, setting } from './settings';

export interface FoundLocations {
  readonly locations: readonly RunsLocation[];
  /** Why one is not where the setting or the folder would have it, for a person. */
  readonly refusals: readonly string[];
}

/**
 * The folders of runs in the open folders, as the setting names them. Settings or links of a folder itself never lead out of it; only this
 * user's own settings can.
 */
export function findRunsLocations(): FoundLocations {
  const folders = (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const wanted = setting('digitsLab.runsFolder');
  const refusals: string[] = [];
  const locations = folders.flatMap(({ uri: { fsPath: folder } }): RunsLocation[] => {
    const asked = path.resolve(folder, wanted);
    const isElsewhere = !isInside(asked, folder);
    if (isElsewhere && isOfWorkspace('digitsLab.runsFolder'))
      refusals.push(`${asked}: the settings of the open folder keep runs outside of it. ${TO_ALLOW}`);
    const runsFolder = isElsewhere && isOfWorkspace('digitsLab.runsFolder') ? path.resolve(folder, defaultRunsFolder) : asked;
    const queueFile = path.join(folder, '.digits', 'queue.json');
    try {
      for (const inside of [path.dirname(queueFile), runsFolder]) if (isInside(inside, folder)) checkInsideSync(folder, inside);
      return [{ runsFolder, queueFile }];
    } catch (error) {
      refusals.push(`${messageOf(error)} Runs are neither looked for nor kept there. Put a folder in its place. ${TO_ALLOW}`);
      return [];
    }
  });
  // Several folders may share an absolute one.
  const isFirst = ({ runsFolder }: RunsLocation, i: number): boolean => locations.findIndex(other => other.runsFolder === runsFolder) === i;
  return { locations: locations.filter(isFirst), refusals };
}

const TO_ALLOW = 'If that is meant, set digitsLab.runsFolder in your user settings to the folder itself.';

/** Tells of every file that changes there, whichever process changes it. */
export function watchRunsLocations(locations: readonly RunsLocation[], disposables: Disposables, onChange: (file: string) => void): void {
  const patterns = locations.flatMap(({ runsFolder, queueFile }) => [
    new RelativePattern(runsFolder, '*'),
    new RelativePattern(runsFolder, '*/{config,summary,labels,owner}.json'),
    new RelativePattern(runsFolder, '*/notes.md'),
    new RelativePattern(homeOf(runsFolder), 'comparisons/*/comparison.json'),
    // A folder that is deleted tells of itself alone.
    new RelativePattern(homeOf(runsFolder), 'comparisons/*'),
    new RelativePattern(path.dirname(queueFile), path.basename(queueFile)),
  ]);
  for (const pattern of patterns) {
    const watcher = disposables.add(workspace.createFileSystemWatcher(pattern));
    for (const onDid of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete])
      disposables.add(onDid(({ fsPath }: Uri) => onChange(fsPath)));
  }
}
