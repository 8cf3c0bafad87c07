import path from 'node:path';
import { ProgressLocation, workspace, type Uri } from 'vscode';
import type { ImportedRecordings, ImportProgress, ImportRunsRequest } from '../../contract/importing';
import type { Imports } from '../../runs/imports';
import { isInside } from '../../util/isInside';
import { counted } from '../../util/format';
import type { Dashboards } from '../dashboard/dashboards';
import type { Services } from '../services';
import { window } from '../sinks/window';

/** What importing works with. */
export interface ImportParts {
  readonly services: Services;
  readonly dashboards: Dashboards;
}

/** Asks for files, or for a folder, and makes runs of what is there. VS Code's dialog takes only one of the two on most systems. */
export async function chooseImports(parts: ImportParts, what: 'files' | 'folder'): Promise<void> {
  const folder = workspace.workspaceFolders?.[0];
  const chosen = await window.showOpenDialog({
    title:
      what === 'files'
        ? 'Import: arrays, CSV logs, event files of TensorBoard, a .wandb file, mlflow.db'
        : 'Import Folder: event files of TensorBoard, wandb, mlruns, lightning_logs, arrays',
    openLabel: 'Import',
    canSelectMany: true,
    canSelectFiles: what === 'files',
    canSelectFolders: what === 'folder',
    // Event files have endings of all kinds.
    ...(what === 'files' && { filters: { 'All files': ['*'], 'NumPy arrays': ['npy', 'npz'], 'CSV logs': ['csv', 'tsv'] } }),
    // Not where a file was opened last, which may be the folder of a run.
    ...(folder && { defaultUri: folder.uri }),
  });
  if (chosen && chosen.length > 0) await importRuns(parts, chosen);
}

/**
 * Makes runs of what other programs left at some places, and shows the first one.
 * @throws {Error} that names what is wrong, for a person, if nothing could be imported
 */
export async function importRuns({ services, dashboards }: ImportParts, places: readonly Uri[]): Promise<void> {
  const { imports, lab } = services;
  const paths = places.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
  const [first] = places;
  if (!first || paths.length < places.length)
    throw new Error('Import: these are no files of this computer. Save them in a folder, and choose them there.');
  const runsFolder = runsFolderFor(first, lab.runsFolders);
  const imported = await inProgress(imports, { type: 'importRuns', runsFolder, paths });
  const { arrays, runs, failed } = imported;
  if (arrays.length + runs.length + failed.length === 0) return;
  if (arrays.length + runs.length === 0) throw new Error(failed.map(({ reason }) => reason).join(' '));
  await lab.look([...arrays, ...runs].map(({ id }) => id));
  const [shown] = arrays;
  const [other] = runs;
  if (shown) dashboards.show(shown.id, 'evaluation');
  else if (other) dashboards.show(other.id);
  tell(imported);
}

/** What is made while a person watches, who may stop it: what was made before stays. */
async function inProgress(imports: Imports, request: ImportRunsRequest): Promise<ImportedRecordings> {
  const options = { location: ProgressLocation.Notification, title: 'Import', cancellable: true };
  return window.withProgress(options, (progress, cancelled) => {
    let shown = 0;
    const importing = imports.start({
      request,
      onProgress: ({ path: place, done, of }: ImportProgress) => {
        const share = of === 0 ? 0 : (100 * done) / of;
        progress.report({ message: inWords({ path: place, done, of }), increment: share - shown });
        shown = share;
      },
    });
    cancelled.onCancellationRequested(() => importing.stop());
    return importing.imported;
  });
}

function inWords({ path: place, done, of }: ImportProgress): string {
  return of > 1 ? `${done + 1} of ${of}, ${path.basename(place)}` : path.basename(place);
}

/** So many sentences are read. */
const MOST_TOLD = 5;

function tell({ arrays, runs, failed }: ImportedRecordings): void {
  const made = [...arrays, ...runs.filter(({ isThere }) => !isThere)];
  if (made.length > 1)
    void window.showInformationMessage(
      `${counted(made.length, 'run')} imported: ${inBrief(
        made.map(({ name }) => name),
        ', ',
      )}.`,
    );
  const there = runs.filter(({ isThere }) => isThere);
  if (there.length > 0)
    void window.showInformationMessage(
      `Imported before, and there already: ${inBrief(
        there.map(({ id, name }) => `${name} (${id})`),
        ', ',
      )}.`,
    );
  const notes = [...arrays.flatMap(run => run.notes), ...runs.flatMap(run => run.missing), ...failed.map(({ reason }) => reason)];
  if (notes.length > 0) void window.showWarningMessage(inBrief(notes, ' '));
}

function inBrief(texts: readonly string[], between: string): string {
  const more = texts.length > MOST_TOLD ? `${between}and ${texts.length - MOST_TOLD} more` : '';
  return `${texts.slice(0, MOST_TOLD).join(between)}${more}`;
}

/** The runs of the open folder that a file lies in, else those of the first. */
function runsFolderFor(file: Uri, runsFolders: readonly string[]): string {
  const home = workspace.getWorkspaceFolder(file)?.uri.fsPath;
  const own = home === undefined ? undefined : runsFolders.find(folder => isInside(path.resolve(folder), home));
  const chosen = own ?? runsFolders[0];
  if (chosen === undefined) throw new Error('There is no folder for runs: open a folder first.');
  return chosen;
}
