import path from 'node:path';
import { commands, ProgressLocation, Uri, workspace, type Progress } from 'vscode';
import { exportFiles, isFolderOf, type ExportTarget, type FileFormat } from '../../runFolder/exporting/exportFiles';
import { ExportConflict } from '../../runFolder/exporting/writeExport';
import { counted } from '../../util/format';
import { window } from '../sinks/window';

/** Asks where, and writes runs there. */
export async function exportToFile(format: FileFormat, folders: readonly string[]): Promise<void> {
  const place = await askForPlace(format, folders);
  if (!place) return;
  const stopped = new AbortController();
  const write = (replaces: boolean): PromiseLike<readonly string[] | undefined> =>
    inProgress(`Exporting ${counted(folders.length, 'run')}`, stopped, () =>
      exportFiles(folders, { format, path: place.path, replaces, signal: stopped.signal }),
    );
  const files = await write(false).then(undefined, async (error: unknown) => {
    if (!(error instanceof ExportConflict)) throw error;
    // What the dialog of the system has asked is not asked again.
    const open = error.files.filter(file => file !== place.path || !place.isAsked);
    return open.length === 0 || (await mayReplace(open)) ? write(true) : undefined;
  });
  if (!files) return;
  const show = 'Show';
  const message = `Exported ${counted(folders.length, 'run')} to ${files.length === 1 ? path.basename(files[0]!) : place.path}.`;
  if ((await window.showInformationMessage(message, show)) === show)
    await commands.executeCommand('revealFileInOS', Uri.file(files[0] ?? place.path));
}

interface Place extends Pick<ExportTarget, 'path'> {
  /** Whether a person was asked already if a file of that name is to be replaced. */
  readonly isAsked: boolean;
}

async function askForPlace(format: FileFormat, folders: readonly string[]): Promise<Place | undefined> {
  const home = workspace.workspaceFolders?.[0]?.uri;
  if (isFolderOf(format, folders.length)) {
    const [folder] =
      (await window.showOpenDialog({
        canSelectFiles: false,
        canSelectFolders: true,
        openLabel: 'Export Here',
        title: format === 'tensorboard' ? 'Folder for TensorBoard' : 'Folder for the Zip Files',
        ...(home && { defaultUri: home }),
      })) ?? [];
    return folder && { path: onThisComputer(folder), isAsked: false };
  }
  const name = format === 'zip' ? `${path.basename(folders[0] ?? 'run')}.zip` : `runs.${format}`;
  const file = await window.showSaveDialog({
    filters: { [format.toUpperCase()]: [format] },
    ...(home && { defaultUri: Uri.joinPath(home, name) }),
  });
  return file && { path: onThisComputer(file), isAsked: true };
}

function onThisComputer({ scheme, fsPath }: Uri): string {
  if (scheme !== 'file') throw new Error('Export: this is no place of this computer. Choose a folder of it.');
  return fsPath;
}

async function mayReplace(files: readonly string[]): Promise<boolean> {
  const replace = 'Replace';
  const [first] = files;
  const what = files.length === 1 && first !== undefined ? path.basename(first) : counted(files.length, 'file');
  const detail = files.slice(0, 5).join(', ');
  return (await window.showWarningMessage(`Replace ${what}, already there?`, { modal: true, detail }, replace)) === replace;
}

/** Undefined if a person has stopped it. */
export async function inProgress<T>(
  title: string,
  stopped: AbortController,
  work: (progress: Progress<{ readonly message?: string; readonly increment?: number }>) => Promise<T>,
): Promise<T | undefined> {
  return window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, async (progress, cancelled) => {
    cancelled.onCancellationRequested(() => stopped.abort());
    try {
      return await work(progress);
    } catch (error) {
      if (stopped.signal.aborted) return undefined;
      throw error;
    }
  });
}
