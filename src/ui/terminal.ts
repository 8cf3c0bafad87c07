import path from 'node:path';
import { type ExtensionContext } from 'vscode';
import { writeCommandShims } from './commandShim';

/** What the editor says of the variables of its terminals. */
export const COMMAND_LINE = 'The command `digits`: train, list and compare runs from the terminal';

/** Puts `digits` on the PATH of the editor's terminals: the command line, run by the editor's own Node. */
export async function offerCommandLine({ globalStorageUri, extensionUri, environmentVariableCollection }: ExtensionContext): Promise<void> {
  const folder = path.join(globalStorageUri.fsPath, 'bin');
  await writeCommandShims(folder, process.execPath, path.join(extensionUri.fsPath, 'dist', 'cli.js'));
  // Terminals get them from this window alone: VS Code would keep them, a key among them, and give them to terminals in Restricted Mode too.
  environmentVariableCollection.persistent = false;
  environmentVariableCollection.description = COMMAND_LINE;
  environmentVariableCollection.prepend('PATH', folder + path.delimiter);
}
