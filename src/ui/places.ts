import path from 'node:path';
import { RelativePattern, workspace, type Disposable, type Uri } from 'vscode';
import type { Place } from '../runs/lab';
import { setting } from './settings';

/** Where the runs of the open folders are kept, as the setting has it. */
export function findPlaces(): Place[] {
  const folders = (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const places = folders.map(({ uri }) => ({
    runsFolder: path.resolve(uri.fsPath, setting('digitsLab.runsFolder')),
    queueFile: path.join(uri.fsPath, '.digits', 'queue.json'),
  }));
  // Several folders may share an absolute one.
  return places.filter(({ runsFolder }, i) => places.findIndex(other => other.runsFolder === runsFolder) === i);
}

/** Tells of every file that changes in those places, whoever changes it. */
export function watchPlaces(places: readonly Place[], onChange: (file: string) => void): Disposable[] {
  const patterns = places.flatMap(({ runsFolder, queueFile }) => [
    new RelativePattern(runsFolder, '*'),
    new RelativePattern(runsFolder, '*/{config,summary,labels,owner}.json'),
    new RelativePattern(path.dirname(queueFile), path.basename(queueFile)),
  ]);
  return patterns.flatMap(pattern => {
    const watcher = workspace.createFileSystemWatcher(pattern);
    const tell = ({ fsPath }: Uri): void => onChange(fsPath);
    return [watcher, watcher.onDidCreate(tell), watcher.onDidChange(tell), watcher.onDidDelete(tell)];
  });
}
