import { workspace } from 'vscode';

/** Why nothing is trained in a workspace that is not trusted. */
export const RESTRICTED = 'Nothing is trained in Restricted Mode: trust the workspace first.';

/** @throws {Error} if runs cannot be trained and kept here */
export function checkMayTrain(): void {
  if (!workspace.isTrusted) throw new Error(RESTRICTED);
  if (!workspace.workspaceFolders?.some(({ uri }) => uri.scheme === 'file'))
    throw new Error('Runs are kept in the folder that is open: open one first.');
}
