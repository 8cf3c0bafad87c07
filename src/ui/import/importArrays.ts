import path from 'node:path';
import { workspace, type Uri } from 'vscode';
import { viewIds } from '../../contributions';
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

/** Asks for files and makes a run of them. */
export async function chooseArrays(parts: ImportParts): Promise<void> {
  const folder = workspace.workspaceFolders?.[0];
  const chosen = await window.showOpenDialog({
    title: 'Import Arrays: the true classes, with predictions or probabilities',
    openLabel: 'Import',
    canSelectMany: true,
    filters: { 'NumPy arrays': ['npy', 'npz'] },
    // Not where a file was opened last, which may be the folder of a run.
    ...(folder && { defaultUri: folder.uri }),
  });
  if (chosen && chosen.length > 0) await importArrays(parts, chosen);
}

/**
 * Makes runs of the arrays at some places, and shows the first one's evaluation.
 * @throws {Error} that names what is wrong with them, for a person; nothing is imported then
 */
export async function importArrays({ services, dashboards }: ImportParts, places: readonly Uri[]): Promise<void> {
  const { lab, inspector } = services;
  const paths = places.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
  const [first] = places;
  if (!first || paths.length < places.length)
    throw new Error('Import Arrays: these are no files of this computer. Save them in a folder, and choose them there.');
  const runsFolder = runsFolderFor(first, lab.runsFolders);
  const { runs } = await window.withProgress({ location: { viewId: viewIds.runs } }, () =>
    inspector.ask<'importArrays'>({ type: 'importArrays', runsFolder, paths }),
  );
  for (const { id } of runs) await lab.look(id);
  const [shown] = runs;
  if (shown) dashboards.show(shown.id, 'evaluation');
  const notes = runs.flatMap(run => run.notes);
  if (runs.length > 1)
    void window.showInformationMessage(`${counted(runs.length, 'run')} imported: ${runs.map(({ name }) => name).join(', ')}.`);
  if (notes.length > 0) void window.showWarningMessage(notes.join(' '));
}

/** The runs of the open folder that a file lies in, else those of the first. */
function runsFolderFor(file: Uri, runsFolders: readonly string[]): string {
  const home = workspace.getWorkspaceFolder(file)?.uri.fsPath;
  const own = home === undefined ? undefined : runsFolders.find(folder => isInside(path.resolve(folder), home));
  const chosen = own ?? runsFolders[0];
  if (chosen === undefined) throw new Error('There is no folder for runs: open a folder first.');
  return chosen;
}
