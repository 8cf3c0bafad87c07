import path from 'node:path';
import type { ExtensionContext, Uri } from 'vscode';
import { writeCommandShims } from './commandShim';

/** What the editor says of the variables of its terminals. */
export const COMMAND_LINE = 'The command `digits`: train, list and compare runs from the terminal';

/** The program `digits`, at a place that stays when the extension is updated. */
export function commandFile({ globalStorageUri }: Pick<ExtensionContext, 'globalStorageUri'>): string {
  return path.join(programsFolder(globalStorageUri), 'digits');
}

function programsFolder({ fsPath }: Pick<Uri, 'fsPath'>): string {
  return path.join(fsPath, 'bin');
}

/** Puts `digits` on the PATH of the editor's terminals: the command line, run by the editor's own Node. */
export async function offerCommandLine({ globalStorageUri, extensionUri, environmentVariableCollection }: ExtensionContext): Promise<void> {
  const folder = programsFolder(globalStorageUri);
  await writeCommandShims(folder, process.execPath, path.join(extensionUri.fsPath, 'dist', 'cli.js'));
  // Terminals get them from this window alone: VS Code would keep them, a key among them, and give them to terminals in Restricted Mode too.
  environmentVariableCollection.persistent = false;
  environmentVariableCollection.description = COMMAND_LINE;
  environmentVariableCollection.prepend('PATH', folder + path.delimiter);
}
