import path from 'node:path';
import { type ExtensionContext } from 'vscode';
import { writeCommandShims } from './commandShim';

/** Puts `digits` on the PATH of the editor's terminals: the command line, run by the editor's own Node. */
export async function offerCommandLine({ globalStorageUri, extensionUri, environmentVariableCollection }: ExtensionContext): Promise<void> {
  const folder = path.join(globalStorageUri.fsPath, 'bin');
  await writeCommandShims(folder, process.execPath, path.join(extensionUri.fsPath, 'dist', 'cli.js'));
  environmentVariableCollection.description = 'The command `digits`: train, list and compare runs from the terminal';
  environmentVariableCollection.prepend('PATH', folder + path.delimiter);
}
