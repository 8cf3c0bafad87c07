import path from 'node:path';
import { commands, ProgressLocation, Uri, workspace, type Progress } from 'vscode';
import { exportFiles, isFolderOf, type ExportedFiles, type ExportTarget, type FileFormat } from '../../runFolder/exporting/exportFiles';
import { ExportConflict } from '../../runFolder/exporting/writeExport';
import { counted } from '../../util/format';
import type { Services } from '../services';
import { window } from '../sinks/window';

/** Asks where, and writes runs there. */
export async function exportToFile({ log }: Pick<Services, 'log'>, format: FileFormat, folders: readonly string[]): Promise<void> {
  const place = await askForPlace(format, folders);
  if (!place) return;
  const stopped = new AbortController();
  const write = (replaces: boolean): PromiseLike<ExportedFiles | undefined> =>
    inProgress(`Exporting ${counted(folders.length, 'run')}`, stopped, () =>
      exportFiles(folders, { format, path: place.path, replaces, signal: stopped.signal }),
    );
  const written = await write(false).then(undefined, async (error: unknown) => {
    if (!(error instanceof ExportConflict)) throw error;
    // What the dialog of the system has asked is not asked again.
    const open = error.files.filter(file => file !== place.path || !place.isAsked);
    return open.length === 0 || (await mayReplace(open)) ? write(true) : undefined;
  });
  if (!written) return;
  const { files, remarks } = written;
  const show = 'Show';
  const message = `Exported ${counted(folders.length, 'run')} to ${files.length === 1 ? path.basename(files[0]!) : place.path}.${inShort(remarks, log)}`;
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

/** What a message says of what was left out: the first of it; the log has all. */
export function inShort(remarks: readonly string[], log: Pick<Services['log'], 'warn'>): string {
  for (const remark of remarks) log.warn(remark);
  const [first, ...others] = remarks;
  if (first === undefined) return '';
  return others.length === 0 ? ` ${first}` : ` ${first} ${counted(others.length, 'other remark')} in the log.`;
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
