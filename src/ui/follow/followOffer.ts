import path from 'node:path';
import { RelativePattern, Uri, workspace, type ExtensionContext } from 'vscode';
import { Disposables } from '../../util/disposables';
import { counted } from '../../util/format';
import type { Log } from '../sinks/window';
import { window } from '../sinks/window';
import { findLogs, isLog, LOGS } from './findLogs';
import type { FollowFiles } from './followFiles';

/** Whether a person was asked in this workspace. */
const askedKey = 'askedToFollow';

/** Files that change are looked at so often until one of them is a log. */
const MOST_LOOKS = 1_000;

export interface FollowOfferParts {
  readonly context: ExtensionContext;
  readonly following: FollowFiles;
  readonly log: Log;
  readonly disposables: Disposables;
}

/** Asks once in a workspace, where there are logs or the first one comes, whether they are followed. */
export function offerToFollow({ context, following, log, disposables: all }: FollowOfferParts): void {
  const [folder] = workspace.workspaceFolders ?? [];
  if (!folder || folder.uri.scheme !== 'file' || context.workspaceState.get(askedKey) === true) return;
  const disposables = all.add(new Disposables());
  let isAsking = false;
  let looks = 0;
  const ask = async (): Promise<void> => {
    if (isAsking || !workspace.isTrusted || following.isOn) return;
    isAsking = true;
    const { count, paths } = await findLogs(folder.uri).finally(() => (isAsking = false));
    if (count === 0 || context.workspaceState.get(askedKey) === true || following.isOn) return;
    await context.workspaceState.update(askedKey, true);
    void disposables.dispose();
    const follow = 'Follow';
    const chosen = await window.showInformationMessage(
      `Digits Lab found ${counted(count, 'log file')} of TensorBoard, Keras, Lightning or W&B (${paths.slice(0, 3).join(', ')}${paths.length > 3 ? ', …' : ''}). Should such files become runs while they are written?`,
      follow,
      'No',
    );
    if (chosen === follow) await following.follow(paths.map(name => Uri.joinPath(folder.uri, name)));
  };
  const asking = (): void => void ask().catch((error: Error) => log.error(error.message));
  const look = async ({ fsPath }: Uri): Promise<void> => {
    if (isAsking || looks++ >= MOST_LOOKS || following.isOn) return;
    const name = path.relative(folder.uri.fsPath, fsPath).replaceAll(path.sep, '/');
    if (!name.startsWith('.digits/') && (await isLog(folder.uri.fsPath, name))) asking();
  };
  const looking = (uri: Uri): void => void look(uri).catch((error: Error) => log.error(error.message));
  const watcher = disposables.add(workspace.createFileSystemWatcher(new RelativePattern(folder, LOGS)));
  disposables.add(watcher.onDidCreate(looking));
  disposables.add(watcher.onDidChange(looking));
  asking();
}
